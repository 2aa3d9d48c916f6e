import { isDeepStrictEqual } from 'node:util'
import type { AccountRow } from '../ports/accounts.ts'
import type { ChangedMessages } from '../ports/messages.ts'
import type { SyncStep } from '../ports/provider.ts'
import type { Store } from '../ports/store.ts'

/**
 * Stores a step with its checkpoint in one transaction; what is the same already is not written.
 * Returns what changed.
 */
export async function commitStep(
  store: Store,
  account: AccountRow,
  step: SyncStep,
  now: number,
): Promise<ChangedMessages> {
  const { id } = account
  return store.transaction(async ({ messages, sync, accounts }) => {
    // Deletions first: a move can appear as the same id gone and there again.
    const changed = await messages.deleteByProviderId(id, step.deletions)
    const { bodiesSince } = account
    changed.push(...(await messages.upsert(id, step.upserts, { bodiesSince })))
    changed.push(...(await messages.applyPlacements(id, step.placements)))
    await sync.removeBacklog(id, [
      ...step.deletions,
      ...step.upserts.map((message) => message.providerMessageId),
    ])
    await sync.addBacklog(id, [...step.discovered, ...step.failures.map(({ ref }) => ref)])
    if (step.labels && !isDeepStrictEqual(step.labels, await sync.listLabels(id))) {
      await sync.saveLabels(id, step.labels)
    }
    const before = await sync.findState(id)
    const state = {
      accountId: id,
      checkpoint: step.syncCursor,
      isComplete: step.phase === 'incremental' && before?.isComplete === true,
      total: step.total ?? before?.total ?? null,
    }
    if (!isDeepStrictEqual(state, before)) await sync.saveState(state)
    if (changed.length > 0) await accounts.update(id, { lastSyncedAt: now })
    return { ids: changed, ...(await messages.changedLists(id)) }
  })
}
