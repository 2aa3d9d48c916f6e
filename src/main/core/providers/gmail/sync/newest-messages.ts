import type { MessageRef, SyncStep } from '#core/ports/provider.ts'
import { MAX_BATCH_PARTS } from '../client/batch.ts'
import { fetchBatch, fetchMessages, messagePart } from '../messages/fetch-messages.ts'
import { listMessages } from '../messages/list-messages.ts'
import { applySyncWindow } from './sync-window.ts'
import { fetchOptionsOf, createStep, type GmailSyncContext } from './sync-context.ts'

const NEWEST_IN_INBOX = 50
const NEWEST_IN_ACCOUNT = 300
const MIN_BATCH_PARTS = 10

/**
 * Fetches the newest 50 messages of the inbox in full, with one list and one batch, so that mail
 * shows soon; then the newest 300 of the whole account.
 */
export async function* syncNewestMessages(run: GmailSyncContext): AsyncGenerator<SyncStep> {
  const { client } = run.session
  const asUser = fetchOptionsOf(run, 'user')
  const inbox = await listMessages(
    client,
    { labelId: 'INBOX', maxResults: NEWEST_IN_INBOX, pageToken: null, since: run.context.since },
    asUser,
  )
  const missingHere = await filterNotStored(run, inbox.refs)
  const first = await fetchMessages(client, missingHere, asUser)
  yield createStep(run, { phase: 'recent', ...applySyncWindow(run, first) })

  const options = fetchOptionsOf(run, 'background')
  const all = await listMessages(
    client,
    { maxResults: NEWEST_IN_ACCOUNT, pageToken: null, since: run.context.since },
    options,
  )
  const missing = await filterNotStored(run, all.refs)
  const cost = client.costs['messages.get']
  while (missing.length > 0) {
    const wanted = cost * Math.min(missing.length, MAX_BATCH_PARTS)
    // Accept a smaller batch, so that the first minute's quota is used up.
    const atLeast = Math.min(wanted, cost * MIN_BATCH_PARTS)
    const spend = await client.limiter.acquire(wanted, { ...options, atLeast })
    run.context.onWaiting(null)
    const parts = missing.splice(0, Math.floor(spend.units / cost)).map(messagePart)
    spend.reduceTo(cost * parts.length)
    const fetched = await fetchBatch(client, parts, spend, options)
    yield createStep(run, { phase: 'recent', ...applySyncWindow(run, fetched) })
  }
}

export async function filterNotStored(
  run: GmailSyncContext,
  refs: readonly MessageRef[],
): Promise<MessageRef[]> {
  const known = await run.context.knownIds(refs.map((ref) => ref.providerMessageId))
  return refs.filter((ref) => !known.has(ref.providerMessageId))
}
