export interface SyncPassResult {
  /** Messages that changed here since the last caller was resolved. */
  emailsSynced: number
  cursor: string | null
}

/**
 * Callers of `syncNow`. Each is resolved by a pass, or a poll inside a long one, that began after the
 * call: one that was under way already may have read too early to see the latest change.
 */
export interface SyncPassWaiters {
  join(): Promise<SyncPassResult>
  /** A pass, or a poll inside a long one, begins: its end resolves those who have joined by now. */
  startPass(): void
  /** Adds to the number that the next caller gets. */
  countChanges(changes: number): void
  /** Resolves those who joined before the pass began that now ends. */
  resolveCurrent: (cursor: string | null) => void
  /** Resolves everybody: there is mail to read, which is what a first sync is waited for. */
  resolveAll: (cursor: string | null) => void
  rejectAll(error: unknown): void
  isEmpty(): boolean
}

export function createSyncPassWaiters(): SyncPassWaiters {
  let begun: PromiseWithResolvers<SyncPassResult>[] = []
  let joined: PromiseWithResolvers<SyncPassResult>[] = []
  let unreported = 0
  const resolve = (waiters: typeof begun, cursor: string | null): void => {
    for (const waiter of waiters) waiter.resolve({ emailsSynced: unreported, cursor })
    if (waiters.length > 0) unreported = 0
  }
  const takeBegun = (): typeof begun => {
    const taken = begun
    begun = []
    return taken
  }
  const takeAll = (): typeof begun => {
    const taken = [...takeBegun(), ...joined]
    joined = []
    return taken
  }
  return {
    join() {
      const waiter = Promise.withResolvers<SyncPassResult>()
      joined.push(waiter)
      return waiter.promise
    },
    startPass() {
      begun = takeAll()
    },
    countChanges(changes) {
      unreported += changes
    },
    resolveCurrent: (cursor) => resolve(takeBegun(), cursor),
    resolveAll: (cursor) => resolve(takeAll(), cursor),
    rejectAll(error) {
      for (const waiter of takeAll()) waiter.reject(error)
    },
    isEmpty: () => begun.length + joined.length === 0,
  }
}
