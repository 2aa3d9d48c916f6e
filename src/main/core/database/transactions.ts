import { AsyncLocalStorage } from 'node:async_hooks'

/**
 * Tells a transaction opened inside another apart from one that only comes later: the mark stops
 * counting when its transaction ends, even for work that was started inside and outlives it.
 */
export class NestingGuard {
  readonly #running = new AsyncLocalStorage<{ active: boolean }>()

  /** Runs `work` as one transaction. Throws where it is called from within another. */
  async run<T>(work: () => Promise<T>): Promise<T> {
    if (this.#running.getStore()?.active === true) {
      throw new Error(
        'A transaction was opened inside another; pass the repositories along instead',
      )
    }
    const mark = { active: true }
    try {
      return await this.#running.run(mark, work)
    } finally {
      mark.active = false
    }
  }
}

/** Runs pieces of work one at a time, first come first served. */
export class FirstInFirstOut {
  #tail: Promise<unknown> = Promise.resolve()

  /** Answers what `work` answers, once everything queued before has ended. */
  run<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#tail.then(work, work)
    this.#tail = result.catch(() => undefined)
    return result
  }
}
