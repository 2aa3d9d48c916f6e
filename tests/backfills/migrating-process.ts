import { resolve } from 'node:path'
import { BACKFILLS } from '#core/backfills/all-backfills.ts'
import { createBackfillEngine } from '#core/backfills/backfill-engine.ts'
import { openStore } from '#core/database/open-store.ts'
import type { MailProvider } from '#core/ports/provider.ts'
import { silentLogger } from '../support/database/silent-logger.ts'
import { oldMail } from './earlier-mail.ts'
import { headersProvider } from './headers-provider.ts'

/**
 * A process that opens a database of an earlier version, which migrates it, and runs the backfills.
 * It kills itself with SIGKILL at the transaction of a given number: inside, when everything is
 * written and nothing committed, or right after the commit. It ends with 0 when nothing is left to do.
 */
const { file, databaseUrl, killAt, isInside } = readArguments()
const clock = {
  now: () => Date.now(),
  sleep: async (): Promise<void> => {
    await new Promise((done) => setImmediate(done))
  },
}
process.send?.('opening')
const store = await openStore({
  file,
  databaseUrl,
  clock,
  logger: silentLogger,
  migrationsFolder: resolve(import.meta.dirname, '../../drizzle'),
})

let transactions = 0
const engine = createBackfillEngine({
  store: {
    ...store,
    async transaction(work) {
      const isLast = (transactions += 1) === killAt
      const result = await store.transaction(async (tx) => {
        const done = await work(tx)
        if (isLast && isInside) killMyself()
        return done
      })
      if (isLast) killMyself()
      return result
    },
  },
  providers: {
    // Only what the backfills ask of a provider.
    open: () => Promise.resolve(headersProvider(oldMail()) as MailProvider),
    close: () => undefined,
  },
  events: { publish: () => undefined, subscribe: () => () => undefined },
  clock,
  logger: silentLogger,
  random: () => 0.5,
  backfills: BACKFILLS,
  isIdle: () => true,
})
engine.start()
while ((await store.read.backfills.listPending()).length > 0) await clock.sleep()
await engine.stop()
await store.close()
process.exit(0)

function killMyself(): void {
  process.kill(process.pid, 'SIGKILL')
  // The signal may take a moment; nothing of this process may happen meanwhile.
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)
}

function readArguments() {
  const [place = '', at = '0', where = ''] = process.argv.slice(2)
  const isServer = place.startsWith('postgres')
  return {
    file: isServer ? '' : place,
    databaseUrl: isServer ? place : null,
    killAt: Number(at),
    isInside: where === 'inside',
  }
}
