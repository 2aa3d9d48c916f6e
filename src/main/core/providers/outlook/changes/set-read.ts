import { ProviderError, type ItemOutcome } from '#core/ports/provider.ts'
import type { GraphClient } from '../client/graph-client.ts'
import { messagePath } from '../sync/message-delta.ts'

/**
 * Marks messages read or unread, 20 in a batch, each with its own outcome. Throws only what concerns
 * all of them (sign-in, network, limits).
 */
export async function setRead(
  client: GraphClient,
  providerMessageIds: readonly string[],
  isRead: boolean,
): Promise<ItemOutcome[]> {
  const answers = await client.batch(
    providerMessageIds.map((id) => ({
      method: 'PATCH' as const,
      path: messagePath(id),
      body: { isRead },
    })),
    { intent: 'write', priority: 'user' },
  )
  return providerMessageIds.map((providerMessageId, index) => {
    const answer = answers[index]
    if (answer?.ok === true) return { providerMessageId, ok: true }
    const error =
      answer?.error ?? new ProviderError('server', 'Outlook left out part of an answer.')
    if (error.failure.kind === 'auth') throw error
    return { providerMessageId, ok: false, failure: error.failure }
  })
}
