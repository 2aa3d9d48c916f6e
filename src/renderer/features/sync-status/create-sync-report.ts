import type { OutputOf } from '#shared/contract/index.ts'

type SyncResponse = OutputOf<'emails.syncMetadata'>

/**
 * What to tell the person about a sync they asked for. A paused account is worth a word only where
 * nothing else was synced: beside others it is paused on purpose.
 */
export function createSyncReport({ accounts, failedAccounts }: SyncResponse): {
  failed: SyncResponse['failedAccounts']
  paused: string[]
} {
  const failed = failedAccounts.filter(({ code }) => code !== 'account_paused')
  const paused = failedAccounts.filter(({ code }) => code === 'account_paused')
  return {
    failed,
    paused: accounts.length === 0 ? paused.map(({ accountId }) => accountId) : [],
  }
}
