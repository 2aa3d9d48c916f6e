import { parentPort, workerData } from 'node:worker_threads'
import Sqlite from 'better-sqlite3'
import { fieldOf } from '#shared/domain/is-record.ts'
import { backUpFile } from './back-up-file.ts'
import { checkSqliteFile } from './check-file.ts'
import type { MaintenanceAnswer, MaintenanceTask } from './maintenance-task.ts'
import { rebuildIndex } from './rebuild-index.ts'

/** The thread of one maintenance task (run-maintenance.ts). */
function run(task: MaintenanceTask): unknown {
  switch (task.kind) {
    case 'check':
      return checkSqliteFile(task.file, task.thorough)
    case 'back-up':
      backUpFile(task.file, task.target)
      return null
    case 'rebuild-indexes': {
      const database = new Sqlite(task.file, { fileMustExist: true })
      try {
        for (const name of task.names) rebuildIndex(database, name)
      } finally {
        database.close()
      }
      return null
    }
  }
}

function answer(): MaintenanceAnswer {
  try {
    // eslint-disable-next-line @typescript-eslint/no-unsafe-type-assertion -- run-maintenance.ts is the only caller
    return { ok: true, value: run(workerData as MaintenanceTask) }
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    const code = fieldOf(error, 'code')
    return { ok: false, message, code: typeof code === 'string' ? code : '' }
  }
}

parentPort?.postMessage(answer())
