import type { DatabaseMaintenance, IntegrityFindings } from '../../../ports/integrity.ts'
import { runTranslatingErrors } from '../../driver-errors.ts'
import type { Mutex } from '#shared/domain/mutex.ts'
import { translateSqliteError } from '../sqlite-errors.ts'
import type { SqliteOptions } from '../open-sqlite.ts'
import { backupPath, listBackups, pruneBackups } from './backup-folder.ts'
import type { MaintenanceTask } from './maintenance-task.ts'
import { runMaintenance } from './run-maintenance.ts'

/** Maintenance of an open file, in threads, while the core works with it. */
export function createMaintenance(
  options: Pick<SqliteOptions, 'file' | 'clock' | 'backupsFolder' | 'maintenanceWorkerUrl'>,
  writers: Mutex,
): DatabaseMaintenance {
  const { file, clock, backupsFolder } = options
  const workerUrl =
    options.maintenanceWorkerUrl ?? new URL('./maintenance-worker.ts', import.meta.url)
  const run = async (task: MaintenanceTask): Promise<unknown> =>
    await runTranslatingErrors(
      translateSqliteError,
      async () => await runMaintenance(workerUrl, task),
    )
  return {
    async check({ thorough }) {
      // eslint-disable-next-line @typescript-eslint/no-unsafe-type-assertion -- what maintenance-worker.ts answers to this task
      return (await run({ kind: 'check', file, thorough })) as IntegrityFindings
    },
    async rebuildIndexes(names) {
      await writers(async () => await run({ kind: 'rebuild-indexes', file, names }))
    },
    async backUp(kind) {
      if (backupsFolder === undefined) return
      await run({ kind: 'back-up', file, target: backupPath(backupsFolder, kind, clock.now()) })
      pruneBackups(backupsFolder)
    },
    listBackups: () => (backupsFolder === undefined ? [] : listBackups(backupsFolder)),
  }
}
