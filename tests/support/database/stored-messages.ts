import type { Placement } from '#core/ports/messages.ts'
import type { Store } from '#core/ports/store.ts'

const CHUNK = 1_000

/** The placement of every stored message of an account, by the provider's id. */
export async function storedPlacements(
  store: Pick<Store, 'read'>,
  accountId: string,
): Promise<Map<string, Placement>> {
  const all = new Map<string, Placement>()
  for (let afterId: string | null = null; ;) {
    const chunk = await store.read.messages.placementsAfter(accountId, afterId, CHUNK)
    for (const { providerMessageId, placement } of chunk) all.set(providerMessageId, placement)
    afterId = chunk.at(-1)?.providerMessageId ?? null
    if (chunk.length < CHUNK) return all
  }
}

/** The provider's ids of every stored message of an account. */
export async function storedIds(
  store: Pick<Store, 'read'>,
  accountId: string,
): Promise<Set<string>> {
  return new Set((await storedPlacements(store, accountId)).keys())
}
