import type { SyncPhase, WaitingFor } from '#shared/contract/enums.ts'
import type { AccountRow } from '../ports/accounts.ts'
import type { Clock } from '../ports/clock.ts'
import type { EventBus } from '../ports/services.ts'

/** How far one account is, and the announcing of it. */
export interface ProgressReport {
  phase: SyncPhase
  synced: number
  total: number | null
  backlog: number
  waitingUntil: number | null
  waitingFor: WaitingFor | null
  lastSyncedAt: number | null
}

export interface Announcer {
  readonly report: ProgressReport
  /** Takes over what is new and announces it soon. */
  update(change: Partial<ProgressReport>): void
  messagesChanged(ids: readonly number[]): void
  /** Announces what is pending now. */
  flush(): void
}

const MIN_INTERVAL_MS = 200
const MAX_IDS = 500

/** Announces one account's progress and changes, at most about five times a second. */
export function createAnnouncer(
  account: AccountRow,
  events: EventBus,
  clock: Clock,
  signal: AbortSignal,
): Announcer {
  const report: ProgressReport = {
    phase: 'starting',
    synced: 0,
    total: null,
    backlog: 0,
    waitingUntil: null,
    waitingFor: null,
    lastSyncedAt: account.lastSyncedAt,
  }
  const { id: accountId, mailboxId, userId } = account
  const changedIds = new Set<number>()
  let isProgressPending = false
  let isPausing = false
  let said = ''

  const flush = (): void => {
    if (changedIds.size > 0) {
      const messageIds = [...changedIds].slice(0, MAX_IDS).map(String)
      changedIds.clear()
      events.publish(userId, { type: 'messages.changed', mailboxId, accountId, messageIds })
    }
    if (!isProgressPending) return
    isProgressPending = false
    const { phase, synced, total, waitingUntil, waitingFor } = report
    const progress = {
      phase,
      synced,
      total,
      waitingUntil: waitingUntil === null ? null : new Date(waitingUntil).toISOString(),
      waitingFor,
    }
    const saying = JSON.stringify(progress)
    if (saying === said) return
    said = saying
    events.publish(userId, { type: 'sync.progress', mailboxId, accountId, ...progress })
  }

  /** Announces at once after a quiet time, and what comes soon after in one go. */
  const soon = (): void => {
    if (isPausing) return
    flush()
    isPausing = true
    const over = (): void => {
      isPausing = false
    }
    clock.sleep(MIN_INTERVAL_MS, signal).then(() => {
      over()
      if (isProgressPending || changedIds.size > 0) soon()
    }, over)
  }

  return {
    report,
    update(change) {
      Object.assign(report, change)
      isProgressPending = true
      soon()
    },
    messagesChanged(ids) {
      if (ids.length === 0) return
      for (const id of ids) changedIds.add(id)
      soon()
    },
    flush,
  }
}
