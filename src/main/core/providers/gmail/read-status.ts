import { ProviderError, type ItemOutcome } from '#core/ports/provider.ts'
import { MAX_BATCH_PARTS } from './batch.ts'
import type { GmailClient } from './client.ts'

/** The most ids messages.batchModify takes. */
const MAX_IDS = 1_000
/** From so many messages on, one batchModify costs less than a modify each. */
const WORTH_A_BATCH = 10

/**
 * Marks messages read or unread. Every message has its own outcome: where Gmail refuses many at
 * once they are told one by one. Throws only what concerns all of them (sign-in, network, quota).
 */
export async function setRead(
  client: GmailClient,
  providerMessageIds: readonly string[],
  isRead: boolean,
): Promise<ItemOutcome[]> {
  const outcomes: ItemOutcome[] = []
  for (let start = 0; start < providerMessageIds.length; start += MAX_IDS) {
    const ids = providerMessageIds.slice(start, start + MAX_IDS)
    const isDone = ids.length >= WORTH_A_BATCH && (await allAtOnce(client, ids, isRead))
    outcomes.push(
      ...(isDone
        ? ids.map((providerMessageId) => ({ providerMessageId, ok: true as const }))
        : await oneByOne(client, ids, isRead)),
    )
  }
  return outcomes
}

async function allAtOnce(
  client: GmailClient,
  ids: readonly string[],
  isRead: boolean,
): Promise<boolean> {
  try {
    await client.call(
      { method: 'messages.batchModify', intent: 'write', priority: 'user' },
      (api, request) =>
        api.users.messages.batchModify(
          { userId: 'me', requestBody: { ids: [...ids], ...labelChange(isRead) } },
          request,
        ),
    )
    return true
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error
    const { kind } = error.failure
    if (kind === 'not_found' || kind === 'rejected') return false
    throw error
  }
}

async function oneByOne(
  client: GmailClient,
  ids: readonly string[],
  isRead: boolean,
): Promise<ItemOutcome[]> {
  const outcomes: ItemOutcome[] = []
  for (let start = 0; start < ids.length; start += MAX_BATCH_PARTS) {
    const asked = ids.slice(start, start + MAX_BATCH_PARTS)
    const units = asked.length * client.costs['messages.modify']
    const spend = await client.limiter.acquire(units, { priority: 'user' })
    const answers = await client.batch(
      asked.map((id) => ({
        verb: 'POST' as const,
        path: `/gmail/v1/users/me/messages/${encodeURIComponent(id)}/modify`,
        body: labelChange(isRead),
      })),
      spend,
      undefined,
    )
    for (const [index, providerMessageId] of asked.entries()) {
      const answer = answers[index]
      if (answer?.ok === true) outcomes.push({ providerMessageId, ok: true })
      else {
        const error =
          answer?.error ?? new ProviderError('server', 'Gmail left out part of an answer.')
        if (error.failure.kind === 'auth') throw error
        outcomes.push({ providerMessageId, ok: false, failure: error.failure })
      }
    }
  }
  return outcomes
}

function labelChange(isRead: boolean): { addLabelIds?: string[]; removeLabelIds?: string[] } {
  return isRead ? { removeLabelIds: ['UNREAD'] } : { addLabelIds: ['UNREAD'] }
}
