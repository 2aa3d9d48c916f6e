import type { Backfill, BackfillChunk, BackfillControl, BackfillRow } from '../ports/backfills.ts'
import type { AccountRow } from '../ports/accounts.ts'
import type { Clock } from '../ports/clock.ts'
import type { EventBus, Logger, ProviderDirectory } from '../ports/services.ts'
import type { Store } from '../ports/store.ts'
import { createFailureLog } from './failure-log.ts'

/** The shortest rest between two chunks, so that a person's own work always gets its turn. */
const REST_MS = 10
/** How often a backfill that cannot run yet (offline, first sync under way) is looked at again. */
const RECHECK_MS = 30_000
/** Progress is announced at most this often per backfill. */
const ANNOUNCE_EVERY_MS = 500

export interface BackfillDependencies {
  store: Store
  providers: ProviderDirectory
  events: EventBus
  clock: Clock
  logger: Logger
  /** 0 to 1; for jitter. */
  random: () => number
  backfills: readonly Backfill[]
  /** Whether the account's own sync is complete and its provider can be reached. */
  isIdle: (accountId: string) => boolean
}

export interface BackfillEngine extends BackfillControl {
  start(): void
  /** Resolves when nothing is under way any more. What is not finished continues at the next start. */
  stop(): Promise<void>
}

/**
 * Runs data migrations in the background: one chunk at a time, each in one short transaction that
 * also stores how far it came, so a kill repeats at most one chunk. A backfill that fails waits
 * longer each time and holds back no other.
 */
export function createBackfillEngine(deps: BackfillDependencies): BackfillEngine {
  const { store, clock } = deps
  const byName = new Map(deps.backfills.map((backfill) => [backfill.name, backfill]))
  const failures = createFailureLog(deps)
  const announcedAt = new Map<string, number>()
  const stopping = new AbortController()
  const { signal } = stopping
  let wakeUp = Promise.withResolvers<undefined>()
  let running: Promise<void> | null = null

  async function run(): Promise<void> {
    while (!signal.aborted) {
      const woken = wakeUp.promise
      const waitMs = await runPendingOnce()
      if (waitMs === null) await Promise.race([woken, aborted()])
      else await Promise.race([woken, clock.sleep(waitMs, signal).catch(() => undefined)])
    }
  }

  /** One chunk of each backfill that can run. Returns how long to wait; null until woken. */
  async function runPendingOnce(): Promise<number | null> {
    let rows: BackfillRow[]
    try {
      rows = await store.read.backfills.listPending()
      failures.succeeded(READING)
    } catch (error) {
      return failures.failed(READING, error)
    }
    const known = rows.filter((row) => byName.has(row.name))
    let hasRun = false
    for (const row of known) {
      if (signal.aborted) return 0
      if (failures.mustWait(keyOf(row)) || hasPrerequisite(row, rows)) continue
      const startedAt = clock.now()
      if (!(await runOne(row))) continue
      hasRun = true
      await clock.sleep(Math.max(REST_MS, clock.now() - startedAt), signal).catch(() => undefined)
    }
    if (hasRun) return 0
    return known.length === 0 ? null : Math.min(RECHECK_MS, failures.shortestWaitMs())
  }

  function hasPrerequisite(row: BackfillRow, pending: BackfillRow[]): boolean {
    const after = byName.get(row.name)?.after ?? []
    return pending.some((one) => one.accountId === row.accountId && after.includes(one.name))
  }

  /** Whether there was something that could be tried. */
  async function runOne(row: BackfillRow): Promise<boolean> {
    try {
      const account = await store.read.accounts.get(row.accountId)
      const backfill = byName.get(row.name)
      if (account === null || backfill === undefined) return false
      if (backfill.needsProvider && !canAskProvider(account)) return false
      await runChunk(backfill, account, row)
      failures.succeeded(keyOf(row))
    } catch (error) {
      if (!signal.aborted) failures.failed(keyOf(row), error)
    }
    return true
  }

  function canAskProvider(account: AccountRow): boolean {
    return account.status === 'connected' && !account.isPaused && deps.isIdle(account.id)
  }

  async function runChunk(backfill: Backfill, account: AccountRow, row: BackfillRow) {
    const total = row.total ?? (await countMessages(account.id))
    const write = await backfill.prepareChunk({
      read: store.read,
      account,
      position: row.position,
      signal,
      openProvider: () => deps.providers.open(account),
    })
    signal.throwIfAborted()
    const chunk = await store.transaction(async (repositories) => {
      const result = await write(repositories)
      if (await repositories.backfills.advance({ ...row, total }, result)) return result
      throw new StaleChunkError()
    })
    announce(account, { ...row, total }, chunk)
  }

  /** From the counters; drafts are in none of these boxes, so it is not quite exact. */
  async function countMessages(accountId: string): Promise<number> {
    const counts = await store.read.messages.boxCounts([accountId])
    return counts
      .filter(({ box }) => box === 'ALL_MAIL' || box === 'SPAM' || box === 'TRASH')
      .reduce((sum, { total }) => sum + total, 0)
  }

  function announce(account: AccountRow, row: BackfillRow, chunk: BackfillChunk): void {
    const now = clock.now()
    const isDone = chunk.nextPosition === null
    if (isDone) deps.logger.info({ accountId: account.id, backfill: row.name }, 'backfill done')
    if (!isDone && now - (announcedAt.get(keyOf(row)) ?? -Infinity) < ANNOUNCE_EVERY_MS) return
    announcedAt.set(keyOf(row), now)
    const done = row.done + chunk.done
    deps.events.publish(account.userId, {
      type: 'backfill.progress',
      mailboxId: account.mailboxId,
      accountId: account.id,
      name: row.name,
      done,
      total: Math.max(row.total ?? 0, done),
      isDone,
    })
  }

  function aborted(): Promise<void> {
    return new Promise((resolve) => {
      if (signal.aborted) resolve()
      signal.addEventListener('abort', () => resolve(), { once: true })
    })
  }

  function wake(): void {
    const woken = wakeUp
    wakeUp = Promise.withResolvers()
    woken.resolve(undefined)
  }

  function start(): void {
    running ??= run()
  }

  async function stop(): Promise<void> {
    stopping.abort(new Error('The backfills were stopped'))
    wake()
    await running
  }

  return { start, stop, wake }
}

const READING = 'reading'
const keyOf = (row: BackfillRow): string => `${row.accountId} ${row.name}`

/** Another process stored this chunk first; what this one wrote is rolled back. */
class StaleChunkError extends Error {}
