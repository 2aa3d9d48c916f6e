import type { Placement } from '#core/ports/messages.ts'
import type { MessageRef, SyncContext, SyncStep } from '#core/ports/provider.ts'

export interface MemorySyncContext {
  context: SyncContext
  /** Takes a step over, as the engine commits it. */
  commit(step: SyncStep): void
  /** The ids of the stored messages. */
  stored: () => string[]
  backlogSize(): number
}

/** What a sync reads from the store, kept in memory: for tests of the adapters' timing. */
export function createMemorySyncContext(
  options: Pick<SyncContext, 'signal' | 'nextPoll'>,
): MemorySyncContext {
  const stored = new Map<string, Placement>()
  /** By thread, so that whole threads are given out together. */
  const backlog = new Map<string, Map<string, MessageRef>>()
  const backlogSize = (): number => [...backlog.values()].reduce((sum, refs) => sum + refs.size, 0)
  const removeFromBacklog = (id: string, threadId: string): void => {
    const refs = backlog.get(threadId)
    refs?.delete(id)
    if (refs?.size === 0) backlog.delete(threadId)
  }

  return {
    stored: () => [...stored.keys()],
    backlogSize,
    commit({ upserts, placements, deletions, discovered }) {
      for (const { providerMessageId, providerThreadId, placement } of upserts) {
        stored.set(providerMessageId, placement)
        removeFromBacklog(providerMessageId, providerThreadId)
      }
      for (const { providerMessageId, placement } of placements) {
        if (stored.has(providerMessageId)) stored.set(providerMessageId, placement)
      }
      for (const id of deletions) {
        stored.delete(id)
        for (const threadId of backlog.keys()) removeFromBacklog(id, threadId)
      }
      for (const ref of discovered) {
        if (stored.has(ref.providerMessageId)) continue
        const refs = backlog.get(ref.providerThreadId) ?? new Map<string, MessageRef>()
        refs.set(ref.providerMessageId, ref)
        backlog.set(ref.providerThreadId, refs)
      }
    },
    context: {
      ...options,
      syncCursor: null,
      since: null,
      nextBacklog(limit) {
        const refs: MessageRef[] = []
        for (const thread of backlog.values()) {
          if (refs.length >= limit) break
          refs.push(...thread.values())
        }
        return Promise.resolve(refs)
      },
      knownIds: (ids) => Promise.resolve(new Set(ids.filter((id) => stored.has(id)))),
      hasStoredMessages: () => Promise.resolve(stored.size > 0),
      async *storedPlacements() {
        for (const [providerMessageId, placement] of stored) {
          yield await Promise.resolve([{ providerMessageId, placement }])
        }
      },
      takeViewedBoxes: () => [],
      labels: () => Promise.resolve([]),
      onWaiting: () => undefined,
      onIncomplete: () => undefined,
    },
  }
}
