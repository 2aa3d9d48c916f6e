import type { MailProvider } from '#core/ports/provider.ts'
import type { Store } from '#core/ports/store.ts'

/** A process that stops between two of its steps: from then on nothing that it asks is answered. */
export interface SuspendedProcess {
  /** Stops it. */
  suspend(): void
  /** Resolves once it has stopped. */
  suspended: Promise<void>
  /** Lets it go on where it stopped, as a computer that wakes up does. */
  resume(): void
  store(store: Store): Store
  /** Stops the process before the call reaches the provider, or after it was carried out there. */
  provider(provider: MailProvider, stop?: StopAt): MailProvider
}

export interface StopAt {
  method: keyof MailProvider
  when: 'before' | 'after'
}

export function createSuspendedProcess(): SuspendedProcess {
  const stopped = Promise.withResolvers<undefined>()
  const resumed = Promise.withResolvers<undefined>()
  let isSuspended = false

  function suspend(): void {
    isSuspended = true
    stopped.resolve(undefined)
  }

  async function step<T>(work: () => Promise<T>): Promise<T> {
    if (isSuspended) await resumed.promise
    const result = await work()
    // Work that was under way is done, but the process does not hear of it.
    if (isSuspended) await resumed.promise
    return result
  }

  /** The same object, with each of its methods as a step of the process. */
  function inSteps<T extends object>(object: T, stop?: { method: unknown; when: string }): T {
    return new Proxy(object, {
      get(target, name) {
        const found: unknown = Reflect.get(target, name)
        if (typeof found !== 'function') return found
        return async (...args: unknown[]): Promise<unknown> => {
          const isStop = stop?.method === name
          if (isStop && stop.when === 'before') suspend()
          return step(async () => {
            const result = (await Reflect.apply(found, target, args)) as unknown
            if (isStop && stop.when === 'after') suspend()
            return result
          })
        }
      },
    })
  }

  return {
    suspend,
    suspended: stopped.promise,
    resume() {
      isSuspended = false
      resumed.resolve(undefined)
    },
    store: (store) => ({
      ...store,
      read: new Proxy(store.read, {
        get(target, name) {
          const repository: unknown = Reflect.get(target, name)
          return typeof repository === 'object' && repository !== null
            ? inSteps(repository)
            : repository
        },
      }),
      transaction: (work) => step(() => store.transaction(work)),
    }),
    provider: (provider, stop) => inSteps(provider, stop),
  }
}
