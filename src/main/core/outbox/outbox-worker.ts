import type { OutboxControl } from '../ports/engines.ts'
import { attemptDelivery, type OutboxDependencies } from './attempt-delivery.ts'
import { KEEP_ROW_MS, KEEP_TEXT_MS, retryDelay } from './retry-schedule.ts'

export interface OutboxWorker extends OutboxControl {
  start(): void
  /** Waits for an attempt under way; the row says where it stands. */
  stop(): Promise<void>
}

/** How often finished messages are looked at for their age. */
const CLEANUP_EVERY_MS = 86_400_000

/** Why an account is left alone for a while. */
interface Failing {
  failures: number
  until: number
}

/**
 * Sends what is due, one message at a time per account, accounts side by side. A database that fails
 * is reported once and tried again with growing waits: for one account where its row cannot be
 * claimed or stored, for all where the outbox cannot be read.
 */
export function createOutboxWorker(deps: OutboxDependencies): OutboxWorker {
  const busyAccounts = new Map<string, Promise<void>>()
  const failingAccounts = new Map<string, Failing>()
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
        if (!isRecovered) await releaseLeases()
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
    const work = attemptDelivery(deps, id)
      .then(() => {
        failingAccounts.delete(accountId)
      })
      .catch((error: unknown) => {
        const failures = failingAccounts.get(accountId)?.failures ?? 0
        if (failures === 0) {
          deps.logger.error({ err: error, outboxId: id }, 'an attempt to send failed unexpectedly')
        }
        const until = deps.clock.now() + retryDelay(failures, deps.random)
        failingAccounts.set(accountId, { failures: failures + 1, until })
      })
      .finally(() => {
        busyAccounts.delete(accountId)
        wake()
      })
    busyAccounts.set(accountId, work)
  }

  /** Accounts that send just now, or whose last attempt failed a moment ago. */
  function excludedAccounts(): string[] {
    const now = deps.clock.now()
    const failing = [...failingAccounts].filter(([, { until }]) => until > now)
    return [...new Set([...busyAccounts.keys(), ...failing.map(([accountId]) => accountId)])]
  }

  /** Until woken, stopped, or the next row falls due. */
  async function idle(wakeUp: Promise<undefined>): Promise<void> {
    const now = deps.clock.now()
    const dueAt = await deps.store.read.outbox.nextDueAt(excludedAccounts())
    const retries = [...failingAccounts.values()].map(({ until }) => until).filter((at) => at > now)
    const nextAt = Math.min(dueAt ?? Infinity, cleanedAt + CLEANUP_EVERY_MS, ...retries)
    const waiting = new AbortController()
    const either = AbortSignal.any([waiting.signal, stopping.signal])
    const timer = deps.clock.sleep(Math.max(nextAt - now, 0), either).catch(() => undefined)
    await Promise.race([wakeUp, timer])
    waiting.abort()
  }

  /** Rows a crashed process held: where this process is the only one, they are looked at at once. */
  async function releaseLeases(): Promise<void> {
    if (deps.store.dialect === 'sqlite') {
      await deps.store.transaction((tx) => tx.outbox.releaseLeases(deps.clock.now()))
    }
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
