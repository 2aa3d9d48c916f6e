import { ProviderError, type ItemOutcome } from '#core/ports/provider.ts'
import { MAX_BATCH_PARTS } from '../client/batch.ts'
import type { GmailClient } from '../client/gmail-client.ts'

/** The most ids messages.batchModify takes. */
const MAX_BATCH_MODIFY_IDS = 1_000
/** From so many messages on, one batchModify costs less than a modify each. */
const MIN_BATCH_MODIFY_IDS = 10

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
  for (let start = 0; start < providerMessageIds.length; start += MAX_BATCH_MODIFY_IDS) {
    const ids = providerMessageIds.slice(start, start + MAX_BATCH_MODIFY_IDS)
    const isDone = ids.length >= MIN_BATCH_MODIFY_IDS && (await batchModify(client, ids, isRead))
    outcomes.push(
      ...(isDone
        ? ids.map((providerMessageId) => ({ providerMessageId, ok: true as const }))
        : await modifyEach(client, ids, isRead)),
    )
  }
  return outcomes
}

async function batchModify(
  client: GmailClient,
  ids: readonly string[],
  isRead: boolean,
): Promise<boolean> {
  try {
    await client.call(
      { method: 'messages.batchModify', intent: 'write', priority: 'user' },
      (api, request) =>
        api.users.messages.batchModify(
          { userId: 'me', requestBody: { ids: [...ids], ...labelChangeFor(isRead) } },
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

async function modifyEach(
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
        body: labelChangeFor(isRead),
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

function labelChangeFor(isRead: boolean): { addLabelIds?: string[]; removeLabelIds?: string[] } {
  return isRead ? { removeLabelIds: ['UNREAD'] } : { addLabelIds: ['UNREAD'] }
}
