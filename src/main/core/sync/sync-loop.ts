import type { Box } from '#shared/contract/enums.ts'
import { OperationError } from '#shared/errors.ts'
import type { AccountRow } from '../ports/accounts.ts'
import type { AccountProgress } from '../ports/engines.ts'
import type { LeaseControl } from '../ports/leases.ts'
import type { MailProvider } from '../ports/provider.ts'
import { createSyncPass, historyCursorOf } from './sync-pass.ts'
import { clearError, errorActionOf, type ErrorActionDependencies } from './error-action.ts'
import { createChangeQueue } from './change-queue.ts'
import { backoffMs } from './backoff.ts'
import { createWakeUpSignal } from './wake-up-signal.ts'
import { applySyncWindow, isSyncWindowPending } from './apply-sync-window.ts'
import { createAnnouncer } from './progress.ts'
import { createSyncPassWaiters, type SyncPassResult } from './sync-pass-waiters.ts'

export interface SyncLoopDependencies extends ErrorActionDependencies {
  /** Milliseconds between two polls; read before each. */
  pollIntervalMs: () => number
  leases: LeaseControl
}

const DATABASE_BACKOFF = { firstMs: 2_000, longestMs: 60_000 }

/** One account's sync, on its own: it waits for no other account. */
export interface SyncLoop {
  syncNow(): Promise<SyncPassResult>
  /** Polls now. */
  wake(): void
  changeQueued(): void
  /** The person changed settings: the pass under way is aborted and begun again with the new ones. */
  syncSettingsChanged(): void
  /** A box is on the screen: its newest mail is fetched first. */
  boxViewed(box: Box): void
  progress(): AccountProgress
  isOffline(): boolean
  /** Another host may have made an account usable that this one waits for: looks whether it is. */
  lookAgain(): void
  /** Ends the loop; resolves when it will write no more. */
  stop(): Promise<void>
}

