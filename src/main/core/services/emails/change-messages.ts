import type { MessageChange } from '#shared/domain/message-change.ts'
import type { AccountRow } from '../../ports/accounts.ts'
import type { ServiceDependencies } from '../dependencies.ts'

export interface ChangedItems {
  updatedCount: number
  accounts: { accountId: string; updated: number }[]
  /** Items that are not here, with a declared code. */
  failed: { accountId: string; providerMessageId: string; code: string; message: string }[]
}

/**
 * Makes one change to messages of a mailbox, across its accounts: here at once, and queued for each
 * provider in the same transaction. Items are resolved and changed set by set.
 *
 * @param accounts every account that the items name
 * @param changeFor the change as it is in one account
 */
export async function changeMessages(
  deps: ServiceDependencies,
  accounts: readonly AccountRow[],
  items: readonly { accountId: string; providerMessageId: string }[],
  changeFor: (accountId: string) => MessageChange,
): Promise<ChangedItems> {
  const { read } = deps.store
  const namesByAccount = new Map<string, Set<string>>()
  for (const { accountId, providerMessageId } of items) {
    const names = namesByAccount.get(accountId) ?? new Set()
    namesByAccount.set(accountId, names.add(providerMessageId))
  }
  const result: ChangedItems = { updatedCount: 0, accounts: [], failed: [] }
  for (const { id: accountId, userId, mailboxId } of accounts) {
    const names = namesByAccount.get(accountId) ?? []
    const found = await read.messages.findByNames(accountId, [...names])
    for (const name of names) {
      if (found.has(name)) continue
      result.failed.push({
        accountId,
        providerMessageId: name,
        code: 'email_not_found',
        message: 'This message is not here (any more).',
      })
    }
    const changed = await deps.store.transaction(async ({ pendingChanges, messages }) => {
      const ids = await pendingChanges.record({
        accountId,
        messageIds: [...found.values()].map(({ id }) => id),
        change: changeFor(accountId),
        now: deps.clock.now(),
        newId: deps.ids,
      })
      return { ids, lists: await messages.changedLists(accountId) }
    })
    result.accounts.push({ accountId, updated: found.size })
    result.updatedCount += found.size
    if (changed.ids.length === 0) continue
    deps.sync.changeQueued(accountId)
    deps.events.publish(userId, {
      type: 'messages.changed',
      mailboxId,
      accountId,
      messageIds: changed.ids.map(String),
      ...changed.lists,
    })
  }
  return result
}
