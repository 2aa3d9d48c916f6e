import type { Box } from '#shared/contract/enums.ts'
import type { SyncStep } from '#core/ports/provider.ts'
import type { OutlookSyncCursor } from './sync-cursor.ts'
import { NEWEST_FIRST } from '../messages/selected-fields.ts'
import { folderPath } from './message-delta.ts'
import { partitionBySyncWindow } from './sync-window.ts'
import { createStep, type OutlookSyncContext } from './sync-context.ts'
import { convertMessages, listMessages } from '../messages/fetch-messages.ts'

const NEWEST_COUNT = 50

/** The folder that a box shows; null where the box is not one folder. */
const FOLDER_OF_BOX: Readonly<Record<Box, keyof OutlookSyncCursor['wellKnown'] | null>> = {
  ALL_MAIL: null,
  ARCHIVE: null,
  STARRED: null,
  INBOX: 'inbox',
  SENT: 'sent',
  SPAM: 'junk',
  TRASH: 'trash',
}

/** Fetches the newest messages of the boxes that a client views, with the priority of a user. */
export async function* fetchViewedBoxes(run: OutlookSyncContext): AsyncGenerator<SyncStep> {
  for (const box of run.context.takeViewedBoxes()) {
    const role = FOLDER_OF_BOX[box]
    const folderId = role === null ? undefined : run.syncCursor.wellKnown[role]
    if (folderId === undefined) continue
    const list = {
      start: `${folderPath(folderId)}/messages`,
      query: `${NEWEST_FIRST}&$top=${NEWEST_COUNT}`,
    }
    const { items } = await listMessages(run, list, 'user')
    const { messages, failures } = await convertMessages(run, items, 'user')
    const { wanted } = partitionBySyncWindow(run, messages)
    yield createStep(run, { phase: 'backfill', upserts: wanted, failures })
  }
}
