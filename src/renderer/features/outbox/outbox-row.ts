import type { OutboxItem } from '#shared/contract/outbox.ts'

export type OutboxAction = 'retry' | 'edit' | 'discard' | 'cancel' | 'it_was_sent' | 'send_again'

export interface OutboxRow {
  /** Key of the sentence that says where the message stands. */
  wording:
    | 'outbox.state.scheduled'
    | 'outbox.state.waiting'
    | 'outbox.state.retrying'
    | 'outbox.state.sending'
    | 'outbox.state.sent'
    | 'outbox.state.failed'
    | 'outbox.state.unknown'
    | 'outbox.state.cancelled'
  tone: 'neutral' | 'success' | 'warning' | 'danger'
  /** ISO time to name in the sentence, or null. */
  time: string | null
  /** What the person can do, the main thing first. */
  actions: readonly OutboxAction[]
}

/** What is said and offered about a message in the outbox. `now` is ms since 1970. */
export function outboxRow(item: OutboxItem, now: number): OutboxRow {
  switch (item.state) {
    case 'scheduled':
      return row('outbox.state.scheduled', 'neutral', item.sendAt, ['cancel'])
    case 'waiting': {
      const later = item.attempts > 0 || Date.parse(item.sendAt) > now
      return later
        ? row('outbox.state.retrying', 'warning', item.sendAt, ['cancel'])
        : row('outbox.state.waiting', 'neutral', null, ['cancel'])
    }
    case 'sending':
      return row('outbox.state.sending', 'neutral', null, [])
    case 'sent':
      return row('outbox.state.sent', 'success', item.sentAt, [])
    case 'failed':
      return row('outbox.state.failed', 'danger', null, ['retry', 'edit', 'discard'])
    case 'unknown':
      return row('outbox.state.unknown', 'warning', null, ['it_was_sent', 'send_again'])
    case 'cancelled':
      return row('outbox.state.cancelled', 'neutral', null, [])
  }
}

/** What asks for the person first: failures and doubts, then what goes by itself, then the rest. */
export function sortByUrgency(items: readonly OutboxItem[]): OutboxItem[] {
  const rank: Record<OutboxItem['state'], number> = {
    unknown: 0,
    failed: 1,
    sending: 2,
    waiting: 3,
    scheduled: 4,
    sent: 5,
    cancelled: 6,
  }
  return items.toSorted(
    (one, other) =>
      rank[one.state] - rank[other.state] || other.createdAt.localeCompare(one.createdAt),
  )
}

function row(
  wording: OutboxRow['wording'],
  tone: OutboxRow['tone'],
  time: string | null,
  actions: readonly OutboxAction[],
): OutboxRow {
  return { wording, tone, time, actions }
}
