export interface RoundResult {
  /** Messages that changed here since a caller was last told, in whichever round. */
  emailsSynced: number
  cursor: string | null
}

/** Callers of `syncNow` until the round they joined has ended. */
export interface RoundWaiters {
  join(): Promise<RoundResult>
  /** So many messages changed; the next caller to be answered is told. */
  count(changes: number): void
  resolveAll(cursor: string | null): void
  rejectAll(error: unknown): void
  isEmpty(): boolean
}

export function createRoundWaiters(): RoundWaiters {
  let waiters: PromiseWithResolvers<RoundResult>[] = []
  let untold = 0
  const take = (): typeof waiters => {
    const taken = waiters
    waiters = []
    return taken
  }
  return {
    join() {
      const waiter = Promise.withResolvers<RoundResult>()
      waiters.push(waiter)
      return waiter.promise
    },
    count(changes) {
      untold += changes
    },
    resolveAll(cursor) {
      const told = take()
      for (const waiter of told) waiter.resolve({ emailsSynced: untold, cursor })
      if (told.length > 0) untold = 0
    },
    rejectAll(error) {
      for (const waiter of take()) waiter.reject(error)
    },
    isEmpty: () => waiters.length === 0,
  }
}
