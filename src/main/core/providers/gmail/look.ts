import type { Box } from '#shared/contract/vocabulary.ts'
import type { SyncStep } from '#core/ports/provider.ts'
import { changesSince } from './changes.ts'
import { fetchRefs } from './fetch-messages.ts'
import { listMessages } from './listing.ts'
import { wantedOf } from './reach.ts'
import { unknown } from './recent.ts'
import { fetchOptionsOf, stepOf, type SyncRun } from './session.ts'

const NEWEST = 50

/** The label that lists a box; null where the newest mail of all, which comes first, lists it. */
const LABEL_OF: Readonly<Record<Box, string | null>> = {
  ALL_MAIL: null,
  ARCHIVE: null,
  INBOX: 'INBOX',
  SENT: 'SENT',
  SPAM: 'SPAM',
  TRASH: 'TRASH',
  STARRED: 'STARRED',
}

/** What a long sync does in between: what changed, then the newest mail of boxes on the screen. */
export async function* lookAround(run: SyncRun): AsyncGenerator<SyncStep> {
  yield* changesSince(run)
  for (const box of run.context.takeWanted()) {
    const labelId = LABEL_OF[box]
    if (labelId !== null) yield* newestUnder(run, labelId)
  }
}

async function* newestUnder(run: SyncRun, labelId: string): AsyncGenerator<SyncStep> {
  const options = fetchOptionsOf(run, 'user')
  const { client } = run.session
  const { since } = run.context
  const query = { labelId, maxResults: NEWEST, pageToken: null, since }
  const { refs } = await listMessages(client, query, options)
  const missing = await unknown(run, refs)
  if (missing.length === 0) return
  const fetched = await fetchRefs(client, missing, options)
  const phase = run.checkpoint.phase === 'inventory' ? 'inventory' : 'backfill'
  yield stepOf(run, { phase, ...wantedOf(run, fetched) })
}
