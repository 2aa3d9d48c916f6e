export interface RoundResult {
  emailsSynced: number
  cursor: string | null
}

/** Callers of `syncNow` until the round they joined has ended. */
export interface RoundWaiters {
  join(): Promise<RoundResult>
  /** So many messages changed; counted for everyone who waits. */
  count(changes: number): void
  resolveAll(cursor: string | null): void
  rejectAll(error: unknown): void
  isEmpty(): boolean
}

export function createRoundWaiters(): RoundWaiters {
  let waiters: { changes: number; promise: PromiseWithResolvers<RoundResult> }[] = []
  const take = (): typeof waiters => {
    const taken = waiters
    waiters = []
    return taken
  }
  return {
    join() {
      const promise = Promise.withResolvers<RoundResult>()
      waiters.push({ changes: 0, promise })
      return promise.promise
    },
    count(changes) {
      for (const waiter of waiters) waiter.changes += changes
    },
    resolveAll(cursor) {
      for (const { changes, promise } of take()) promise.resolve({ emailsSynced: changes, cursor })
    },
    rejectAll(error) {
      for (const { promise } of take()) promise.reject(error)
    },
    isEmpty: () => waiters.length === 0,
  }
}
