import type { MessageRef, SyncStep } from '#core/ports/provider.ts'
import { MAX_BATCH_PARTS } from './batch.ts'
import { fetchParts, fetchRefs, messagePart } from './fetch-messages.ts'
import { listMessages } from './listing.ts'
import { wantedOf } from './reach.ts'
import { fetchOptionsOf, stepOf, type SyncRun } from './session.ts'

const NEWEST_OF_INBOX = 50
const NEWEST_OF_ALL = 300
const SMALL_BATCH = 10

/**
 * First something to read: the newest 50 of the inbox with all there is to them, in one list and
 * one batch; then the newest 300 of the whole account.
 */
export async function* recentMail(run: SyncRun): AsyncGenerator<SyncStep> {
  const { client } = run.session
  const asUser = fetchOptionsOf(run, 'user')
  const inbox = await listMessages(
    client,
    { labelId: 'INBOX', maxResults: NEWEST_OF_INBOX, pageToken: null, since: run.context.since },
    asUser,
  )
  const missingHere = await unknown(run, inbox.refs)
  const first = await fetchRefs(client, missingHere, asUser)
  yield stepOf(run, { phase: 'recent', ...wantedOf(run, first) })

  const options = fetchOptionsOf(run, 'background')
  const all = await listMessages(
    client,
    { maxResults: NEWEST_OF_ALL, pageToken: null, since: run.context.since },
    options,
  )
  const missing = await unknown(run, all.refs)
  const cost = client.costs['messages.get']
  while (missing.length > 0) {
    const wanted = cost * Math.min(missing.length, MAX_BATCH_PARTS)
    // What is left of the first minute is used up, be it less than a whole batch.
    const atLeast = Math.min(wanted, cost * SMALL_BATCH)
    const spend = await client.limiter.acquire(wanted, { ...options, atLeast })
    run.context.onWaiting(null)
    const parts = missing.splice(0, Math.floor(spend.units / cost)).map(messagePart)
    spend.reduceTo(cost * parts.length)
    const fetched = await fetchParts(client, parts, spend, options)
    yield stepOf(run, { phase: 'recent', ...wantedOf(run, fetched) })
  }
}

export async function unknown(run: SyncRun, refs: readonly MessageRef[]): Promise<MessageRef[]> {
  const known = await run.context.known(refs.map((ref) => ref.providerMessageId))
  return refs.filter((ref) => !known.has(ref.providerMessageId))
}
