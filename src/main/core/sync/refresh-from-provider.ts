import type { ChangedMessages } from '../ports/messages.ts'
import { ProviderError, type MailProvider, type SyncStep } from '../ports/provider.ts'
import type { Store } from '../ports/store.ts'

/**
 * Stores where the provider has these messages now. One that it does not have is left to the next
 * poll. Returns what changed. Throws ProviderError where it cannot be asked.
 */
export async function refreshFromProvider(
  provider: MailProvider,
  store: Store,
  accountId: string,
  providerMessageIds: readonly string[],
): Promise<ChangedMessages> {
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
  if (placements.length === 0) return { ids: [], boxes: [], labelIds: [] }
  return store.transaction(async ({ messages }) => {
    const ids = await messages.applyPlacements(accountId, placements)
    return { ids, ...(await messages.changedLists(accountId)) }
  })
}
