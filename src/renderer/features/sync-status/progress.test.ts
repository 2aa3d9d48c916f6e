import { describe, expect, it } from 'vitest'
import type { AccountSyncStatus } from '#shared/contract/system.ts'
import { isReadable, remedyFor, share, summarise, totals } from './progress.ts'

const account = (change: Partial<AccountSyncStatus> = {}): AccountSyncStatus => ({
  accountId: 'a1',
  mailboxId: 'm1',
  provider: 'gmail',
  status: 'connected',
  phase: 'complete',
  synced: 100,
  total: 100,
  backlog: 0,
  pendingActions: 0,
  quota: { usedLastMinute: 0, limitPerMinute: 15_000 },
  waitingUntil: null,
  lastSyncedAt: '2026-03-01T10:00:00Z',
  lastError: null,
  ...change,
})

describe('the summary of all accounts', () => {
  it('says nothing without accounts', () => {
    expect(summarise([], true)).toEqual({ kind: 'none' })
  })

  it('puts being offline before everything else', () => {
    expect(summarise([account({ phase: 'error' })], false)).toEqual({ kind: 'offline' })
  })

  it('puts an account in need before one that is filling', () => {
    const accounts = [account({ phase: 'backfill' }), account({ status: 'reauth_required' })]
    expect(summarise(accounts, true)).toEqual({ kind: 'attention', count: 1 })
  })

  it('adds up only the accounts that are filling', () => {
    const accounts = [
      account({ synced: 500, total: 500 }),
      account({ phase: 'backfill', synced: 10, total: 90 }),
      account({ phase: 'recent', synced: 5, total: 10 }),
    ]
    expect(summarise(accounts, true)).toEqual({ kind: 'syncing', synced: 15, total: 100 })
  })

  it('names the oldest sync when all rest', () => {
    const accounts = [account(), account({ lastSyncedAt: '2026-03-01T09:00:00Z' })]
    expect(summarise(accounts, true)).toEqual({
      kind: 'synced',
      accounts: 2,
      lastSyncedAt: '2026-03-01T09:00:00Z',
    })
  })
})

describe('the inbox can be read', () => {
  it.each([
    [account({ phase: 'recent', synced: 12 }), false],
    [account({ phase: 'recent', synced: 50 }), true],
    [account({ phase: 'backfill', synced: 3 }), true],
    [account({ phase: 'error', synced: 0 }), true],
  ])('with a first screen of mail, or when no more comes', (state, readable) => {
    expect(isReadable(state)).toBe(readable)
  })
})

describe('numbers', () => {
  it('has no total while one account’s is unknown', () => {
    expect(totals([account(), account({ total: null })])).toEqual({ synced: 200, total: null })
  })

  it('never passes one, and an empty account is whole', () => {
    expect(share({ synced: 12, total: 10 })).toBe(1)
    expect(share({ synced: 0, total: 0 })).toBe(1)
    expect(share({ synced: 3, total: null })).toBeNull()
  })
})

describe('the button that helps', () => {
  it.each([
    [account({ status: 'disconnected' }), 'connect'],
    [account({ status: 'reauth_required', phase: 'error' }), 'reconnect'],
    [account({ phase: 'error' }), 'retry'],
    [account(), null],
  ] as const)('fits the state', (state, remedy) => {
    expect(remedyFor(state)).toBe(remedy)
  })
})
