import type { ReadRepositories, Store } from '#core/ports/store.ts'
import { OperationError } from '#shared/errors.ts'

/** When the store fails; both may be changed while it is in use. */
export interface StoreFaults {
  /** Asked before each transaction: true makes it fail as a full disk does, nothing written. */
  failsWrite: () => boolean
  /** Asked before each read. */
  failsRead: () => boolean
}

/** A real store whose reads and transactions fail when the test says so, before they begin. */
export function createFailingStore(store: Store, faults: StoreFaults): Store {
  return {
    dialect: store.dialect,
    read: withReadFaults(store.read, faults),
    maintenance: store.maintenance,
    schemaVersion: () => store.schemaVersion(),
    async transaction(work) {
      if (faults.failsWrite()) throw databaseError('The disk is full.')
      return store.transaction(work)
    },
    close: () => store.close(),
  }
}

function withReadFaults(read: ReadRepositories, faults: StoreFaults): ReadRepositories {
  return new Proxy(read, {
    get(target, name) {
      const repository: unknown = Reflect.get(target, name)
      if (typeof repository !== 'object' || repository === null) return repository
      return new Proxy(repository, {
        get(object, method) {
          const found: unknown = Reflect.get(object, method)
          if (typeof found !== 'function') return found
          return async (...args: unknown[]): Promise<unknown> => {
            if (faults.failsRead()) throw databaseError('The database could not be read.')
            return (await Reflect.apply(found, object, args)) as unknown
          }
        },
      })
    },
  })
}

function databaseError(message: string): OperationError {
  return new OperationError('database_query_error', message)
}
