import type { Box } from '#shared/contract/vocabulary.ts'
import type { SyncStep } from '#core/ports/provider.ts'
import type { OutlookCheckpoint } from './sync-cursor.ts'
import { NEWEST_FIRST } from '../messages/selected-fields.ts'
import { folderPath } from './message-delta.ts'
import { partitionBySyncWindow } from './sync-window.ts'
import { stepOf, type OutlookSyncContext } from './sync-context.ts'
import { convertAll, listWhole } from '../messages/fetch-messages.ts'

const NEWEST = 50

/** The folder that makes a box; null where no single one does. */
const FOLDER_OF: Readonly<Record<Box, keyof OutlookCheckpoint['wellKnown'] | null>> = {
  ALL_MAIL: null,
  ARCHIVE: null,
  STARRED: null,
  INBOX: 'inbox',
  SENT: 'sent',
  SPAM: 'junk',
  TRASH: 'trash',
}

/** The newest mail of boxes that somebody looks at, ahead of everything else. */
export async function* fetchViewedBoxes(run: OutlookSyncContext): AsyncGenerator<SyncStep> {
  for (const box of run.context.takeViewedBoxes()) {
    const role = FOLDER_OF[box]
    const folderId = role === null ? undefined : run.checkpoint.wellKnown[role]
    if (folderId === undefined) continue
    const list = {
      start: `${folderPath(folderId)}/messages`,
      query: `${NEWEST_FIRST}&$top=${NEWEST}`,
    }
    const { items } = await listWhole(run, list, 'user')
    const { messages, failures } = await convertAll(run, items, 'user')
    const { wanted } = partitionBySyncWindow(run, messages)
    yield stepOf(run, { phase: 'backfill', upserts: wanted, failures })
  }
}
