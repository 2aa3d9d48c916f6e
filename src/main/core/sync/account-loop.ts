import { OperationError } from '#shared/errors.ts'
import type { AccountRow } from '../ports/accounts.ts'
import type { AccountProgress } from '../ports/engines.ts'
import type { MailProvider, SyncContext, SyncStep } from '../ports/provider.ts'
import type { SyncStateRow } from '../ports/store.ts'
import { clearError, consequenceOf, type TroubleDependencies } from './account-trouble.ts'
import { createActionQueue } from './actions.ts'
import { createAlarm } from './alarm.ts'
import { backoffMs } from './backoff.ts'
import { commitStep } from './commit-step.ts'
import { createAnnouncer } from './progress.ts'
import { createRacedMarks } from './raced-marks.ts'
import { restoreFrom } from './restore.ts'
import { createRoundWaiters, type RoundResult } from './round-waiters.ts'

export interface LoopDependencies extends TroubleDependencies {
  pollIntervalMs: number
}

/** One account's sync, on its own: it waits for no other account. */
export interface AccountLoop {
  syncNow(): Promise<RoundResult>
  /** Look for changes now. */
  wake(): void
  actionQueued(): void
  progress(): AccountProgress
  isOffline(): boolean
  /** Ends the loop; resolves when it will write no more. */
  stop(): Promise<void>
}

const LEFTOVER_BACKOFF = { firstMs: 30_000, longestMs: 900_000 }

