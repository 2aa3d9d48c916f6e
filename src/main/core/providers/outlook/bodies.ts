import type { Message } from '@microsoft/microsoft-graph-types'
import type { Page } from './answers.ts'
import type { FolderPart } from './checkpoint.ts'
import { BODIES_PER_PAGE, NEWEST_FIRST } from './fields.ts'
import { folderPath } from './pages.ts'
import { updateFolder, type SyncRun } from './session.ts'
import { listWhole } from './whole.ts'

/** The next page of whole messages of a part of a folder, newest first. */
export function readPart(run: SyncRun, folderId: string, part: FolderPart): Promise<Page<Message>> {
  const start = `${folderPath(folderId)}/messages`
  const query = `${filterOf(part)}${NEWEST_FIRST}&$top=${BODIES_PER_PAGE}`
  return listWhole(run, part.next === null ? { start, query } : { link: part.next }, 'background')
}

/** Moves a part on to its next page, or away at its end. */
export function partMovedOn(
  run: SyncRun,
  folderId: string,
  part: FolderPart,
  next: string | null,
): void {
  const parts = run.checkpoint.folders[folderId]?.parts ?? []
  updateFolder(run, folderId, {
    parts: parts.flatMap((one) => {
      if (nameOf(one) !== nameOf(part)) return [one]
      return next === null ? [] : [{ ...one, next }]
    }),
  })
}

/** Tells the parts of one folder apart. */
export function nameOf({ before, since }: FolderPart): string {
  return `${before ?? ''}-${since ?? ''}`
}

/**
 * Graph sorts by what is filtered by as well and first, or not at all: by the time received. See
 * https://learn.microsoft.com/graph/api/user-list-messages, on $filter with $orderby.
 */
function filterOf({ before, since }: FolderPart): string {
  const terms = [
    ...(before === null ? [] : [`receivedDateTime lt ${before}`]),
    ...(since === null ? [] : [`receivedDateTime ge ${since}`]),
  ]
  return terms.length === 0 ? '' : `$filter=${encodeURIComponent(terms.join(' and '))}&`
}
