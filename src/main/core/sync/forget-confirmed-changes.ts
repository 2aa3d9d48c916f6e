import type { ChangedMessages } from '../ports/messages.ts'
import type { PendingChangeRow } from '../ports/pending-changes.ts'
import { ProviderError, type MailProvider, type SyncStep } from '../ports/provider.ts'
import type { Store } from '../ports/store.ts'

/** Messages read again before one pass; what is left waits for the next. */
const READ_AGAIN_AT_ONCE = 50

/**
 * To be called when a pass begins. Changes that the provider accepted before now are part of
 * everything that this pass reads, so they need not be laid over it any more.
 *
 * Where an earlier pass reported such a message otherwise, nothing tells whether that report was from
 * before the change or from after a later change made elsewhere; in the second case the provider will
 * not report it again. So the message itself is read again. Returns what changed.
 */
export async function forgetConfirmedChanges(
  store: Store,
  provider: MailProvider,
  accountId: string,
  now: number,
): Promise<ChangedMessages> {
  if (!(await store.read.pendingChanges.hasConfirming(accountId))) return NOTHING
  const contradicted = await store.read.pendingChanges.listContradicted(
    accountId,
    now,
    READ_AGAIN_AT_ONCE,
  )
  const { placements, settled } = await readAgain(provider, contradicted)
  return store.transaction(async ({ pendingChanges, messages }) => {
    await pendingChanges.deleteConfirmed(accountId, now)
    await pendingChanges.delete(settled)
    const ids = await messages.applyPlacements(accountId, placements)
    return ids.length === 0 ? NOTHING : { ids, ...(await messages.changedLists(accountId)) }
  })
}

const NOTHING: ChangedMessages = { ids: [], boxes: [], labelIds: [] }

async function readAgain(
  provider: MailProvider,
  changes: readonly PendingChangeRow[],
): Promise<{ placements: SyncStep['placements']; settled: string[] }> {
  const placements: SyncStep['placements'] = []
  const settled: string[] = []
  for (const [providerMessageId, ofMessage] of Map.groupBy(
    changes,
    (row) => row.providerMessageId,
  )) {
    const ids = ofMessage.map(({ id }) => id)
    try {
      const ref = { providerMessageId, providerThreadId: providerMessageId }
      const { placement } = await provider.fetchMessage(ref)
      placements.push({ providerMessageId, placement })
      settled.push(...ids)
    } catch (error) {
      if (!(error instanceof ProviderError)) throw error
      // A message that is gone is removed by the poll. One that cannot be read stays as it is shown.
      if (error.failure.kind === 'not_found') settled.push(...ids)
      if (ENDS_READING.has(error.failure.kind)) break
    }
  }
  return { placements, settled }
}

/** Failures that the next message would meet as well. */
const ENDS_READING: ReadonlySet<string> = new Set(['auth', 'offline', 'throttled'])
