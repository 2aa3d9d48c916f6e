import type { Message } from '@microsoft/microsoft-graph-types'
import type { Page } from '../../client/parse-page.ts'
import type { FolderPart } from '../sync-cursor.ts'
import { FULL_MESSAGES_PER_PAGE, NEWEST_FIRST } from '../../messages/selected-fields.ts'
import { folderPath } from '../message-delta.ts'
import { updateFolder, type OutlookSyncContext } from '../sync-context.ts'
import { listMessages } from '../../messages/fetch-messages.ts'

/** Fetches the next page of full messages of a part of a folder, newest first. */
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

/** Stores the link to a part's next page, or removes the part after its last page. */
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

/** A key that is unique among the parts of one folder. */
export function partKey({ before, since }: FolderPart): string {
  return `${before ?? ''}-${since ?? ''}`
}

/**
 * The filter of a part, on `receivedDateTime` only: Graph wants every property of $orderby in $filter
 * too, first and in the same order. See https://learn.microsoft.com/graph/api/user-list-messages.
 */
function filterOf({ before, since }: FolderPart): string {
  const terms = [
    ...(before === null ? [] : [`receivedDateTime lt ${before}`]),
    ...(since === null ? [] : [`receivedDateTime ge ${since}`]),
  ]
  return terms.length === 0 ? '' : `$filter=${encodeURIComponent(terms.join(' and '))}&`
}
