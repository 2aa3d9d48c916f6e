import type { Box } from '#shared/contract/vocabulary.ts'
import type { SyncStep } from '#core/ports/provider.ts'
import type { OutlookCheckpoint } from './checkpoint.ts'
import { NEWEST_FIRST } from './fields.ts'
import { folderPath } from './pages.ts'
import { byReach } from './reach.ts'
import { stepOf, type SyncRun } from './session.ts'
import { convertAll, listWhole } from './whole.ts'

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
export async function* newestWanted(run: SyncRun): AsyncGenerator<SyncStep> {
  for (const box of run.context.takeWanted()) {
    const role = FOLDER_OF[box]
    const folderId = role === null ? undefined : run.checkpoint.wellKnown[role]
    if (folderId === undefined) continue
    const list = {
      start: `${folderPath(folderId)}/messages`,
      query: `${NEWEST_FIRST}&$top=${NEWEST}`,
    }
    const { items } = await listWhole(run, list, 'user')
    const { wanted } = byReach(run, await convertAll(run, items, 'user'))
    yield stepOf(run, { phase: 'backfill', upserts: wanted })
  }
}
