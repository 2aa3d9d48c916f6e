import type { Clock } from '../ports/clock.ts'
import type { DatabaseHealth, DatabaseMaintenance } from '../ports/integrity.ts'
import type { Logger } from '../ports/services.ts'

const DAY_MS = 24 * 3_600_000
const FIRST_AFTER_MS = 30_000
const RETRY_AFTER_MS = 3_600_000

/**
 * Copies what exists only here once a day. While the database is damaged nothing is copied, so that
 * a poor backup never takes a good one's place. A backup that fails is tried again after an hour.
 */
export function createBackupSchedule(deps: {
  maintenance: DatabaseMaintenance
  health: DatabaseHealth
  clock: Clock
  logger: Logger
}): { start(): void; stop(): Promise<void> } {
  const { maintenance, health, clock, logger } = deps
  const stopping = new AbortController()
  const { signal } = stopping
  let running: Promise<void> | null = null

  const lastDailyAt = (): number | null =>
    maintenance.listBackups().find(({ kind }) => kind === 'daily')?.madeAt ?? null

  async function run(): Promise<void> {
    let waitMs = FIRST_AFTER_MS
    for (;;) {
      try {
        await clock.sleep(waitMs, signal)
      } catch {
        return
      }
      waitMs = await backUpIfDue()
    }
  }

  /** How long to wait until the next look. */
  async function backUpIfDue(): Promise<number> {
    const { state } = health.current()
    if (state === 'suspected' || state === 'damaged') return RETRY_AFTER_MS
    try {
      const last = lastDailyAt()
      // A clock that was set back must not stop the backups.
      if (last !== null && last <= clock.now() && clock.now() - last < DAY_MS) {
        return last + DAY_MS - clock.now()
      }
      await maintenance.backUp('daily')
      health.change({ lastBackupAt: clock.now() })
      return DAY_MS
    } catch (error) {
      logger.warn({ err: error }, 'the daily backup failed and is tried again')
      return RETRY_AFTER_MS
    }
  }

  return {
    start() {
      running ??= run()
    },
    async stop() {
      stopping.abort(new Error('The program ends'))
      await running
    },
  }
}
