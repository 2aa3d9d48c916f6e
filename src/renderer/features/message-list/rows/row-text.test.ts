import { describe, expect, it } from 'vitest'
import type { EmailListItem } from '#shared/contract/emails.ts'
import { getCorrespondent, displayName, cleanSnippet } from './row-text.ts'

const item = (change: Partial<EmailListItem> = {}): EmailListItem => ({
  id: '1',
  providerMessageId: 'p1',
  accountId: 'a',
  mailboxId: 'm',
  threadId: 't',
  fromEmail: 'ana@example.com',
  fromName: 'Ana Ruiz',
  to: [{ name: '', email: 'me@example.com' }],
  cc: [{ name: 'Bo', email: 'bo@example.com' }],
  subject: 'Plan',
  snippet: '',
  receivedAt: '2026-03-12T10:00:00Z',
  isRead: true,
  isStarred: false,
  hasAttachments: false,
  box: 'INBOX',
  labels: [],
  ...change,
})

describe('who a row is about', () => {
  it('is the sender of mail one got', () => {
    expect(getCorrespondent(item(), 'INBOX')).toEqual({ names: 'Ana Ruiz', outgoing: false })
  })

  it('is everyone it went to for mail one sent, in any box', () => {
    const sent = { names: 'me@example.com, Bo', outgoing: true }
    expect(getCorrespondent(item(), 'SENT')).toEqual(sent)
    expect(getCorrespondent(item({ box: 'SENT' }), 'ALL_MAIL')).toEqual(sent)
  })
})

describe('text of a row', () => {
  it('takes the quotes off a name, and the address where there is none', () => {
    expect(displayName(`'Ana Ruiz'`, 'a@b.c')).toBe('Ana Ruiz')
    expect(displayName('  ', 'a@b.c')).toBe('a@b.c')
    expect(displayName(`O'Neill`, 'a@b.c')).toBe(`O'Neill`)
  })

  it('takes invisible padding and line breaks out of a preview', () => {
    expect(cleanSnippet('Hi\u200c\u00a0\u034f \u200c\n there\u00ad')).toBe('Hi there')
  })
})
