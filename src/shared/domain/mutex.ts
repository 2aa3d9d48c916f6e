/** Runs `work` when all that came before it has ended, and resolves with its result. */
export type Mutex = <T>(work: () => Promise<T>) => Promise<T>

/** Runs pieces of work one after another, in the order they came, whether or not they succeed. */
export function createMutex(): Mutex {
  let last: Promise<unknown> = Promise.resolve()
  return (work) => {
    const turn = last.then(work)
    last = turn.catch(() => undefined)
    return turn
  }
}
