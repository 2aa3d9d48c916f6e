import type { StoredPlacement } from '../ports/messages.ts'
import type { Store } from '../ports/store.ts'

const CHUNK = 1_000

/** Reads the placements of an account's stored messages a thousand at a time, by keyset. */
export async function* streamPlacements(
  store: Pick<Store, 'read'>,
  accountId: string,
): AsyncGenerator<StoredPlacement[]> {
  let afterId: string | null = null
  do {
    const chunk: StoredPlacement[] = await store.read.messages.placementsAfter(
      accountId,
      afterId,
      CHUNK,
    )
    if (chunk.length > 0) yield chunk
    afterId = chunk.length < CHUNK ? null : (chunk.at(-1)?.providerMessageId ?? null)
  } while (afterId !== null)
}
