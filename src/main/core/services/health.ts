import { OperationError } from '#shared/errors.ts'
import type { HandlersOf } from '../ports/handlers.ts'
import type { Store } from '../ports/store.ts'

export function healthService(store: Store, version: string): HandlersOf<'health'> {
  return {
    'health.get': async () => {
      const schemaVersion = await store.schemaVersion().catch((error: unknown) => {
        throw new OperationError(
          'database_connection_error',
          'The database does not answer. MailManager works again once it does.',
          { down: ['database'], database: store.dialect, version },
          error,
        )
      })
      return { status: 'ok', version, database: store.dialect, schemaVersion }
    },
  }
}