/** Starts syncing an account: everything first, then whatever changes. */
export function startAccountLoop(deps: LoopDependencies, account: AccountRow): AccountLoop {
  const { store, providers, clock } = deps
  const halt = new AbortController()
  const { signal } = halt
  const alarm = createAlarm(clock)
  const waiters = createRoundWaiters()
  const announcer = createAnnouncer(account, deps.events, clock, signal)
  const marks = createRacedMarks()
  const actions = createActionQueue({ ...deps, account, signal, announcer, marks })
  let provider: MailProvider | null = null
  let cursor: string | null = null
  let failures = 0
  let leftovers = 0
  /** Until then what could not be fetched rests. */
  let leftoversFrom = 0
  let offline = false
  /** How often a thorough look was asked for, a start included, and how many of those it was. */
  let asked = 1
  let answered = 0
  /** What the provider has not been able to tell in this round. */
  let unanswered = 0

  const refresh = async (change: Partial<typeof announcer.report> = {}): Promise<void> => {
    const [counts, backlog] = await Promise.all([
      store.read.messages.counts([account.id]),
      store.read.sync.backlogSize(account.id),
    ])
    const synced = counts
      .filter(({ box }) => box === 'ALL_MAIL' || box === 'SPAM' || box === 'TRASH')
      .reduce((sum, { total }) => sum + total, 0)
    announcer.update({ synced, backlog, ...change })
  }

  const takeOver = async (step: SyncStep): Promise<void> => {
    const changed = await commitStep(store, account, step, clock.now())
    cursor = cursorOf(step.checkpoint)
    marks.stored(step)
    waiters.count(changed.length)
    announcer.messagesChanged(changed)
    await refresh({
      ...(step.phase === 'incremental' ? {} : { phase: step.phase }),
      ...(step.total === null ? {} : { total: step.total }),
    })
  }

  const roundEnded = (answer: (cursor: string | null) => void = waiters.resolveBegun): void => {
    offline = false
    failures = 0
    announcer.report.lastSyncedAt = clock.now()
    answer(cursor)
  }

  const contextFor = (state: SyncStateRow | null, extra: Partial<SyncContext>): SyncContext => ({
    checkpoint: state?.checkpoint ?? null,
    nextBacklog: (limit) => store.read.sync.nextBacklog(account.id, limit),
    backlogSize: () => store.read.sync.backlogSize(account.id),
    known: (ids) => store.read.messages.known(account.id, ids),
    allKnown: () => store.read.messages.allKnown(account.id),
    placements: () => store.read.messages.placements(account.id),
    labels: () => store.read.sync.labels(account.id),
    isThorough: asked > answered,
    signal,
    onWaiting: (waitingUntil) => {
      if (announcer.report.waitingUntil !== waitingUntil) announcer.update({ waitingUntil })
    },
    onUnanswered: (count) => {
      unanswered = count
    },
    nextPoll: () => alarm.wait(deps.pollIntervalMs, signal),
    ...extra,
  })

  /**
   * Everything the account has; callers of a first sync are answered once there is mail to read.
   * Answers whether a look that was asked for is still owed, because the sync ended before it.
   */
  const syncAll = async (open: MailProvider, state: SyncStateRow | null): Promise<boolean> => {
    let isFirstMail = state?.checkpoint == null
    let hasStored = false
    const look: { isOn: boolean; next: Promise<void> | null } = { isOn: false, next: null }
    const over = new AbortController()
    const base = contextFor(state, {})
    const context: SyncContext = {
      ...base,
      onWaiting(untilMs) {
        base.onWaiting(untilMs)
        if (untilMs !== null && isFirstMail && hasStored) {
          isFirstMail = false
          roundEnded(waiters.resolveAll)
        }
      },
      nextPoll() {
        if (look.isOn) roundEnded()
        look.isOn = false
        look.next ??= alarm
          .wait(deps.pollIntervalMs, AbortSignal.any([signal, over.signal]))
          .then(() => {
            look.isOn = true
            look.next = null
            waiters.begin()
          })
        return look.next
      },
    }
    try {
      for await (const step of open.fullSync(context)) {
        await takeOver(step)
        hasStored = true
        if (isFirstMail && step.phase !== 'recent') {
          isFirstMail = false
          roundEnded(waiters.resolveAll)
        }
        signal.throwIfAborted()
      }
    } finally {
      look.next?.catch(() => undefined)
      over.abort(new Error('The full sync has ended'))
    }
    const backlog = await store.read.sync.backlogSize(account.id)
    if (backlog === 0) await markComplete()
    leftovers = backlog === 0 ? 0 : leftovers + 1
    leftoversFrom =
      clock.now() + (backlog === 0 ? 0 : backoffMs(leftovers, LEFTOVER_BACKOFF, deps.random()))
    return look.isOn
  }

  const markComplete = async (): Promise<void> => {
    await store.transaction(async ({ sync }) => {
      const state = await sync.state(account.id)
      if (state) await sync.saveState({ ...state, isComplete: true })
    })
  }

  const syncChanges = async (open: MailProvider, state: SyncStateRow): Promise<void> => {
    for await (const step of open.changes(contextFor(state, {}))) {
      await takeOver(step)
      if (step.failures.length > 0) await store.transaction(({ sync }) => unfinish(sync))
      signal.throwIfAborted()
    }
  }

  /** Something new could not be fetched: the next full pass takes it from the backlog. */
  const unfinish = async (sync: {
    state(id: string): Promise<SyncStateRow | null>
    saveState(row: SyncStateRow): Promise<void>
  }): Promise<void> => {
    const state = await sync.state(account.id)
    if (state) await sync.saveState({ ...state, isComplete: false })
  }

  /** One round. Answers how long to rest. */
  const round = async (current: AccountRow): Promise<number> => {
    const thorough = asked
    unanswered = 0
    waiters.begin()
    marks.begin()
    provider = await providers.open(current)
    const state = await store.read.sync.state(account.id)
    cursor = state ? cursorOf(state.checkpoint) : null
    const isFull = state?.isComplete !== true && clock.now() >= leftoversFrom
    let isOwed = false
    if (isFull || state?.checkpoint == null) isOwed = await syncAll(provider, state)
    else await syncChanges(provider, state)
    const doubted = marks.doubted()
    announcer.messagesChanged(await restoreFrom(provider, store, account.id, doubted))
    marks.settled(doubted)
    const isComplete = unanswered === 0 && (await store.read.sync.backlogSize(account.id)) === 0
    answered = thorough
    if (isComplete) {
      if (announcer.report.phase !== 'complete') await refresh(complete())
    } else if (announcer.report.phase === 'complete') await refresh({ phase: 'backfill' })
    roundEnded(isOwed ? () => undefined : waiters.resolveBegun)
    if (announcer.report.waitingUntil !== null) announcer.update({ waitingUntil: null })
    await clearError(deps, current)
    if (isOwed) return 0
    return isComplete || unanswered > 0
      ? deps.pollIntervalMs
      : Math.max(0, Math.min(deps.pollIntervalMs, leftoversFrom - clock.now()))
  }

  const complete = (): Partial<typeof announcer.report> => ({
    phase: 'complete',
    waitingUntil: null,
  })

  const failed = async (current: AccountRow, error: unknown): Promise<number> => {
    failures += 1
    const consequence = await consequenceOf(deps, current, error, failures)
    // Who waits for a round that starts over still gets its answer from it.
    if (consequence.kind !== 'restart') waiters.rejectAll(error)
    switch (consequence.kind) {
      case 'park':
        announcer.update({ phase: 'error', waitingUntil: null })
        return Infinity
      case 'restart':
        await store.transaction(({ sync }) =>
          sync.saveState({
            accountId: account.id,
            checkpoint: null,
            isComplete: false,
            total: announcer.report.total,
          }),
        )
        return 0
      case 'retry':
        offline = consequence.isOffline
        announcer.update({
          ...(consequence.isError ? { phase: 'error' } : {}),
          waitingUntil: clock.now() + consequence.afterMs,
        })
        return consequence.afterMs
    }
  }

  const run = async (): Promise<void> => {
    const state = await store.read.sync.state(account.id)
    await refresh({ phase: state?.isComplete === true ? 'complete' : 'starting' })
    if (state) announcer.update({ total: state.total })
    for (;;) {
      signal.throwIfAborted()
      const current = await store.read.accounts.get(account.id)
      let restMs = Infinity
      if (current?.status === 'connected') {
        try {
          restMs = await round(current)
          actions.wake()
        } catch (error) {
          signal.throwIfAborted()
          restMs = await failed(current, error)
        }
      } else {
        waiters.rejectAll(
          new OperationError('account_not_connected', 'This account is not connected.'),
        )
      }
      if (restMs > 0) await alarm.wait(restMs, signal)
    }
  }

  const ended = Promise.allSettled([run(), actions.run()]).then((outcomes) => {
    waiters.rejectAll(new OperationError('email_fetch_error', 'The sync was stopped.'))
    for (const outcome of outcomes) {
      if (outcome.status === 'rejected' && !signal.aborted) {
        deps.logger.error({ err: outcome.reason as unknown, accountId: account.id }, 'loop ended')
      }
    }
    announcer.flush()
  })

  return {
    syncNow() {
      asked += 1
      const result = waiters.join()
      alarm.ring()
      return result
    },
    wake() {
      asked += 1
      alarm.ring()
      actions.wake()
    },
    actionQueued: () => actions.wake(),
    progress: () => {
      const { report } = announcer
      return {
        ...report,
        total: report.phase === 'complete' ? report.synced : report.total,
        quota: provider?.quota() ?? { usedLastMinute: 0, limitPerMinute: 0 },
      }
    },
    isOffline: () => offline,
    async stop() {
      halt.abort(new Error('The sync was stopped'))
      await ended
    },
  }
}

function cursorOf(checkpoint: Record<string, unknown> | null): string | null {
  const cursor = checkpoint?.['cursor']
  return typeof cursor === 'string' ? cursor : null
}
