import { describe, expect, it } from 'vitest'
import type { AccountSyncStatus } from '#shared/contract/system.ts'
import {
  isReadable,
  findRecoveryAction,
  progressFraction,
  shouldShowQuota,
  summariseSync,
  sumCounts,
  findWait,
} from './sync-progress.ts'

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
  waitingFor: null,
  nextLookAt: null,
  lastSyncedAt: '2026-03-01T10:00:00Z',
  lastError: null,
  ...change,
})

describe('the summary of all accounts', () => {
  it('says nothing without accounts', () => {
    expect(summariseSync([], true)).toEqual({ kind: 'none' })
  })

  it('puts being offline before everything else', () => {
    expect(summariseSync([account({ phase: 'error' })], false)).toEqual({ kind: 'offline' })
  })

  it('puts an account in need before one that is filling', () => {
    const accounts = [account({ phase: 'backfill' }), account({ status: 'reauth_required' })]
    expect(summariseSync(accounts, true)).toEqual({ kind: 'attention', count: 1 })
  })

  it('calls nobody for an account that tries again by itself', () => {
    const failing = account({ phase: 'error', waitingFor: 'retry' })
    expect(summariseSync([failing, account({ phase: 'backfill' })], true)).toEqual({
      kind: 'failing',
      count: 1,
    })
    expect(summariseSync([failing, account({ phase: 'error' })], true)).toEqual({
      kind: 'attention',
      count: 1,
    })
  })

  it('adds up only the accounts that are filling', () => {
    const accounts = [
      account({ synced: 500, total: 500 }),
      account({ phase: 'backfill', synced: 10, total: 90 }),
      account({ phase: 'recent', synced: 5, total: 10 }),
    ]
    expect(summariseSync(accounts, true)).toEqual({ kind: 'syncing', synced: 15, total: 100 })
  })

  it('names the oldest sync when all rest', () => {
    const accounts = [account(), account({ lastSyncedAt: '2026-03-01T09:00:00Z' })]
    expect(summariseSync(accounts, true)).toEqual({
      kind: 'synced',
      accounts: 2,
      paused: 0,
      lastSyncedAt: '2026-03-01T09:00:00Z',
    })
  })

  it('counts paused accounts beside the others, and leaves their old time out', () => {
    const paused = account({ phase: 'paused', lastSyncedAt: '2026-01-01T09:00:00Z' })
    expect(summariseSync([account(), paused], true)).toEqual({
      kind: 'synced',
      accounts: 1,
      paused: 1,
      lastSyncedAt: '2026-03-01T10:00:00Z',
    })
  })

  it('does not call it synced where nobody is signed in', () => {
    expect(summariseSync([account({ status: 'disconnected', phase: 'starting' })], true)).toEqual({
      kind: 'disconnected',
    })
  })

  it('says that sync is paused when no account is left that syncs', () => {
    const accounts = [account({ phase: 'paused' }), account({ status: 'disconnected' })]
    expect(summariseSync(accounts, true)).toEqual({ kind: 'paused' })
  })
})

describe('the inbox can be read', () => {
  it.each([
    [account({ phase: 'recent', synced: 12 }), false],
    [account({ phase: 'recent', synced: 50 }), true],
    [account({ phase: 'backfill', synced: 3 }), true],
    [account({ phase: 'error', synced: 0 }), true],
    [account({ phase: 'paused', synced: 0 }), true],
  ])('with a first screen of mail, or when no more comes', (state, readable) => {
    expect(isReadable(state)).toBe(readable)
  })
})

describe('numbers', () => {
  it('has no total while one account’s is unknown', () => {
    expect(sumCounts([account(), account({ total: null })])).toEqual({ synced: 200, total: null })
  })

  it('never passes one, and an empty account is whole', () => {
    expect(progressFraction({ synced: 12, total: 10 })).toBe(1)
    expect(progressFraction({ synced: 0, total: 0 })).toBe(1)
    expect(progressFraction({ synced: 3, total: null })).toBeNull()
  })
})

describe('the button that helps', () => {
  it.each([
    [account({ status: 'disconnected' }), 'connect'],
    [account({ status: 'reauth_required', phase: 'error' }), 'reconnect'],
    [account({ phase: 'error' }), 'retry'],
    [account({ phase: 'paused' }), 'resume'],
    // Only signing in again helps a paused account without a grant.
    [account({ phase: 'paused', status: 'reauth_required' }), 'reconnect'],
    [account({ phase: 'backfill', waitingFor: 'network' }), 'retry'],
    [account({ phase: 'backfill', waitingFor: 'retry' }), 'retry'],
    [account({ phase: 'backfill', waitingFor: 'quota' }), null],
    [account({ status: 'connecting' }), null],
    [account(), null],
  ] as const)('fits the state', (state, remedy) => {
    expect(findRecoveryAction(state)).toBe(remedy)
  })
})

describe('findWait', () => {
  const now = new Date('2026-03-01T10:00:00Z')
  const until = '2026-03-01T10:05:00Z'

  it.each(['quota', 'network', 'retry'] as const)('for %s is told with its time', (waitingFor) => {
    expect(findWait(account({ waitingFor, waitingUntil: until }), now)).toEqual({
      for: waitingFor,
      until,
    })
  })

  it('is over when its time has come, and of no interest where nobody is signed in', () => {
    const waits = { waitingFor: 'quota', waitingUntil: until } as const
    expect(findWait(account(waits), new Date(until))).toBeNull()
    expect(findWait(account({ ...waits, status: 'reauth_required' }), now)).toBeNull()
    expect(findWait(account(), now)).toBeNull()
  })
})

describe('the quota', () => {
  it('is shown while it decides how fast mail comes', () => {
    expect(shouldShowQuota(account({ phase: 'backfill' }))).toBe(true)
    expect(shouldShowQuota(account({ waitingFor: 'quota' }))).toBe(true)
    expect(shouldShowQuota(account())).toBe(false)
  })

  it('is not shown where the provider counts nothing', () => {
    const quota = { usedLastMinute: 0, limitPerMinute: 0 }
    expect(shouldShowQuota(account({ phase: 'backfill', quota }))).toBe(false)
  })
})
