import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openCheckRecord } from '#core/integrity/check-record.ts'
import { createDatabaseHealth } from '#core/integrity/database-health.ts'
import { createIntegrityEngine } from '#core/integrity/integrity-engine.ts'
import { createEventBus } from '#core/platform/event-bus.ts'
import type { IntegrityFindings } from '#core/ports/integrity.ts'
import { createVirtualClock, type VirtualClock } from '../support/clocks/virtual-clock.ts'
import { silentLogger } from '../support/database/test-store.ts'

const DAY_MS = 24 * 3_600_000
const SOUND: IntegrityFindings = {
  tables: [],
  indexes: [],
  isSearchIndexDamaged: false,
  details: [],
}

describe('looking through the database', () => {
  let folder: string
  let path: string
  let clock: VirtualClock
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'mailmanager-checks-'))
    path = join(folder, 'database-check.json')
    clock = createVirtualClock()
  })
  afterEach(() => rmSync(folder, { recursive: true, force: true }))

  /** Starts the engine; `findings` answers the checks in turn, then all is sound. */
  function start(findings: IntegrityFindings[] = []) {
    const startedAt = clock.now()
    const checks: { afterMs: number; thorough: boolean }[] = []
    const health = createDatabaseHealth({
      events: createEventBus(silentLogger),
      logger: silentLogger,
      userId: 'me',
    })
    const record = openCheckRecord(path)
    const rebuilt: string[] = []
    const engine = createIntegrityEngine({
      maintenance: {
        check({ thorough }) {
          checks.push({ afterMs: clock.now() - startedAt, thorough })
          return Promise.resolve(findings.shift() ?? SOUND)
        },
        rebuildIndexes: (names) => Promise.resolve(void rebuilt.push(...names)),
        backUp: () => Promise.resolve(),
        listBackups: () => [],
      },
      health,
      record,
      clock,
      logger: silentLogger,
      rebuildSearchIndex: () => Promise.resolve(void rebuilt.push('search')),
    })
    engine.start()
    return { checks, health, record, rebuilt, engine }
  }

  it('happens once a week, counted across starts', async () => {
    const first = start()
    await clock.run(clock.sleep(3 * DAY_MS))
    expect(first.checks).toEqual([])
    await first.engine.stop()
    first.record.closed()

    const second = start()
    await clock.run(clock.sleep(12 * DAY_MS))
    expect(second.checks.map(({ afterMs }) => Math.round(afterMs / DAY_MS))).toEqual([4, 11])
    await second.engine.stop()
  })

  it('happens soon after an end that was no orderly one', async () => {
    const killed = start()
    await killed.engine.stop()
    const next = start()
    await clock.run(clock.sleep(60_000))
    expect(next.checks).toEqual([{ afterMs: 15_000, thorough: false }])
    await next.engine.stop()
  })

  it('counts a record that cannot be read as an unclean end', async () => {
    writeFileSync(path, '{"isOp')
    const { checks, engine } = start()
    await clock.run(clock.sleep(60_000))
    expect(checks).toHaveLength(1)
    await engine.stop()
  })

  it('is thorough where a statement met what a quick look does not see', async () => {
    const { checks, health, engine } = start()
    health.reportDamage(new Error('malformed'))
    expect(health.current().state).toBe('suspected')
    await clock.run(clock.sleep(1000))
    expect(checks.map(({ thorough }) => thorough)).toEqual([false, true])
    expect(health.current().state).toBe('ok')
    await engine.stop()
  })

  it('mends indexes and looks again; what stays damaged is said, also at the next start', async () => {
    const broken = { ...SOUND, indexes: ['messages_inbox'], isSearchIndexDamaged: true }
    const { health, rebuilt, engine, record } = start([broken, broken])
    health.reportDamage(new Error('malformed'))
    await clock.run(clock.sleep(1000))
    expect(rebuilt).toEqual(['messages_inbox', 'search'])
    expect(health.current()).toMatchObject({ state: 'damaged', damagedParts: ['mail'] })
    await engine.stop()
    record.closed()
    expect(openCheckRecord(path).damagedParts()).toEqual(['mail'])
  })
})
