import type { Box } from '#shared/contract/enums.ts'
import type { AccountRow } from '../ports/accounts.ts'
import type { MailProvider, SyncContext, SyncStep } from '../ports/provider.ts'
import type { SyncStateRow, SyncRepository } from '../ports/store.ts'
import type { ErrorActionDependencies } from './error-action.ts'
import type { WakeUpSignal } from './wake-up-signal.ts'
import { backoffMs } from './backoff.ts'
import { commitStep } from './commit-step.ts'
import { forgetConfirmedChanges } from './forget-confirmed-changes.ts'
import type { Announcer, ProgressReport } from './progress.ts'
import { streamPlacements } from './stream-placements.ts'
import type { SyncPassWaiters } from './sync-pass-waiters.ts'

export interface SyncPassDependencies extends ErrorActionDependencies {
  account: AccountRow
  wakeUpSignal: WakeUpSignal
  waiters: SyncPassWaiters
  announcer: Announcer
  pollIntervalMs: () => number
  /** Called when the provider was reached. */
  onProviderReached: () => void
  /** Clears the account's last error: whoever waited for the sync finds it gone. */
  clearError: (current: AccountRow) => Promise<void>
  /** The boxes on the screen that no earlier call has returned. */
  takeViewedBoxes: () => Box[]
}

/** One run of an account's sync, from start to rest. */
export interface SyncPass {
  /**
   * Runs an initial sync until everything is stored, and afterwards polls for changes. Returns how
   * long to rest, in milliseconds. Throws what went wrong, and the signal's reason when aborted.
   */
  run(current: AccountRow, provider: MailProvider, options: SyncPassOptions): Promise<number>
  /** Reads the numbers again and announces them with the change. */
  refresh(change?: Partial<ProgressReport>): Promise<void>
}

export interface SyncPassOptions {
  signal: AbortSignal
  /** Also reads what a cheap poll cannot see: a person asked, or the engine has just started. */
  isFullPoll: boolean
}

const BACKLOG_BACKOFF = { firstMs: 30_000, longestMs: 900_000 }

