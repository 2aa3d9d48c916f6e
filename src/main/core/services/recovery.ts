import { OperationError } from '#shared/errors.ts'
import type { HandlersOf } from '../ports/handlers.ts'
import type { ClosedDatabase, DatabaseHealth } from '../ports/integrity.ts'
import { toIsoTime } from './to-contract.ts'

/** What recoveries need; `database` is null where the database is a server. */
export interface RecoveryDependencies {
  database: ClosedDatabase | null
  health: Pick<DatabaseHealth, 'current'>
  /** Closes the core, runs the work, and opens the core again. */
  whileClosed: <T>(work: () => Promise<T>) => Promise<T>
}

/** The ways on from a damaged database. Each keeps the damaged file; none loses what was written. */
export function recoveryService(deps: RecoveryDependencies): HandlersOf<'recovery'> {
  function damagedDatabase(): ClosedDatabase {
    const { database, health } = deps
    if (database === null) {
      throw new OperationError(
        'recovery_not_possible',
        'This database is a server. Its operator restores it.',
      )
    }
    const { state } = health.current()
    if (state === 'damaged' || state === 'suspected') return database
    throw new OperationError('recovery_not_possible', 'The database is not damaged.')
  }

  return {
    'recovery.status': async () => {
      const { state, damagedParts } = deps.health.current()
      const backups = (deps.database?.listBackups() ?? []).map((backup) => ({
        ...backup,
        madeAt: toIsoTime(backup.madeAt),
      }))
      return await Promise.resolve({ state, damagedParts, backups })
    },
    'recovery.restoreBackup': async ({ backupName = null }) => {
      const database = damagedDatabase()
      const isKnown = database
        .listBackups()
        .some(({ name, counts }) => counts !== null && (backupName ?? name) === name)
      if (!isKnown) {
        throw new OperationError('backup_not_found', 'There is no such backup that can be read.')
      }
      return await deps.whileClosed(() =>
        Promise.resolve(database.recover({ backupName, addAllOfBackup: true })),
      )
    },
    'recovery.syncAgain': async () => {
      const database = damagedDatabase()
      return await deps.whileClosed(() =>
        Promise.resolve(database.recover({ backupName: null, addAllOfBackup: false })),
      )
    },
    'recovery.keepCopy': async () => {
      const database = damagedDatabase()
      const folder = await deps.whileClosed(() => Promise.resolve(database.keepCopy()))
      return { folder }
    },
  }
}
