import { describe, expect, it } from 'vitest'
import type { Account } from '#shared/contract/accounts.ts'
import type { Mailbox } from '#shared/contract/mailboxes.ts'
import { chooseSender, defaultAlias } from './choose-sender.ts'

function mailbox(mailboxId: string, defaultAccountId: string | null = null): Mailbox {
  return {
    mailboxId,
    displayName: mailboxId,
    colour: null,
    signatureHtml: '',
    defaultAccountId,
    unread: 0,
    createdAt: '2026-01-01T00:00:00Z',
  }
}

function account(accountId: string, status: Account['status'] = 'connected'): Account {
  return {
    accountId,
    mailboxId: 'any',
    provider: 'gmail',
    displayLabel: accountId,
    emailAddress: `${accountId}@example.com`,
    status,
    colour: '#3366cc',
    name: '',
    aliases: [],
    isDemo: false,
    isPaused: false,
    syncDays: null,
    syncSince: null,
    offlineDays: null,
    unread: 0,
    lastSyncedAt: null,
    lastError: null,
    createdAt: '2026-01-01T00:00:00Z',
  }
}

const work = { mailbox: mailbox('work', 'w2'), accounts: [account('w1'), account('w2')] }
const home = { mailbox: mailbox('home'), accounts: [account('h1', 'disconnected'), account('h2')] }
const empty = { mailbox: mailbox('empty'), accounts: [] }
const chosen = (mailboxId: string, accountId: string | null) =>
  chooseSender([empty, work, home], mailboxId, accountId)?.account.accountId

describe('chooseSender', () => {
  it('answers from the account a message came to', () => {
    expect(chosen('home', 'w1')).toBe('w1')
  })
  it('takes the mailbox’s default sender', () => {
    expect(chosen('work', null)).toBe('w2')
  })
  it('prefers a connected account', () => {
    expect(chosen('home', null)).toBe('h2')
  })
  it('looks in other mailboxes for a mailbox without accounts', () => {
    expect(chosen('empty', null)).toBe('w1')
  })
  it('finds nothing where there is no account', () => {
    expect(chooseSender([empty], 'empty', null)).toBeNull()
  })
})

describe('the alias a message begins with', () => {
  const alias = (address: string, isDefault = false) => ({
    address,
    name: '',
    isDefault,
    replyTo: null,
  })
  const account = {
    emailAddress: 'ana@example.com',
    aliases: [alias('sales@example.com'), alias('hello@example.com', true)],
  }
  const to = (email: string, ...headers: { name: string; value: string }[]) => ({
    fromEmail: 'bo@example.net',
    to: [{ name: '', email }],
    cc: [],
    headers,
    box: 'INBOX' as const,
  })

  it('is the address that the answered message came to', () => {
    expect(defaultAlias(account, to('Sales@example.com'))).toBe('sales@example.com')
    expect(defaultAlias(account, to('ANA@example.com'))).toBe(null)
  })

  it('is the first of several that it came to, in the spelling of the account', () => {
    const several = { ...to('hello+news@example.com'), cc: to('sales@example.com').to }
    expect(defaultAlias(account, several)).toBe('hello@example.com')
    expect(defaultAlias(account, { ...several, to: to('ana+x@example.com').to })).toBe(null)
  })

  it('is the one that delivery names, for mail in a blind copy or from a list', () => {
    const delivered = { name: 'Delivered-To', value: 'sales@example.com' }
    expect(defaultAlias(account, to('list@example.net', delivered))).toBe('sales@example.com')
  })

  it('is the one that one’s own message was sent from', () => {
    const sent = { ...to('bo@example.net'), fromEmail: 'sales@example.com', box: 'SENT' as const }
    const copied = { ...sent, cc: to('ana@example.com').to }
    expect(defaultAlias(account, copied)).toBe('sales@example.com')
  })

  it('is else the one the provider writes from, or none', () => {
    expect(defaultAlias(account, undefined)).toBe('hello@example.com')
    expect(defaultAlias(account, to('list@example.net'))).toBe('hello@example.com')
    expect(defaultAlias({ ...account, aliases: [] }, undefined)).toBe(null)
  })
})
