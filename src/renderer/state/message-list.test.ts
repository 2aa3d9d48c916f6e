import { describe, expect, it } from 'vitest'
import type { EmailListItem } from '#shared/contract/emails.ts'
import { listInput, flattenPages, updateRows } from './message-list.ts'

const row = (id: string): EmailListItem => ({
  id,
  providerMessageId: id,
  accountId: 'a',
  mailboxId: 'm',
  threadId: 't',
  fromEmail: '',
  fromName: '',
  to: [],
  cc: [],
  subject: '',
  snippet: '',
  receivedAt: '2026-03-12T10:00:00Z',
  isRead: false,
  isStarred: false,
  hasAttachments: false,
  box: 'INBOX',
  labels: [],
})
const page = (...ids: string[]) => ({
  items: ids.map(row),
  total: 9,
  totalAtLeast: 9,
  limit: 100,
  offset: 0,
  nextCursor: null,
  isComplete: true,
})

describe('the rows of all pages', () => {
  it('come once each, though a page read again reaches into the next', () => {
    const data = { pages: [page('new', 'a', 'b'), page('b', 'c')], pageParams: [null, 'x'] }
    expect(flattenPages(data).map(({ id }) => id)).toEqual(['new', 'a', 'b', 'c'])
    expect(flattenPages(undefined)).toEqual([])
  })

  it('change without touching pages that hold none of them', () => {
    const data = { pages: [page('a', 'b'), page('c')], pageParams: [null, 'x'] }
    const next = updateRows(data, new Set(['b']), (old) => ({ ...old, isRead: true }))
    expect(next.pages[0]?.items.map(({ isRead }) => isRead)).toEqual([false, true])
    expect(next.pages[0]?.items[0]).toBe(data.pages[0]?.items[0])
    expect(next.pages[1]).toBe(data.pages[1])
  })
})

describe('the question to the core', () => {
  const view = { kind: 'box' as const, mailboxId: 'm', accountId: null, box: 'INBOX' as const }

  it('names the account only in an account’s own box', () => {
    expect(listInput(view, '')).not.toHaveProperty('accountId')
    expect(listInput({ ...view, accountId: 'a' }, '')).toMatchObject({ accountId: 'a' })
  })

  it('searches from two characters on', () => {
    expect(listInput(view, 'a')).not.toHaveProperty('q')
    expect(listInput(view, 'ab')).toMatchObject({ q: 'ab' })
  })
})
