import { describe, expect, it } from 'vitest'
import type { Account } from '#shared/contract/accounts.ts'
import { getConnectionOutcome, formatCountdown, findSignInFailure } from './connection-outcome.ts'

const account: Account = {
  accountId: 'a1',
  mailboxId: 'm1',
  provider: 'gmail',
  displayLabel: 'Gmail',
  emailAddress: null,
  status: 'connecting',
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
const lastError = {
  code: 'account_connect_auth_error',
  message: 'You pressed Cancel.',
  at: '2026-01-01T00:00:00Z',
}

describe('getConnectionOutcome', () => {
  it('waits while the account is connecting, or is not read yet', () => {
    expect(getConnectionOutcome(undefined).kind).toBe('waiting')
    expect(getConnectionOutcome(account).kind).toBe('waiting')
  })

  it('names the address of a connected account', () => {
    const connected: Account = { ...account, status: 'connected', emailAddress: 'ana@example.com' }
    expect(getConnectionOutcome(connected)).toEqual({
      kind: 'connected',
      emailAddress: 'ana@example.com',
    })
  })

  it('tells the reason of a failure, for a new account and for a reconnected one', () => {
    for (const status of ['disconnected', 'reauth_required'] as const) {
      const failed = { ...lastError, reason: 'access_denied' }
      expect(getConnectionOutcome({ ...account, status, lastError: failed })).toEqual({
        kind: 'failed',
        failure: { message: 'You pressed Cancel.', reason: 'access_denied', approvalUrl: null },
      })
    }
  })

  it('takes no other trouble of the account for a failed sign-in', () => {
    const lost = { ...lastError, code: 'account_not_connected' }
    expect(
      getConnectionOutcome({ ...account, status: 'reauth_required', lastError: lost }).kind,
    ).toBe('waiting')
  })

  it('hands on where an administrator approves the application', () => {
    const helpUrl = 'https://login.example.com/adminconsent'
    expect(findSignInFailure({ ...lastError, reason: 'admin_approval', helpUrl })).toMatchObject({
      approvalUrl: helpUrl,
    })
  })
})

describe('formatCountdown', () => {
  const now = Date.parse('2026-01-01T00:00:00Z')
  it('counts minutes and seconds', () => {
    expect(formatCountdown('2026-01-01T00:04:07Z', now)).toBe('4:07')
  })
  it('stops at zero', () => {
    expect(formatCountdown('2025-12-31T23:59:00Z', now)).toBe('0:00')
  })
})
