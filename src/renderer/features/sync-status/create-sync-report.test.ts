import { describe, expect, it } from 'vitest'
import type { OutputOf } from '#shared/contract/index.ts'
import { createSyncReport } from './create-sync-report.ts'

const paused = { accountId: 'p', code: 'account_paused', message: 'Paused.' } as const
const dead = { accountId: 'd', code: 'account_not_connected', message: 'Connect it.' } as const
const done = { accountId: 'a', provider: 'gmail', emailsSynced: 1, syncCursor: null } as const

const answer = (
  accounts: OutputOf<'emails.syncMetadata'>['accounts'],
  failedAccounts: OutputOf<'emails.syncMetadata'>['failedAccounts'],
) => createSyncReport({ totalSynced: 0, accounts, failedAccounts })

describe('what is told after a sync', () => {
  it('offers to resume where the person asked for what is paused', () => {
    expect(answer([], [paused])).toEqual({ failed: [], paused: ['p'] })
  })

  it('passes over a paused account beside others', () => {
    expect(answer([done], [paused])).toEqual({ failed: [], paused: [] })
  })

  it('tells every real failure', () => {
    expect(answer([done], [paused, dead])).toEqual({ failed: [dead], paused: [] })
    expect(answer([], [paused, dead])).toEqual({ failed: [dead], paused: ['p'] })
  })
})
