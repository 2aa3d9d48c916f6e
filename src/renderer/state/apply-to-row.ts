import type { Account } from '#shared/contract/accounts.ts'
import type { EmailListItem } from '#shared/contract/emails.ts'
import { applyChange, type FlagStyle, type MessageChange } from '#shared/domain/message-change.ts'
import { queryClient } from '../client/queries.ts'

/**
 * A row as it is after a change, before the core has answered: by the rule that the core applies to
 * what it stores. Which lists have the row is the core's to tell.
 */
export function applyToRow<Row extends EmailListItem>(row: Row, change: MessageChange): Row {
  const { labels, isRead, isStarred, box } = row
  const state = {
    labels,
    isRead,
    isStarred,
    inInbox: box === 'INBOX',
    isSpam: box === 'SPAM',
    isTrash: box === 'TRASH',
  }
  const after = applyChange(state, change, flagStyleOf(row.accountId))
  return { ...row, labels: after.labels, isRead: after.isRead, isStarred: after.isStarred }
}

/** Gmail keeps flags as labels, Outlook as properties. */
function flagStyleOf(accountId: string): FlagStyle {
  for (const [, accounts] of queryClient.getQueriesData<Account[]>({
    queryKey: ['accounts.list'],
  })) {
    const account = accounts?.find((one) => one.accountId === accountId)
    if (account) return account.provider === 'gmail' ? 'labels' : 'properties'
  }
  return 'properties'
}
