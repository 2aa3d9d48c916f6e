import type { HandlersOf } from '../ports/handlers.ts'
import type { Store } from '../ports/store.ts'

export function healthService(store: Store, version: string): HandlersOf<'health'> {
  return {
    'health.get': async () => ({
      status: 'ok',
      version,
      database: store.dialect,
      schemaVersion: await store.schemaVersion(),
    }),
  }
}
