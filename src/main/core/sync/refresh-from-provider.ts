import { ProviderError, type MailProvider, type SyncStep } from '../ports/provider.ts'
import type { Store } from '../ports/store.ts'

/**
 * Shows messages where the provider has them now. One it does not have is left to the next look.
 * Answers our ids of what changed. Throws ProviderError where it cannot be asked.
 */
export async function refreshFromProvider(
  provider: MailProvider,
  store: Store,
  accountId: string,
  providerMessageIds: readonly string[],
): Promise<number[]> {
  const placements: SyncStep['placements'] = []
  for (const providerMessageId of providerMessageIds) {
    try {
      const ref = { providerMessageId, providerThreadId: providerMessageId }
      const { placement } = await provider.fetchMessage(ref)
      placements.push({ providerMessageId, placement })
    } catch (error) {
      const isGone = error instanceof ProviderError && error.failure.kind === 'not_found'
      if (!isGone) throw error
    }
  }
  if (placements.length === 0) return []
  return store.transaction(({ messages }) => messages.applyPlacements(accountId, placements))
}
