import type { Box } from '#shared/contract/enums.ts'
import type { AccountRow } from '../ports/accounts.ts'
import type { MailProvider, SyncContext, SyncStep } from '../ports/provider.ts'
import type { SyncStateRow, SyncRepository } from '../ports/store.ts'
import type { ErrorActionDependencies } from './error-action.ts'
import type { WakeUpSignal } from './wake-up-signal.ts'
import { backoffMs } from './backoff.ts'
import { commitStep } from './commit-step.ts'
import type { Announcer, ProgressReport } from './progress.ts'
import { streamPlacements } from './stream-placements.ts'
import type { SyncPassWaiters } from './sync-pass-waiters.ts'

export interface SyncPassDependencies extends ErrorActionDependencies {
  account: AccountRow
  wakeUpSignal: WakeUpSignal
  waiters: SyncPassWaiters
  announcer: Announcer
  pollIntervalMs: () => number
  /** The provider answered. */
  onProviderReached: () => void
  /** Boxes on the screen, each told once. */
  takeViewedBoxes: () => Box[]
}

/** What one account does each time it looks at its provider. */
export interface SyncPass {
  /**
   * Everything the first time and while something is missing, afterwards what changed. Throws what
   * went wrong; aborted, it throws the signal's reason. Answers how long to rest, in milliseconds.
   */
  run(current: AccountRow, provider: MailProvider, look: SyncPassOptions): Promise<number>
  /** Reads the numbers again and announces them with the change. */
  refresh(change?: Partial<ProgressReport>): Promise<void>
}

export interface SyncPassOptions {
  signal: AbortSignal
  /** The person asked, or the engine woke: what the cheap poll cannot see is looked at as well. */
  isFullPoll: boolean
}

const BACKLOG_BACKOFF = { firstMs: 30_000, longestMs: 900_000 }

