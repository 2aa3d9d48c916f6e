import type { Box } from '#shared/contract/enums.ts'
import type { SyncStep } from '#core/ports/provider.ts'
import { incrementalSync } from './incremental-sync.ts'
import { fetchMessages } from '../messages/fetch-messages.ts'
import { listMessages } from '../messages/list-messages.ts'
import { applySyncWindow } from './sync-window.ts'
import { filterNotStored } from './newest-messages.ts'
import { fetchOptionsOf, createStep, type GmailSyncContext } from './sync-context.ts'

const NEWEST_COUNT = 50

/** The label of a box; null where the account's newest messages, fetched first, already show it. */
const LABEL_OF_BOX: Readonly<Record<Box, string | null>> = {
  ALL_MAIL: null,
  ARCHIVE: null,
  INBOX: 'INBOX',
  SENT: 'SENT',
  SPAM: 'SPAM',
  TRASH: 'TRASH',
  STARRED: 'STARRED',
}

/** What runs between the steps of a long sync: a poll, then the newest mail of viewed boxes. */
export async function* poll(run: GmailSyncContext): AsyncGenerator<SyncStep> {
  yield* incrementalSync(run)
  for (const box of run.context.takeViewedBoxes()) {
    const labelId = LABEL_OF_BOX[box]
    if (labelId !== null) yield* fetchNewestWithLabel(run, labelId)
  }
}

async function* fetchNewestWithLabel(
  run: GmailSyncContext,
  labelId: string,
): AsyncGenerator<SyncStep> {
  const options = fetchOptionsOf(run, 'user')
  const { client } = run.session
  const { since } = run.context
  const query = { labelId, maxResults: NEWEST_COUNT, pageToken: null, since }
  const { refs } = await listMessages(client, query, options)
  const missing = await filterNotStored(run, refs)
  if (missing.length === 0) return
  const fetched = await fetchMessages(client, missing, options)
  const phase = run.syncCursor.phase === 'inventory' ? 'inventory' : 'backfill'
  yield createStep(run, { phase, ...applySyncWindow(run, fetched) })
}
