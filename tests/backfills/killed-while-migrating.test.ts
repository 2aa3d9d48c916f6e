import { fork } from 'node:child_process'
import { once } from 'node:events'
import { resolve } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import {
  createEarlierDatabase,
  type EarlierDatabase,
} from '../support/database/earlier-database.ts'
import { EFFORT } from '../support/effort.ts'
import { DIALECTS } from '../support/database/test-store.ts'
import { EARLIER_MIGRATIONS, fillEarlierDatabase, oldMail } from './earlier-mail.ts'
import { expectBackfilled } from './expect-backfilled.ts'

const PROCESS = resolve(import.meta.dirname, 'migrating-process.ts')
/** Milliseconds after a process began to open the database, which migrates it, until it is killed. */
const KILLS_WHILE_OPENING = [0, 5, 20]
/** A long run kills at every transaction, a short one at each sixth. */
const TRANSACTIONS_PER_LIFE = EFFORT > 1 ? 1 : 6

describe.each(DIALECTS)(
  'a process killed while it migrates mail of an earlier version, %s',
  (dialect) => {
    let database: EarlierDatabase
    afterEach(() => database.remove())

    /** Runs the process until its own kill or its end; returns how it ended. */
    async function live(
      killAt: number,
      where: 'inside' | 'after',
    ): Promise<number | string | null> {
      const place = 'file' in database.place ? database.place.file : database.place.databaseUrl
      const child = fork(PROCESS, [place, String(killAt), where])
      const [code, signal] = (await once(child, 'exit')) as [number | null, string | null]
      return signal ?? code
    }

    it('loses and doubles nothing, killed at every step', { timeout: 240_000 }, async () => {
      const all = oldMail()
      database = await createEarlierDatabase(dialect, EARLIER_MIGRATIONS)
      await fillEarlierDatabase(database, all)

      for (const delayMs of KILLS_WHILE_OPENING) {
        const place = 'file' in database.place ? database.place.file : database.place.databaseUrl
        const child = fork(PROCESS, [place, '1', 'inside'])
        const ended = once(child, 'exit')
        await once(child, 'message')
        const timer = setTimeout(() => child.kill('SIGKILL'), delayMs)
        await ended
        clearTimeout(timer)
      }

      let kills = 0
      for (;;) {
        // Inside a transaction nothing of it may stay; after a commit all of it must.
        const ended = await live(TRANSACTIONS_PER_LIFE, kills % 2 === 0 ? 'inside' : 'after')
        if (ended === 0) break
        expect(ended).toBe('SIGKILL')
        kills += 1
        // Killed inside its first transaction a process would make no progress.
        if (TRANSACTIONS_PER_LIFE === 1) await live(1, 'after')
      }
      expect(kills).toBeGreaterThan(3)

      const store = await database.open()
      await expectBackfilled(store, all)
      await store.close()
      if (dialect === 'sqlite') {
        expect(await database.query('pragma integrity_check')).toEqual([{ integrity_check: 'ok' }])
      }
    })
  },
)