export function createSyncPass(deps: SyncPassDependencies): SyncPass {
  const { store, clock, wakeUpSignal: alarm, waiters, announcer } = deps
  const { id: accountId } = deps.account
  let cursor: string | null = null
  let leftovers = 0
  /** Until then what could not be fetched rests. */
  let leftoversFrom = 0
  /** What the provider has not been able to tell in this round. */
  let unanswered = 0

  const refresh = async (change: Partial<ProgressReport> = {}): Promise<void> => {
    const [counts, backlog] = await Promise.all([
      store.read.messages.boxCounts([accountId]),
      store.read.sync.backlogSize(accountId),
    ])
    const synced = counts
      .filter(({ box }) => box === 'ALL_MAIL' || box === 'SPAM' || box === 'TRASH')
      .reduce((sum, { total }) => sum + total, 0)
    announcer.update({ synced, backlog, ...change })
  }

  const takeOver = async (current: AccountRow, step: SyncStep): Promise<void> => {
    const changed = await commitStep(store, current, step, clock.now())
    cursor = historyCursorOf(step.syncCursor)
    waiters.countChanges(changed.ids.length)
    announcer.messagesChanged(changed)
    await refresh({
      ...(step.phase === 'incremental' ? {} : { phase: step.phase }),
      ...totalOf(current, step),
    })
  }

  /** The provider counts everything; of a part only what is listed tells how much it is. */
  const totalOf = ({ syncSince }: AccountRow, step: SyncStep): { total?: number | null } => {
    if (syncSince === null) return step.total === null ? {} : { total: step.total }
    const { synced, backlog } = announcer.report
    return step.phase === 'incremental'
      ? {}
      : { total: step.phase === 'backfill' ? synced + backlog : null }
  }

  /**
   * Changes that the provider accepted before now are part of everything that is read from now on.
   * Those accepted while a pass reads stay laid over what it stores, until the next one begins.
   */
  const forgetConfirmedChanges = async (): Promise<void> => {
    const now = clock.now()
    if (!(await store.read.pendingChanges.hasConfirming(accountId))) return
    await store.transaction(({ pendingChanges }) => pendingChanges.deleteConfirmed(accountId, now))
  }

  const ended = (answer: (cursor: string | null) => void = waiters.resolveCurrent): void => {
    deps.onProviderReached()
    announcer.report.lastSyncedAt = clock.now()
    answer(cursor)
  }

  const contextFor = (
    current: AccountRow,
    state: SyncStateRow | null,
    { signal, isFullPoll: isThorough }: SyncPassOptions,
  ): SyncContext => ({
    syncCursor: state?.checkpoint ?? null,
    nextBacklog: (limit) => store.read.sync.nextBacklog(accountId, limit),
    knownIds: (ids) => store.read.messages.knownIds(accountId, ids),
    hasStoredMessages: () => store.read.messages.hasAny(accountId),
    storedPlacements: () => streamPlacements(store, accountId),
    labels: () => store.read.sync.listLabels(accountId),
    isFullPoll: isThorough,
    since: current.syncSince,
    takeViewedBoxes: deps.takeViewedBoxes,
    signal,
    onWaiting: (waitingUntil) => {
      if (announcer.report.waitingUntil === waitingUntil) return
      announcer.update({ waitingUntil, waitingFor: waitingUntil === null ? null : 'quota' })
    },
    onIncomplete: (count) => {
      unanswered = count
    },
    nextPoll: () => alarm.wait(deps.pollIntervalMs(), signal),
  })

  /**
   * Everything the account has; callers of a first sync are answered once there is mail to read.
   * Answers whether a look that was asked for is still owed, because the sync ended before it.
   */
  const syncAll = async (
    current: AccountRow,
    open: MailProvider,
    state: SyncStateRow | null,
    asked: SyncPassOptions,
  ): Promise<boolean> => {
    const { signal } = asked
    let isFirstMail = state?.checkpoint == null
    let hasStored = false
    const look: { isOn: boolean; next: Promise<void> | null } = { isOn: false, next: null }
    const over = new AbortController()
    // The looks in between are cheap ones; at its end a full sync looks at everything by itself.
    const base = contextFor(current, state, { signal, isFullPoll: false })
    const context: SyncContext = {
      ...base,
      onWaiting(untilMs) {
        base.onWaiting(untilMs)
        if (untilMs !== null && isFirstMail && hasStored) {
          isFirstMail = false
          ended(waiters.resolveAll)
        }
      },
      nextPoll() {
        if (look.isOn) ended()
        look.isOn = false
        look.next ??= alarm
          .wait(deps.pollIntervalMs(), AbortSignal.any([signal, over.signal]))
          .then(async () => {
            look.isOn = true
            look.next = null
            waiters.startPass()
            await forgetConfirmedChanges()
          })
        return look.next
      },
    }
    try {
      for await (const step of open.initialSync(context)) {
        await takeOver(current, step)
        hasStored = true
        if (isFirstMail && step.phase !== 'recent') {
          isFirstMail = false
          ended(waiters.resolveAll)
        }
        signal.throwIfAborted()
      }
    } finally {
      look.next?.catch(() => undefined)
      over.abort(new Error('The full sync has ended'))
    }
    const backlog = await store.read.sync.backlogSize(accountId)
    if (backlog === 0) await store.transaction(({ sync }) => setComplete(sync, true))
    leftovers = backlog === 0 ? 0 : leftovers + 1
    leftoversFrom =
      clock.now() + (backlog === 0 ? 0 : backoffMs(leftovers, BACKLOG_BACKOFF, deps.random()))
    return look.isOn
  }

  const syncChanges = async (
    current: AccountRow,
    open: MailProvider,
    state: SyncStateRow,
    asked: SyncPassOptions,
  ): Promise<void> => {
    for await (const step of open.incrementalSync(contextFor(current, state, asked))) {
      await takeOver(current, step)
      // Something new could not be fetched: the next full pass takes it from the backlog.
      if (step.failures.length > 0) await store.transaction(({ sync }) => setComplete(sync, false))
      asked.signal.throwIfAborted()
    }
  }

  const setComplete = async (sync: SyncRepository, isComplete: boolean): Promise<void> => {
    const state = await sync.findState(accountId)
    if (state) await sync.saveState({ ...state, isComplete })
  }

  return {
    refresh,
    async run(current, provider, asked) {
      unanswered = 0
      waiters.startPass()
      await forgetConfirmedChanges()
      const state = await store.read.sync.findState(accountId)
      cursor = state ? historyCursorOf(state.checkpoint) : null
      const isFull = state?.isComplete !== true && clock.now() >= leftoversFrom
      let isOwed = false
      if (isFull || state?.checkpoint == null) {
        isOwed = await syncAll(current, provider, state, asked)
      } else await syncChanges(current, provider, state, asked)
      const isComplete = unanswered === 0 && (await store.read.sync.backlogSize(accountId)) === 0
      if (isComplete) {
        if (announcer.report.phase !== 'complete') await refresh({ phase: 'complete' })
      } else if (announcer.report.phase === 'complete') await refresh({ phase: 'backfill' })
      ended(isOwed ? () => undefined : waiters.resolveCurrent)
      if (announcer.report.waitingUntil !== null) {
        announcer.update({ waitingUntil: null, waitingFor: null })
      }
      if (isOwed) return 0
      const intervalMs = deps.pollIntervalMs()
      return isComplete || unanswered > 0
        ? intervalMs
        : Math.max(0, Math.min(intervalMs, leftoversFrom - clock.now()))
    },
  }
}

/** Where the provider's history stood, as clients see it; null where there is no such cursor. */
export function historyCursorOf(checkpoint: Record<string, unknown> | null): string | null {
  const cursor = checkpoint?.['cursor']
  return typeof cursor === 'string' ? cursor : null
}
