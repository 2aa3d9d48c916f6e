import { OperationError } from '#shared/errors.ts'
import type { HandlersOf } from '../ports/handlers.ts'
import type { DatabaseHealth } from '../ports/integrity.ts'
import type { Store } from '../ports/store.ts'

/** Whether the database answers, and whether it is damaged. */
export function healthService(
  store: Store,
  version: string,
  health: Pick<DatabaseHealth, 'current'>,
): HandlersOf<'health'> {
  return {
    'health.get': async () => {
      const schemaVersion = await store.schemaVersion().catch((error: unknown) => {
        if (error instanceof OperationError && error.code === 'database_damaged') return null
        throw new OperationError(
          'database_connection_error',
          'The database does not answer. MailManager works again once it does.',
          { down: ['database'], database: store.dialect, version },
          error,
        )
      })
      const { state } = health.current()
      const isDamaged = schemaVersion === null || state === 'suspected' || state === 'damaged'
      return {
        status: isDamaged ? 'damaged' : 'ok',
        version,
        database: store.dialect,
        schemaVersion,
      }
    },
  }
}