/** Starts syncing an account: an initial sync, then polls for changes. */
export function startSyncLoop(deps: SyncLoopDependencies, account: AccountRow): SyncLoop {
  const { providers, clock } = deps
  const lease = deps.leases.of(`sync:${account.id}`)
  const store = lease.fence(deps.store)
  const fenced = { ...deps, store }
  const halt = new AbortController()
  const { signal } = halt
  const wakeUp = createWakeUpSignal(clock)
  const waiters = createSyncPassWaiters()
  const announcer = createAnnouncer(account, deps.events, clock, signal)
  const actions = createChangeQueue({ ...fenced, account, signal, announcer, lease })
  const viewedBoxes = new Set<Box>()
  /** Boxes that were fetched first once: afterwards their newest mail is here. */
  const servedBoxes = new Set<Box>()
  const pass = createSyncPass({
    ...fenced,
    account,
    wakeUpSignal: wakeUp,
    waiters,
    announcer,
    clearError: async (current) => await clearError(fenced, current),
    onProviderReached: () => {
      offline = false
      failures = 0
    },
    takeViewedBoxes: () => {
      const boxes = [...viewedBoxes]
      viewedBoxes.clear()
      return boxes
    },
  })
  let provider: MailProvider | null = null
  let failures = 0
  let databaseFailures = 0
  let offline = false
  /** Full polls requested, the start included, and how many of those have been served. */
  let fullPollsRequested = 1
  let fullPollsServed = 0
  let nextPassAt: number | null = null
  /** Waits until it is woken: the account is paused or not connected. */
  let isSuspended = false
  let interruption = new AbortController()

  /** One pass. Returns how long to rest, in milliseconds. */
  const runPass = async (found: AccountRow, passSignal: AbortSignal): Promise<number> => {
    if (announcer.report.phase === 'paused') await begin()
    const isOpen = isSyncWindowPending(found, clock.now())
    const current = isOpen ? await applyWindow(found, passSignal) : found
    provider = await providers.open(current)
    const requested = fullPollsRequested
    const restMs = await pass.run(current, provider, {
      signal: passSignal,
      isFullPoll: fullPollsRequested > fullPollsServed,
    })
    fullPollsServed = requested
    return restMs
  }

  const applyWindow = async (current: AccountRow, passSignal: AbortSignal): Promise<AccountRow> => {
    await pass.refresh({ phase: 'inventory' })
    return applySyncWindow(
      {
        store,
        clock,
        signal: passSignal,
        onRemoved: async (removed) => {
          announcer.messagesChanged(removed)
          await pass.refresh()
        },
      },
      current,
    )
  }

  const failed = async (current: AccountRow, error: unknown): Promise<number> => {
    failures += 1
    const action = await errorActionOf(fenced, current, error, failures)
    // Callers stay with a pass that is only restarted.
    if (action.kind !== 'restart') waiters.rejectAll(error)
    switch (action.kind) {
      case 'suspend':
        announcer.update({ phase: 'error', waitingUntil: null, waitingFor: null })
        await lease.release()
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
        offline = action.isOffline
        announcer.update({
          ...(action.isError ? { phase: 'error' } : {}),
          waitingUntil: clock.now() + action.afterMs,
          waitingFor: action.waitingFor,
        })
        return action.afterMs
    }
  }

  /** Announces where the account stands, before its first pass and the first after a pause. */
  const begin = async (): Promise<void> => {
    const state = await store.read.sync.findState(account.id)
    await pass.refresh({ phase: state?.isComplete === true ? 'complete' : 'starting' })
    if (state) announcer.update({ total: state.total })
  }

  /** One turn of the loop: a pass where the account is connected. Returns how long to wait, in ms. */
  const turn = async (passSignal: AbortSignal): Promise<number> => {
    const current = await store.read.accounts.get(account.id)
    if (current?.status !== 'connected') {
      waiters.rejectAll(
        new OperationError('account_not_connected', 'This account is not connected.'),
      )
      await lease.release()
      return Infinity
    }
    const heldElsewhereMs = await lease.acquire()
    if (heldElsewhereMs !== null) return await leaveToOtherHost(heldElsewhereMs)
    const passOrLeaseSignal = AbortSignal.any([passSignal, lease.signal()])
    actions.wake()
    if (current.isPaused) {
      waiters.rejectAll(new OperationError('account_paused', 'Sync of this account is paused.'))
      await pass.refresh({ phase: 'paused', waitingUntil: null, waitingFor: null })
      return Infinity
    }
    try {
      const restMs = await runPass(current, passOrLeaseSignal)
      actions.wake()
      return restMs
    } catch (error) {
      signal.throwIfAborted()
      return passOrLeaseSignal.aborted ? 0 : await failed(current, error)
    }
  }

  /** Another host syncs the account; its mail is in the database that both share. */
  const leaveToOtherHost = async (retryMs: number): Promise<number> => {
    const state = await store.read.sync.findState(account.id)
    waiters.resolveAll(historyCursorOf(state?.checkpoint ?? null))
    return retryMs
  }

  /**
   * The database failed, perhaps while an error was to be stored. The loop goes on after a pause
   * that grows; a series of failures is logged once, and whoever waits for a sync gets the error.
   */
  const databaseFailed = (error: unknown): number => {
    databaseFailures += 1
    waiters.rejectAll(error)
    if (databaseFailures === 1) {
      deps.logger.error({ err: error, accountId: account.id }, 'sync waits for the database')
    }
    const waitMs = backoffMs(databaseFailures, DATABASE_BACKOFF, deps.random())
    announcer.update({
      phase: 'error',
      waitingUntil: clock.now() + waitMs,
      waitingFor: 'retry',
    })
    return waitMs
  }

  const run = async (): Promise<void> => {
    let hasBegun = false
    for (;;) {
      signal.throwIfAborted()
      interruption = new AbortController()
      let restMs: number
      try {
        if (!hasBegun) await begin()
        hasBegun = true
        restMs = await turn(AbortSignal.any([signal, interruption.signal]))
        databaseFailures = 0
      } catch (error) {
        signal.throwIfAborted()
        restMs = databaseFailed(error)
      }
      nextPassAt = restMs === Infinity ? null : clock.now() + restMs
      isSuspended = restMs === Infinity
      if (restMs > 0) await wakeUp.wait(restMs, signal)
      isSuspended = false
      nextPassAt = null
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
    return lease.release()
  })

  return {
    syncNow() {
      fullPollsRequested += 1
      const result = waiters.join()
      wakeUp.wake()
      return result
    },
    wake() {
      fullPollsRequested += 1
      wakeUp.wake()
      actions.wake()
    },
    changeQueued: () => actions.wake(),
    syncSettingsChanged() {
      interruption.abort(new Error('The person chose otherwise'))
      wakeUp.wake()
    },
    boxViewed(box) {
      const { phase } = announcer.report
      if (servedBoxes.has(box) || !(phase === 'inventory' || phase === 'backfill')) return
      servedBoxes.add(box)
      viewedBoxes.add(box)
      wakeUp.wake()
    },
    progress: () => {
      const { report } = announcer
      return {
        ...report,
        total: report.phase === 'complete' ? report.synced : report.total,
        nextPollAt: nextPassAt,
        quota: provider?.quota() ?? { usedLastMinute: 0, limitPerMinute: 0 },
      }
    },
    isOffline: () => offline,
    lookAgain() {
      if (isSuspended) wakeUp.wake()
    },
    async stop() {
      halt.abort(new Error('The sync was stopped'))
      await ended
    },
  }
}
