import type { OutboxControl } from '../ports/engines.ts'
import type { OutboxRow } from '../ports/store.ts'
import { attempt, type OutboxDependencies } from './attempt-delivery.ts'
import { LEASE_MS } from './retry-schedule.ts'

export interface OutboxWorker extends OutboxControl {
  start(): void
  /** Waits for an attempt under way; the row says where it stands. */
  stop(): Promise<void>
}

/** Rows looked at in one go. */
const BATCH = 20

/** Sends what is due, one message at a time per account, accounts side by side. */
export function createOutboxWorker(deps: OutboxDependencies): OutboxWorker {
  const busyAccounts = new Map<string, Promise<void>>()
  const stopping = new AbortController()
  let woken = signal()
  let running: Promise<void> | null = null

  async function run(): Promise<void> {
    let isRecovered = false
    while (!stopping.signal.aborted) {
      const wakeUp = woken.promise
      try {
        if (!isRecovered) await freeLeases(deps)
        isRecovered = true
        for (const row of await deps.store.read.outbox.due(deps.clock.now(), BATCH)) take(row)
        await idle(wakeUp)
      } catch (error) {
        deps.logger.error({ err: error }, 'the outbox could not be read')
        await deps.clock.sleep(5_000, stopping.signal).catch(() => undefined)
      }
    }
  }

  function take(row: OutboxRow): void {
    if (busyAccounts.has(row.accountId)) return
    const work = attempt(deps, row)
      .catch((error: unknown) => {
        deps.logger.error(
          { err: error, outboxId: row.id },
          'an attempt to send failed unexpectedly',
        )
      })
      .finally(() => {
        busyAccounts.delete(row.accountId)
        wake()
      })
    busyAccounts.set(row.accountId, work)
  }

  /** Until woken, stopped, or the next row falls due. */
  async function idle(wakeUp: Promise<void>): Promise<void> {
    const dueAt = await deps.store.read.outbox.nextDueAt()
    const waiting = new AbortController()
    const stop = (): void => waiting.abort()
    stopping.signal.addEventListener('abort', stop, { once: true })
    const isBusy = busyAccounts.size > 0
    const timer =
      dueAt === null || (isBusy && dueAt <= deps.clock.now())
        ? wakeUp
        : deps.clock
            .sleep(Math.max(dueAt - deps.clock.now(), 0), waiting.signal)
            .catch(() => undefined)
    await Promise.race([wakeUp, timer])
    stopping.signal.removeEventListener('abort', stop)
    waiting.abort()
  }

  function wake(): void {
    woken.resolve()
    woken = signal()
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

/** A promise and the function that resolves it. */
function signal(): { promise: Promise<void>; resolve: () => void } {
  let resolve = (): void => undefined
  const promise = new Promise<void>((done) => {
    resolve = done
  })
  return { promise, resolve }
}

/** Rows a crashed process held: this process is the only one (instance lock), so look at once. */
async function freeLeases(deps: OutboxDependencies): Promise<void> {
  if (deps.store.dialect === 'postgres') return
  const now = deps.clock.now()
  const held = await deps.store.read.outbox.due(now + LEASE_MS, 500)
  for (const row of held.filter((candidate) => candidate.state === 'sending')) {
    await deps.store.transaction((tx) =>
      tx.outbox.update(row.id, row.fencingToken, {
        notBefore: now,
        fencingToken: row.fencingToken + 1,
      }),
    )
  }
}
