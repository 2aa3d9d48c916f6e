import { AsyncLocalStorage } from 'node:async_hooks'

/**
 * Detects a transaction that is opened inside another. Work that was started inside a transaction
 * and outlives it may open one of its own.
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
