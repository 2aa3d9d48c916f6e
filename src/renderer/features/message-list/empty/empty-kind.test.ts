import { describe, expect, it } from 'vitest'
import type { AccountSyncStatus } from '#shared/contract/system.ts'
import { emptyKind } from './empty-kind.ts'

const synced: AccountSyncStatus = {
  accountId: 'a',
  mailboxId: 'm',
  provider: 'gmail',
  status: 'connected',
  phase: 'complete',
  synced: 10,
  total: 10,
  backlog: 0,
  pendingActions: 0,
  quota: { usedLastMinute: 0, limitPerMinute: 15_000 },
  waitingUntil: null,
  waitingFor: null,
  nextLookAt: null,
  lastSyncedAt: '2026-03-01T10:00:00Z',
  lastError: null,
}
const fresh: AccountSyncStatus = { ...synced, phase: 'starting', synced: 0, lastSyncedAt: null }
const facts = { searching: false, isInbox: true, online: true, accounts: [synced] }

describe('why the list is empty', () => {
  it.each([
    ['a search found nothing', { ...facts, searching: true }, 'no_results'],
    ['the mailbox has no account', { ...facts, accounts: [] }, 'no_account'],
    [
      'no account is connected',
      { ...facts, accounts: [{ ...fresh, status: 'disconnected' as const }] },
      'not_connected',
    ],
    ['the first sync runs', { ...facts, accounts: [fresh] }, 'syncing'],
    ['the first sync cannot begin', { ...facts, online: false, accounts: [fresh] }, 'offline'],
    [
      'the first sync failed',
      { ...facts, accounts: [{ ...fresh, phase: 'error' as const }] },
      'sync_failed',
    ],
    [
      'it was paused before anything came',
      { ...facts, accounts: [{ ...fresh, phase: 'paused' as const }] },
      'paused',
    ],
    ['all mail is dealt with', facts, 'inbox_clear'],
    ['all mail is dealt with, and we are offline', { ...facts, online: false }, 'inbox_clear'],
    ['the box holds nothing', { ...facts, isInbox: false }, 'box_empty'],
  ])('%s', (_case, given, kind) => {
    expect(emptyKind(given)).toBe(kind)
  })
})
