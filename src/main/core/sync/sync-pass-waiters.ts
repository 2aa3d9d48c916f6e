export interface SyncPassResult {
  /** Messages that changed here since a caller was last told, in whichever round. */
  emailsSynced: number
  cursor: string | null
}

/**
 * Callers of `syncNow` until a round has ended that began after they asked: one under way may have
 * read already what changed since.
 */
export interface SyncPassWaiters {
  join(): Promise<SyncPassResult>
  /** A round, or a look inside a long one, begins: who has joined by now is answered by it. */
  startPass(): void
  /** So many messages changed; the next caller to be answered is told. */
  countChanges(changes: number): void
  /** Answers those whose round has ended. */
  resolveCurrent: (cursor: string | null) => void
  /** Answers everybody: there is something to read, which is what a first sync is asked for. */
  resolveAll: (cursor: string | null) => void
  rejectAll(error: unknown): void
  isEmpty(): boolean
}

export function createSyncPassWaiters(): SyncPassWaiters {
  let begun: PromiseWithResolvers<SyncPassResult>[] = []
  let joined: PromiseWithResolvers<SyncPassResult>[] = []
  let untold = 0
  const resolve = (told: typeof begun, cursor: string | null): void => {
    for (const waiter of told) waiter.resolve({ emailsSynced: untold, cursor })
    if (told.length > 0) untold = 0
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
      untold += changes
    },
    resolveCurrent: (cursor) => resolve(takeBegun(), cursor),
    resolveAll: (cursor) => resolve(takeAll(), cursor),
    rejectAll(error) {
      for (const waiter of takeAll()) waiter.reject(error)
    },
    isEmpty: () => begun.length + joined.length === 0,
  }
}
