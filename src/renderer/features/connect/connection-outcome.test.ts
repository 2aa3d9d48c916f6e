import { describe, expect, it } from 'vitest'
import type { Account } from '#shared/contract/accounts.ts'
import { connectionOutcome, countdown } from './connection-outcome.ts'

const account: Account = {
  accountId: 'a1',
  mailboxId: 'm1',
  provider: 'gmail',
  displayLabel: 'Gmail',
  emailAddress: null,
  status: 'connecting',
  colour: '#3366cc',
  isDemo: false,
  unread: 0,
  lastSyncedAt: null,
  lastError: null,
  createdAt: '2026-01-01T00:00:00Z',
}
const lastError = { code: 'x', message: 'You pressed Cancel.', at: '2026-01-01T00:00:00Z' }

describe('connectionOutcome', () => {
  it('waits while the account is connecting, or is not read yet', () => {
    expect(connectionOutcome(undefined).kind).toBe('waiting')
    expect(connectionOutcome(account).kind).toBe('waiting')
  })

  it('names the address of a connected account', () => {
    const connected: Account = { ...account, status: 'connected', emailAddress: 'ana@example.com' }
    expect(connectionOutcome(connected)).toEqual({
      kind: 'connected',
      emailAddress: 'ana@example.com',
    })
  })

  it('tells the reason of a failure, for a new account and for a reconnected one', () => {
    for (const status of ['disconnected', 'reauth_required'] as const) {
      expect(connectionOutcome({ ...account, status, lastError })).toEqual({
        kind: 'failed',
        message: 'You pressed Cancel.',
      })
    }
  })
})

describe('countdown', () => {
  const now = Date.parse('2026-01-01T00:00:00Z')
  it('counts minutes and seconds', () => {
    expect(countdown('2026-01-01T00:04:07Z', now)).toBe('4:07')
  })
  it('stops at zero', () => {
    expect(countdown('2025-12-31T23:59:00Z', now)).toBe('0:00')
  })
})
