import { Worker } from 'node:worker_threads'
import Sqlite from 'better-sqlite3'
import type { MaintenanceAnswer, MaintenanceTask } from './maintenance-task.ts'

/** Runs one task in a thread of its own. Rejects with the SqliteError that ended it. */
export async function runMaintenance(workerUrl: URL, task: MaintenanceTask): Promise<unknown> {
  const answer = await new Promise<MaintenanceAnswer>((resolve, reject) => {
    const worker = new Worker(workerUrl, { workerData: task })
    worker.once('message', resolve)
    worker.once('error', reject)
    worker.once('exit', (code) => reject(new Error(`the thread ended with code ${code}`)))
  })
  if (answer.ok) return answer.value
  throw answer.code.startsWith('SQLITE_')
    ? new Sqlite.SqliteError(answer.message, answer.code)
    : new Error(answer.message)
}
