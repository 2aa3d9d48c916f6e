import { ProviderError } from '../ports/provider.ts'
import type { Clock } from '../ports/clock.ts'
import type { OutboxControl } from '../ports/engines.ts'
import type { EventBus, Logger, ProviderDirectory } from '../ports/services.ts'
import type { OutboxRow, Store } from '../ports/store.ts'
import { deliver, investigate, notConnected, type Delivery } from './deliver.ts'
import { LEASE_MS, probeDelay, retryDelay } from './timing.ts'

export interface OutboxDependencies {
  store: Store
  providers: ProviderDirectory
  events: EventBus
  clock: Clock
  logger: Logger
  random: () => number
  /** After a message left: its copy is at the provider and should show here. */
  onSent: (accountId: string) => void
}

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
  let woken = Promise.withResolvers<void>()
  let running: Promise<void> | null = null

  async function run(): Promise<void> {
    await freeLeases(deps)
    while (!stopping.signal.aborted) {
      const signal = woken.promise
      try {
        for (const row of await deps.store.read.outbox.due(deps.clock.now(), BATCH)) take(row)
        await idle(signal)
      } catch (error) {
        if (stopping.signal.aborted) return
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
  async function idle(signal: Promise<void>): Promise<void> {
    const dueAt = await deps.store.read.outbox.nextDueAt()
    const waiting = new AbortController()
    const stop = (): void => waiting.abort()
    stopping.signal.addEventListener('abort', stop, { once: true })
    const isBusy = busyAccounts.size > 0
    const timer =
      dueAt === null || (isBusy && dueAt <= deps.clock.now())
        ? new Promise<void>((done) => {
            waiting.signal.addEventListener('abort', () => done(), { once: true })
          })
        : deps.clock
            .sleep(Math.max(dueAt - deps.clock.now(), 0), waiting.signal)
            .catch(() => undefined)
    await Promise.race([signal, timer])
    stopping.signal.removeEventListener('abort', stop)
    waiting.abort()
  }

  function wake(): void {
    woken.resolve()
    woken = Promise.withResolvers<void>()
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

async function attempt(deps: OutboxDependencies, row: OutboxRow): Promise<void> {
  const inDoubt = row.state === 'sending'
  const token = row.fencingToken + 1
  const save = (change: Partial<OutboxRow>): Promise<boolean> =>
    deps.store.transaction((tx) => tx.outbox.update(row.id, token, change))
  const claimed = await deps.store.transaction((tx) =>
    tx.outbox.update(row.id, row.fencingToken, {
      state: 'sending',
      fencingToken: token,
      attempts: row.attempts + 1,
      notBefore: deps.clock.now() + LEASE_MS,
    }),
  )
  if (!claimed) return
  announce(deps, row, 'sending')
  const account = await deps.store.read.accounts.get(row.accountId)
  const unusable = inDoubt ? null : notConnected(account)
  const delivery = unusable ?? (await tryProvider())
  if (delivery !== null) await record(deps, row, delivery, save)

  async function tryProvider(): Promise<Delivery | null> {
    if (account === null) return null
    try {
      const provider = await deps.providers.open(account)
      const outcome = inDoubt
        ? await investigate(provider, row, row.attempts > 1)
        : await deliver(provider, row, save)
      if (outcome?.kind === 'failed' && outcome.discardDraft) await discard(deps, account, row.id)
      return outcome
    } catch (error) {
      if (!(error instanceof ProviderError)) {
        deps.logger.error({ err: error, outboxId: row.id }, 'sending failed unexpectedly')
      }
      // Whatever broke, the row must never be left in a state that could send it twice.
      return inDoubt ? { kind: 'settle' } : openQuestion(await deps.store.read.outbox.get(row.id))
    }
  }
}

/** With a stored draft the send may have happened; without one it cannot have. */
function openQuestion(row: OutboxRow | null): Delivery {
  return row?.providerDraftId === null
    ? { kind: 'later', failure: { kind: 'server', message: '', retryAfterMs: null } }
    : { kind: 'settle' }
}

async function record(
  deps: OutboxDependencies,
  row: OutboxRow,
  delivery: Delivery,
  save: (change: Partial<OutboxRow>) => Promise<boolean>,
): Promise<void> {
  const now = deps.clock.now()
  switch (delivery.kind) {
    case 'sent':
      await save({
        state: 'sent',
        providerMessageId: delivery.providerMessageId,
        sentAt: now,
        notBefore: now,
        lastError: null,
      })
      announce(deps, row, 'sent')
      deps.onSent(row.accountId)
      return
    case 'later': {
      const wait = delivery.failure.retryAfterMs ?? retryDelay(row.attempts, deps.random)
      const message = delivery.failure.message
      await save({
        state: 'waiting',
        notBefore: now + wait,
        attempts: row.state === 'sending' ? 0 : row.attempts + 1,
        lastError:
          message === '' ? null : { code: codeOf(delivery.failure.kind), message, at: now },
      })
      announce(deps, row, 'waiting')
      return
    }
    case 'settle': {
      // attempts counts the first try and then each look; the first look is number 0.
      const looks = row.state === 'sending' ? row.attempts : 0
      const wait = probeDelay(looks)
      if (wait === null) {
        await save({ state: 'unknown', notBefore: now, lastError: inDoubtError(now) })
        announce(deps, row, 'unknown')
      } else {
        await save({ state: 'sending', notBefore: now + wait, attempts: looks + 1 })
      }
      return
    }
    case 'failed':
      await save({
        state: 'failed',
        notBefore: now,
        lastError: { ...delivery.error, at: now },
        ...(delivery.discardDraft ? { providerDraftId: null } : {}),
      })
      announce(deps, row, 'failed')
  }
}

/** A refused draft would lie in the person's Drafts for ever; best effort, it harms nobody. */
async function discard(
  deps: OutboxDependencies,
  account: Parameters<ProviderDirectory['open']>[0],
  id: string,
): Promise<void> {
  const draftId = (await deps.store.read.outbox.get(id))?.providerDraftId
  if (draftId === null || draftId === undefined) return
  try {
    const provider = await deps.providers.open(account)
    await provider.deleteDraft(draftId)
  } catch (error) {
    deps.logger.warn({ err: error, outboxId: id }, 'a refused draft stays at the provider')
  }
}

function announce(deps: OutboxDependencies, row: OutboxRow, state: OutboxRow['state']): void {
  deps.events.publish(row.userId, {
    type: 'outbox.changed',
    outboxId: row.id,
    accountId: row.accountId,
    state,
  })
}

function codeOf(kind: string): string {
  if (kind === 'offline') return 'offline'
  return kind === 'throttled' ? 'rate_limited' : 'email_send_error'
}

function inDoubtError(now: number): OutboxRow['lastError'] {
  return {
    code: 'email_send_error',
    message:
      'The provider never said whether this message left: no sent copy was found and its draft is gone.',
    at: now,
  }
}
