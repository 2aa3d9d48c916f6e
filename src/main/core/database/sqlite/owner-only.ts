import { chmodSync, closeSync, existsSync, openSync, statSync } from 'node:fs'
import type { Logger } from '../../ports/services.ts'

const OWNER_ONLY = 0o600

/**
 * Makes an empty file that only its owner may read, whatever the umask; keeps one that exists. SQLite
 * gives the `-wal` and `-shm` beside it the same mode.
 */
export function createOwnerOnly(file: string): void {
  if (!existsSync(file)) closeSync(openSync(file, 'a', OWNER_ONLY))
}

/**
 * Takes the database and the files that SQLite keeps beside it away from everybody but their owner.
 * On Windows nothing is done: a user's own folder is closed to other users there by its access list,
 * and Node's chmod knows only the read-only mark.
 */
export function restrictToOwner(file: string, logger: Pick<Logger, 'warn'>): void {
  if (process.platform === 'win32') return
  for (const path of [file, `${file}-wal`, `${file}-shm`]) {
    try {
      if (existsSync(path)) chmodSync(path, statSync(path).mode & OWNER_ONLY)
    } catch (error) {
      // Another user's file, or a disk without modes. The mail can still be read and synced.
      logger.warn({ err: error, file: path }, 'others may be able to read this file')
    }
  }
}
