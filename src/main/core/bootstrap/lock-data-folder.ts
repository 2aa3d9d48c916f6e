import { mkdirSync } from 'node:fs'
import { OperationError } from '#shared/errors.ts'
import { acquireInstanceLock, type InstanceLock } from '../platform/instance-lock.ts'

/**
 * Creates the data folder, for its owner's eyes only, and takes it for this process.
 * @throws OperationError database_connection_error where it cannot be made or is in use
 */
export async function lockDataFolder(dataDir: string): Promise<InstanceLock> {
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  } catch (error) {
    throw new OperationError(
      'database_connection_error',
      `The data folder ${dataDir} cannot be created. Check that you may write there.`,
      undefined,
      error,
    )
  }
  const lock = await acquireInstanceLock(dataDir)
  if (lock !== null) return lock
  throw new OperationError(
    'database_connection_error',
    `MailManager is already running with the data folder ${dataDir}. Use that one, or name another folder with --data-dir.`,
    { reason: 'already_running' },
  )
}
