import type { Box, SyncPhase, WaitingFor } from '#shared/contract/enums.ts'
import type { AccountRow } from '../ports/accounts.ts'
import type { Clock } from '../ports/clock.ts'
import type { ChangedMessages } from '../ports/messages.ts'
import type { EventBus } from '../ports/services.ts'

/** How far an account's sync has come. */
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
  /** Changes the report and announces it soon. */
  update(change: Partial<ProgressReport>): void
  /** Announces messages soon, every one of them, with the lists concerned. */
  messagesChanged(changed: ChangedMessages): void
  /** Announces what is pending now. */
  flush(): void
}

const MIN_INTERVAL_MS = 200
/** More ids than this are announced in several events. */
const MAX_IDS_PER_EVENT = 500

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
  const changedBoxes = new Set<Box>()
  const changedLabelIds = new Set<string>()
  let isProgressPending = false
  let isPausing = false
  let lastAnnounced = ''

  const flush = (): void => {
    if (changedIds.size > 0) {
      const ids = [...changedIds].map(String)
      const lists = { boxes: [...changedBoxes], labelIds: [...changedLabelIds] }
      for (const set of [changedIds, changedBoxes, changedLabelIds]) set.clear()
      for (let start = 0; start < ids.length; start += MAX_IDS_PER_EVENT) {
        const messageIds = ids.slice(start, start + MAX_IDS_PER_EVENT)
        const event = { type: 'messages.changed' as const, mailboxId, accountId, messageIds }
        events.publish(userId, { ...event, ...lists })
      }
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
    const announced = JSON.stringify(progress)
    if (announced === lastAnnounced) return
    lastAnnounced = announced
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
    messagesChanged({ ids, boxes, labelIds }) {
      if (ids.length === 0) return
      for (const id of ids) changedIds.add(id)
      for (const box of boxes) changedBoxes.add(box)
      for (const label of labelIds) changedLabelIds.add(label)
      soon()
    },
    flush,
  }
}
