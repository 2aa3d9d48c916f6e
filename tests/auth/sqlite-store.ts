import { join, resolve } from 'node:path'
import { onTestFinished } from 'vitest'
import { openStore } from '#core/database/open-store.ts'
import type { Store } from '#core/ports/store.ts'
import { frozenClock } from './frozen-clock.ts'
import { recordingLogger } from './recording-logger.ts'

/** A real SQLite database in the given folder, closed when the test ends. */
export async function sqliteStore(folder: string): Promise<Store> {
  const store = await openStore({
    databaseUrl: null,
    file: join(folder, 'mail.db'),
    clock: frozenClock(),
    logger: recordingLogger(),
    migrationsFolder: resolve(import.meta.dirname, '../../drizzle'),
  })
  onTestFinished(() => store.close())
  return store
}
