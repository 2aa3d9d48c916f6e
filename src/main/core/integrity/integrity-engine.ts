import { OperationError } from '#shared/errors.ts'
import type { Clock } from '../ports/clock.ts'
import type { DatabaseHealth, DatabaseMaintenance, IntegrityFindings } from '../ports/integrity.ts'
import type { Logger } from '../ports/services.ts'
import type { CheckRecord } from './check-record.ts'
import { damagedPartsOf } from './damaged-parts.ts'

/** The start of the program has the disk to itself before a check after an unclean end. */
const FIRST_CHECK_AFTER_MS = 15_000
const CHECK_EVERY_MS = 7 * 24 * 3_600_000
/** A check that could not be carried out, for example because the disk was full. */
const RETRY_AFTER_MS = 3_600_000
/** Damage may be met by every statement: it is looked into at most this often. */
const LOOK_INTO_EVERY_MS = 60_000

export interface IntegrityDependencies {
  maintenance: DatabaseMaintenance
  health: DatabaseHealth
  record: CheckRecord
  clock: Clock
  logger: Logger
  /** Empties the search index and lets it be filled again in the background. */
  rebuildSearchIndex: () => Promise<void>
}

export interface IntegrityEngine {
  start(): void
  /** Waits for a check or repair under way. */
  stop(): Promise<void>
}

/**
 * Looks through the database after an unclean end, once a week, and whenever a statement met damage.
 * What can be made again from the rest (indexes, the search index) is, at once; anything else is
 * announced as damaged and left as it is, because only a person can choose what to do.
 */
export function createIntegrityEngine(deps: IntegrityDependencies): IntegrityEngine {
  const { health, clock, logger, record } = deps
  const stopping = new AbortController()
  const { signal } = stopping
  let wakeUp = Promise.withResolvers<undefined>()
  let isDamageMet = false
  let running: Promise<void> | null = null

  async function run(): Promise<void> {
    let dueAt = firstCheckAt()
    let lastLookAt = -Infinity
    // What was damaged when the program last ended may have been the disk's passing fault.
    if (record.damagedParts().length > 0) await lookThrough(false)
    while (!signal.aborted && health.current().state !== 'damaged') {
      const woken = wakeUp.promise
      const nextAt = isDamageMet ? Math.min(dueAt, lastLookAt + LOOK_INTO_EVERY_MS) : dueAt
      if (nextAt > clock.now()) {
        await Promise.race([
          woken,
          clock.sleep(nextAt - clock.now(), signal).catch(() => undefined),
        ])
        continue
      }
      lastLookAt = clock.now()
      const thorough = isDamageMet
      isDamageMet = false
      dueAt = clock.now() + ((await lookThrough(thorough)) ? CHECK_EVERY_MS : RETRY_AFTER_MS)
    }
  }

  function firstCheckAt(): number {
    const last = record.lastCheckedAt()
    if (record.wasUnclean) return clock.now() + FIRST_CHECK_AFTER_MS
    // A new database is not looked through at its first start.
    if (last === null) record.checked(clock.now(), [])
    return Math.max((last ?? clock.now()) + CHECK_EVERY_MS, clock.now() + FIRST_CHECK_AFTER_MS)
  }

  /** Whether it could be looked through. */
  async function lookThrough(isMet: boolean): Promise<boolean> {
    if (health.current().state !== 'damaged') {
      health.change({ state: isMet ? 'suspected' : 'checking' })
    }
    try {
      const findings = await find(isMet)
      if (signal.aborted) return true
      if (await mend(findings)) return true
      record.checked(clock.now(), [])
      health.change({ state: 'ok', damagedParts: [], lastCheckedAt: clock.now() })
      return true
    } catch (error) {
      if (error instanceof OperationError && error.code === 'database_damaged') {
        say(['sqlite_schema'], [error.message])
        return true
      }
      logger.warn({ err: error }, 'the database could not be looked through; it is tried again')
      health.change({ state: 'ok' })
      return false
    }
  }

  /** A quick look finds pages that cannot be read; what a statement met may take a thorough one. */
  async function find(isMet: boolean): Promise<IntegrityFindings> {
    const quick = await deps.maintenance.check({ thorough: false })
    if (!isMet || !isSound(quick)) return quick
    return await deps.maintenance.check({ thorough: true })
  }

  /** Whether there is damage that could not be mended. */
  async function mend(findings: IntegrityFindings): Promise<boolean> {
    if (findings.tables.length > 0) {
      say(findings.tables, findings.details)
      return true
    }
    if (isSound(findings)) return false
    health.change({ state: 'repairing' })
    const { indexes, isSearchIndexDamaged, details } = findings
    logger.warn({ indexes, isSearchIndexDamaged, details }, 'damaged indexes are made again')
    if (indexes.length > 0) {
      await deps.maintenance.rebuildIndexes(indexes)
      health.change({ lastRepair: { what: 'indexes', at: clock.now() } })
    }
    if (isSearchIndexDamaged) {
      await deps.rebuildSearchIndex()
      health.change({ lastRepair: { what: 'search_index', at: clock.now() } })
    }
    const after = await deps.maintenance.check({ thorough: false })
    if (isSound(after)) {
      logger.info({ indexes, isSearchIndexDamaged }, 'the indexes are whole again')
      return false
    }
    say(after.tables.length > 0 ? after.tables : ['messages'], after.details)
    return true
  }

  function say(tables: string[], details: string[]): void {
    logger.error({ tables, details }, 'the database is damaged: a recovery is needed')
    const damagedParts = damagedPartsOf(tables)
    record.checked(clock.now(), damagedParts)
    health.change({ state: 'damaged', damagedParts, lastCheckedAt: clock.now() })
  }

  function wake(): void {
    const woken = wakeUp
    wakeUp = Promise.withResolvers()
    woken.resolve(undefined)
  }

  return {
    start() {
      health.onDamage(() => {
        isDamageMet = true
        wake()
      })
      running ??= run()
    },
    async stop() {
      stopping.abort(new Error('The program ends'))
      wake()
      await running
    },
  }
}

function isSound({ tables, indexes, isSearchIndexDamaged }: IntegrityFindings): boolean {
  return tables.length === 0 && indexes.length === 0 && !isSearchIndexDamaged
}
