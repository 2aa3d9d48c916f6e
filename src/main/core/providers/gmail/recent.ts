import type { MessageRef, SyncStep } from '#core/ports/provider.ts'
import { MAX_BATCH_PARTS } from './batch.ts'
import { fetchRefs } from './fetch-messages.ts'
import { listMessages } from './listing.ts'
import { fetchOptionsOf, stepOf, type SyncRun } from './session.ts'

const NEWEST_OF_INBOX = 50
const NEWEST_OF_ALL = 300

/**
 * First something to read: the newest 50 of the inbox with all there is to them, in one list and
 * one batch; then the newest 300 of the whole account.
 */
export async function* recentMail(run: SyncRun): AsyncGenerator<SyncStep> {
  const { client } = run.session
  const asUser = fetchOptionsOf(run, 'user')
  const inbox = await listMessages(
    client,
    { labelId: 'INBOX', maxResults: NEWEST_OF_INBOX, pageToken: null },
    asUser,
  )
  yield await fetchStep(run, inbox.refs, 'user')

  const options = fetchOptionsOf(run, 'background')
  const all = await listMessages(client, { maxResults: NEWEST_OF_ALL, pageToken: null }, options)
  const missing = await unknown(run, all.refs)
  for (let start = 0; start < missing.length; start += MAX_BATCH_PARTS) {
    yield await fetchStep(run, missing.slice(start, start + MAX_BATCH_PARTS), 'background')
  }
}

async function fetchStep(
  run: SyncRun,
  refs: readonly MessageRef[],
  priority: 'user' | 'background',
): Promise<SyncStep> {
  const missing = await unknown(run, refs)
  const fetched = await fetchRefs(run.session.client, missing, fetchOptionsOf(run, priority))
  run.context.onWaiting(null)
  return stepOf(run, {
    phase: 'recent',
    upserts: fetched.messages,
    failures: fetched.failures,
  })
}

async function unknown(run: SyncRun, refs: readonly MessageRef[]): Promise<MessageRef[]> {
  const known = await run.context.known(refs.map((ref) => ref.providerMessageId))
  return refs.filter((ref) => !known.has(ref.providerMessageId))
}
