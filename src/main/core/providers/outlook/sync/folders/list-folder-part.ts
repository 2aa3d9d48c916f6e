import type { Message } from '@microsoft/microsoft-graph-types'
import type { Page } from '../../client/parse-page.ts'
import type { FolderPart } from '../sync-cursor.ts'
import { FULL_MESSAGES_PER_PAGE, NEWEST_FIRST } from '../../messages/selected-fields.ts'
import { folderPath } from '../message-delta.ts'
import { updateFolder, type OutlookSyncContext } from '../sync-context.ts'
import { listMessages } from '../../messages/fetch-messages.ts'

/** The next page of whole messages of a part of a folder, newest first. */
export function listFolderPart(
  run: OutlookSyncContext,
  folderId: string,
  part: FolderPart,
): Promise<Page<Message>> {
  const start = `${folderPath(folderId)}/messages`
  const query = `${filterOf(part)}${NEWEST_FIRST}&$top=${FULL_MESSAGES_PER_PAGE}`
  return listMessages(
    run,
    part.next === null ? { start, query } : { link: part.next },
    'background',
  )
}

/** Moves a part on to its next page, or away at its end. */
export function advancePart(
  run: OutlookSyncContext,
  folderId: string,
  part: FolderPart,
  next: string | null,
): void {
  const parts = run.syncCursor.folders[folderId]?.parts ?? []
  updateFolder(run, folderId, {
    parts: parts.flatMap((one) => {
      if (partKey(one) !== partKey(part)) return [one]
      return next === null ? [] : [{ ...one, next }]
    }),
  })
}

/** Tells the parts of one folder apart. */
export function partKey({ before, since }: FolderPart): string {
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