export function createSyncPass(deps: SyncPassDependencies): SyncPass {
  const { store, clock, wakeUpSignal: alarm, waiters, announcer } = deps
  const { id: accountId } = deps.account
  let cursor: string | null = null
  /** Initial syncs in a row that left something in the backlog. */
  let incompletePasses = 0
  /** No initial sync before this time: what could not be fetched is not asked for all the time. */
  let backlogRetryAt = 0
  /** Messages or folders that the provider could not report in this pass. */
  let unreportedCount = 0

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

  const applyStep = async (current: AccountRow, step: SyncStep): Promise<void> => {
    const changed = await commitStep(store, current, step, clock.now())
    cursor = historyCursorOf(step.syncCursor)
    waiters.countChanges(changed.ids.length)
    announcer.messagesChanged(changed)
    await refresh({
      ...(step.phase === 'incremental' ? {} : { phase: step.phase }),
      ...totalOf(current, step),
    })
  }

  /** The provider counts all mail; with a sync window only what was listed says how much there is. */
  const totalOf = ({ syncSince }: AccountRow, step: SyncStep): { total?: number | null } => {
    if (syncSince === null) return step.total === null ? {} : { total: step.total }
    const { synced, backlog } = announcer.report
    return step.phase === 'incremental'
      ? {}
      : { total: step.phase === 'backfill' ? synced + backlog : null }
  }

  const forgetConfirmed = async (provider: MailProvider): Promise<void> => {
    announcer.messagesChanged(await forgetConfirmedChanges(store, provider, accountId, clock.now()))
  }

  /** Records that everything is up to date, and resolves callers that waited for it. */
  const markSynced = (resolve: (cursor: string | null) => void = waiters.resolveCurrent): void => {
    deps.onProviderReached()
    announcer.report.lastSyncedAt = clock.now()
    resolve(cursor)
  }

  const contextFor = (
    current: AccountRow,
    state: SyncStateRow | null,
    { signal, isFullPoll }: SyncPassOptions,
  ): SyncContext => ({
    syncCursor: state?.checkpoint ?? null,
    nextBacklog: (limit) => store.read.sync.nextBacklog(accountId, limit),
    knownIds: (ids) => store.read.messages.knownIds(accountId, ids),
    hasStoredMessages: () => store.read.messages.hasAny(accountId),
    storedPlacements: () => streamPlacements(store, accountId),
    labels: () => store.read.sync.listLabels(accountId),
    isFullPoll,
    since: current.syncSince,
    takeViewedBoxes: deps.takeViewedBoxes,
    signal,
    onWaiting: (waitingUntil) => {
      if (announcer.report.waitingUntil === waitingUntil) return
      announcer.update({ waitingUntil, waitingFor: waitingUntil === null ? null : 'quota' })
    },
    onIncomplete: (count) => {
      unreportedCount = count
    },
    nextPoll: () => alarm.wait(deps.pollIntervalMs(), signal),
  })

  /**
   * Runs the adapter's initial sync. Callers who wait for an account's first sync are resolved as
   * soon as there is mail to read. While it runs the adapter polls from time to time; returns true
   * where a poll was due and the sync ended before it began.
   */
  const syncAll = async (
    current: AccountRow,
    provider: MailProvider,
    state: SyncStateRow | null,
    options: SyncPassOptions,
  ): Promise<boolean> => {
    const { signal } = options
    let isFirstMail = state?.checkpoint == null
    let hasStored = false
    const poll: { isDue: boolean; next: Promise<void> | null } = { isDue: false, next: null }
    const syncEnd = new AbortController()
    // Polls in between are cheap ones: the initial sync itself reads everything.
    const base = contextFor(current, state, { signal, isFullPoll: false })
    const context: SyncContext = {
      ...base,
      onWaiting(untilMs) {
        base.onWaiting(untilMs)
        if (untilMs !== null && isFirstMail && hasStored) {
          isFirstMail = false
          markSynced(waiters.resolveAll)
        }
      },
      nextPoll() {
        if (poll.isDue) markSynced()
        poll.isDue = false
        poll.next ??= alarm
          .wait(deps.pollIntervalMs(), AbortSignal.any([signal, syncEnd.signal]))
          .then(async () => {
            poll.isDue = true
            poll.next = null
            waiters.startPass()
            await forgetConfirmed(provider)
          })
        return poll.next
      },
    }
    try {
      for await (const step of provider.initialSync(context)) {
        await applyStep(current, step)
        hasStored = true
        if (isFirstMail && step.phase !== 'recent') {
          isFirstMail = false
          markSynced(waiters.resolveAll)
        }
        signal.throwIfAborted()
      }
    } finally {
      poll.next?.catch(() => undefined)
      syncEnd.abort(new Error('The initial sync has ended'))
    }
    const backlog = await store.read.sync.backlogSize(accountId)
    if (backlog === 0) await store.transaction(({ sync }) => setComplete(sync, true))
    incompletePasses = backlog === 0 ? 0 : incompletePasses + 1
    backlogRetryAt =
      clock.now() +
      (backlog === 0 ? 0 : backoffMs(incompletePasses, BACKLOG_BACKOFF, deps.random()))
    return poll.isDue
  }

  const syncChanges = async (
    current: AccountRow,
    provider: MailProvider,
    state: SyncStateRow,
    options: SyncPassOptions,
  ): Promise<void> => {
    for await (const step of provider.incrementalSync(contextFor(current, state, options))) {
      await applyStep(current, step)
      // Something new could not be fetched: the next pass fetches it from the backlog.
      if (step.failures.length > 0) await store.transaction(({ sync }) => setComplete(sync, false))
      options.signal.throwIfAborted()
    }
  }

  const setComplete = async (sync: SyncRepository, isComplete: boolean): Promise<void> => {
    const state = await sync.findState(accountId)
    if (state) await sync.saveState({ ...state, isComplete })
  }

  return {
    refresh,
    async run(current, provider, options) {
      unreportedCount = 0
      waiters.startPass()
      await forgetConfirmed(provider)
      const state = await store.read.sync.findState(accountId)
      cursor = state ? historyCursorOf(state.checkpoint) : null
      const isFull = state?.isComplete !== true && clock.now() >= backlogRetryAt
      let isPollDue = false
      if (isFull || state?.checkpoint == null) {
        isPollDue = await syncAll(current, provider, state, options)
      } else await syncChanges(current, provider, state, options)
      const isComplete =
        unreportedCount === 0 && (await store.read.sync.backlogSize(accountId)) === 0
      if (isComplete) {
        if (announcer.report.phase !== 'complete') await refresh({ phase: 'complete' })
      } else if (announcer.report.phase === 'complete') await refresh({ phase: 'backfill' })
      await deps.clearError(current)
      markSynced(isPollDue ? () => undefined : waiters.resolveCurrent)
      if (announcer.report.waitingUntil !== null) {
        announcer.update({ waitingUntil: null, waitingFor: null })
      }
      if (isPollDue) return 0
      const intervalMs = deps.pollIntervalMs()
      return isComplete || unreportedCount > 0
        ? intervalMs
        : Math.max(0, Math.min(intervalMs, backlogRetryAt - clock.now()))
    },
  }
}

/** The provider's cursor as clients see it; null where there is none. */
export function historyCursorOf(checkpoint: Record<string, unknown> | null): string | null {
  const cursor = checkpoint?.['cursor']
  return typeof cursor === 'string' ? cursor : null
}
