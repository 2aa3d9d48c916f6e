import { describe, expect, it } from 'vitest'
import type { OutboxItem } from '#shared/contract/outbox.ts'
import { sortByUrgency, outboxRow } from './outbox-row.ts'

const NOW = Date.parse('2026-01-01T10:00:00Z')
const item: OutboxItem = {
  outboxId: 'o1',
  accountId: 'a1',
  mailboxId: 'm1',
  state: 'waiting',
  to: [],
  cc: [],
  bcc: [],
  subject: '',
  bodyHtml: '',
  inReplyTo: null,
  sendAt: '2026-01-01T10:00:00Z',
  attempts: 0,
  providerMessageId: null,
  sentAt: null,
  lastError: null,
  createdAt: '2026-01-01T09:59:00Z',
}

describe('outboxRow', () => {
  it('can take back what has not begun to leave', () => {
    expect(outboxRow(item, NOW)).toMatchObject({
      wording: 'outbox.state.waiting',
      actions: ['cancel'],
    })
    expect(outboxRow({ ...item, state: 'scheduled' }, NOW).actions).toEqual(['cancel'])
  })

  it('names the next try after one that came to nothing', () => {
    const later = { ...item, attempts: 1, sendAt: '2026-01-01T10:05:00Z' }
    expect(outboxRow(later, NOW)).toMatchObject({
      wording: 'outbox.state.retrying',
      time: '2026-01-01T10:05:00Z',
    })
  })

  it('offers three ways out of a failure', () => {
    expect(outboxRow({ ...item, state: 'failed' }, NOW).actions).toEqual([
      'retry',
      'edit',
      'discard',
    ])
  })

  it('asks the person where the provider could not tell', () => {
    expect(outboxRow({ ...item, state: 'unknown' }, NOW).actions).toEqual([
      'it_was_sent',
      'send_again',
    ])
  })

  it('offers nothing while a message leaves or once it is gone', () => {
    expect(outboxRow({ ...item, state: 'sending' }, NOW).actions).toEqual([])
    expect(outboxRow({ ...item, state: 'sent' }, NOW).actions).toEqual([])
  })
})

describe('sortByUrgency', () => {
  it('puts first what waits for the person, newest first within a state', () => {
    const items: OutboxItem[] = [
      { ...item, outboxId: 'waiting' },
      { ...item, outboxId: 'failed-old', state: 'failed' },
      { ...item, outboxId: 'failed-new', state: 'failed', createdAt: '2026-01-02T00:00:00Z' },
      { ...item, outboxId: 'unknown', state: 'unknown' },
    ]
    expect(sortByUrgency(items).map(({ outboxId }) => outboxId)).toEqual([
      'unknown',
      'failed-new',
      'failed-old',
      'waiting',
    ])
  })
})
