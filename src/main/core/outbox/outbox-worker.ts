import type { OutboxControl } from '../ports/engines.ts'
import type { Lease, LeaseControl } from '../ports/leases.ts'
import { attemptDelivery, type OutboxDependencies } from './attempt-delivery.ts'
import { KEEP_ROW_MS, KEEP_TEXT_MS, retryDelay } from './retry-schedule.ts'

export interface OutboxWorker extends OutboxControl {
  start(): void
  /** Waits for an attempt under way; the row says where it stands. */
  stop(): Promise<void>
}

/** How often finished messages are looked at for their age. */
const CLEANUP_EVERY_MS = 86_400_000

/** How often the outbox is read where nothing woke the worker: another host may have added to it. */
const LOOK_EVERY_MS = 60_000

/** Why an account is left alone for a while. */
interface Resting {
  /** Attempts in a row that the database failed; 0 where another host sends for the account. */
  failures: number
  until: number
}

const RESOURCE = 'outbox:'

/**
 * Sends what is due, one message at a time per account, accounts side by side. A database that fails
 * is reported once and tried again with growing waits: for one account where its row cannot be
 * claimed or stored, for all where the outbox cannot be read.
 */
export function createOutboxWorker(
  deps: OutboxDependencies & { leases: LeaseControl },
): OutboxWorker {
  const leases = new Map<string, Lease>()
  const busyAccounts = new Map<string, Promise<void>>()
  const restingAccounts = new Map<string, Resting>()
  const stopping = new AbortController()
  let woken = Promise.withResolvers<undefined>()
  let running: Promise<void> | null = null
  let isRecovered = false
  let cleanedAt = -Infinity

  async function run(): Promise<void> {
    let failures = 0
    while (!stopping.signal.aborted) {
      const wakeUp = woken.promise
      try {
        if (!isRecovered) await recover()
        const due = await deps.store.read.outbox.dueByAccount(deps.clock.now(), excludedAccounts())
        for (const { id, accountId } of due) start(id, accountId)
        await deleteOld()
        await idle(wakeUp)
        failures = 0
      } catch (error) {
        if (failures === 0) deps.logger.error({ err: error }, 'the outbox waits for the database')
        const waitMs = retryDelay(failures, deps.random)
        failures += 1
        await deps.clock.sleep(waitMs, stopping.signal).catch(() => undefined)
      }
    }
  }

  function start(id: string, accountId: string): void {
    const work = attempt(id, accountId)
      .then((retryMs) => {
        if (retryMs === null) restingAccounts.delete(accountId)
        else restingAccounts.set(accountId, { failures: 0, until: deps.clock.now() + retryMs })
      })
      .catch((error: unknown) => {
        const failures = restingAccounts.get(accountId)?.failures ?? 0
        if (failures === 0) {
          deps.logger.error({ err: error, outboxId: id }, 'an attempt to send failed unexpectedly')
        }
        const until = deps.clock.now() + retryDelay(failures, deps.random)
        restingAccounts.set(accountId, { failures: failures + 1, until })
      })
      .finally(() => {
        busyAccounts.delete(accountId)
        wake()
      })
    busyAccounts.set(accountId, work)
  }

  /** Returns null, or when to try again where another host sends for the account, in ms from now. */
  async function attempt(id: string, accountId: string): Promise<number | null> {
    const lease = leases.get(accountId) ?? deps.leases.of(RESOURCE + accountId)
    leases.set(accountId, lease)
    const retryMs = await lease.acquire()
    if (retryMs !== null) return retryMs
    try {
      await attemptDelivery({ ...deps, store: lease.fence(deps.store) }, id)
    } finally {
      await lease.release()
    }
    return null
  }

  /** Accounts that send just now, here or at another host, or whose last attempt failed a moment ago. */
  function excludedAccounts(): string[] {
    const now = deps.clock.now()
    const resting = [...restingAccounts].filter(([, { until }]) => until > now)
    return [...new Set([...busyAccounts.keys(), ...resting.map(([accountId]) => accountId)])]
  }

  /** Until woken, stopped, or the next row falls due. */
  async function idle(wakeUp: Promise<undefined>): Promise<void> {
    const now = deps.clock.now()
    const dueAt = await deps.store.read.outbox.nextDueAt(excludedAccounts())
    const retries = [...restingAccounts.values()].map(({ until }) => until).filter((at) => at > now)
    const nextAt = Math.min(dueAt ?? Infinity, now + LOOK_EVERY_MS, ...retries)
    const waiting = new AbortController()
    const either = AbortSignal.any([waiting.signal, stopping.signal])
    const timer = deps.clock.sleep(Math.max(nextAt - now, 0), either).catch(() => undefined)
    await Promise.race([wakeUp, timer])
    waiting.abort()
  }

  /**
   * Leases that this host still has at its start are those of a killed process: nobody else can be
   * sending for these accounts, so the rows it was sending are looked into at once.
   */
  async function recover(): Promise<void> {
    const now = deps.clock.now()
    await deps.store.transaction(async (tx) => {
      for (const { resource, token } of await tx.leases.listUnreleased(deps.leases.holder)) {
        if (!resource.startsWith(RESOURCE)) continue
        await tx.outbox.releaseClaims(resource.slice(RESOURCE.length), now)
        await tx.leases.release(resource, token)
      }
    })
    isRecovered = true
  }

  async function deleteOld(): Promise<void> {
    const now = deps.clock.now()
    if (now - cleanedAt < CLEANUP_EVERY_MS) return
    cleanedAt = now
    try {
      await deps.store.transaction(async (tx) => {
        await tx.outbox.deleteFinished(now - KEEP_ROW_MS)
        await tx.outbox.removeText(now - KEEP_TEXT_MS)
      })
    } catch (error) {
      // It can wait for tomorrow; sending must not.
      deps.logger.debug({ err: error }, 'the text of finished messages was not removed')
    }
  }

  function wake(): void {
    woken.resolve(undefined)
    woken = Promise.withResolvers<undefined>()
  }

  return {
    start() {
      running ??= run()
    },
    async stop() {
      stopping.abort()
      wake()
      await running
      await Promise.all(busyAccounts.values())
    },
    wake,
  }
}
