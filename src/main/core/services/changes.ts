import type { HandlersOf } from '../ports/handlers.ts'
import type { ChangedMessages } from '../ports/messages.ts'
import type { PendingChangeRepository, PendingChangeRow } from '../ports/pending-changes.ts'
import type { ServiceDependencies } from './dependencies.ts'

/** What the provider does not have yet, or refused, and what the person decides about it. */
export function changeService(deps: ServiceDependencies): HandlersOf<'changes'> {
  const { store } = deps

  async function announce(
    userId: string,
    { accountId }: PendingChangeRow,
    { ids, boxes, labelIds }: ChangedMessages,
  ): Promise<void> {
    const account = await store.read.accounts.get(accountId)
    if (account === null) return
    const { mailboxId } = account
    deps.events.publish(userId, { type: 'changes.changed', mailboxId, accountId })
    deps.events.publish(userId, {
      type: 'messages.changed',
      mailboxId,
      accountId,
      messageIds: ids.map(String),
      boxes,
      labelIds,
    })
    deps.sync.changeQueued(accountId)
  }

  /** Runs `work` in a transaction. Returns the messages it changed, by the ids that it returns. */
  async function recordFor(
    { accountId }: PendingChangeRow,
    work: (pendingChanges: PendingChangeRepository) => Promise<number[]>,
  ): Promise<ChangedMessages> {
    return await store.transaction(async ({ pendingChanges, messages }) => {
      const ids = await work(pendingChanges)
      return { ids, ...(await messages.changedLists(accountId)) }
    })
  }

  return {
    'changes.list': async ({ limit }, { userId }) => {
      const accounts = await store.read.accounts.listByUser(userId)
      const mailboxOf = new Map(accounts.map(({ id, mailboxId }) => [id, mailboxId]))
      const rows = await store.read.pendingChanges.list([...mailboxOf.keys()], limit)
      const messages = await Promise.all(rows.map((row) => store.read.messages.get(row.messageId)))
      return rows.flatMap((row, index) => {
        const { state } = row
        if (state === 'confirming') return []
        return [
          {
            changeId: row.id,
            accountId: row.accountId,
            mailboxId: mailboxOf.get(row.accountId) ?? '',
            messageId: String(row.messageId),
            subject: messages[index]?.subject ?? '',
            kind: row.change.kind,
            state,
            reason: row.reason,
            attempts: row.attempts,
            createdAt: new Date(row.createdAt).toISOString(),
          },
        ]
      })
    },

    'changes.retry': async ({ id }, { userId, pendingChange: row }) => {
      const changed = await recordFor(row, async (pendingChanges) => {
        if (row.state !== 'refused') {
          if (row.state === 'pending') await pendingChanges.postpone([id], row.attempts, 0)
          return []
        }
        // The provider's state was shown again: the change is made anew, here as well.
        await pendingChanges.delete([id])
        return await pendingChanges.record({
          accountId: row.accountId,
          messageIds: [row.messageId],
          change: row.change,
          now: deps.clock.now(),
          newId: deps.ids,
        })
      })
      await announce(userId, row, changed)
      return { status: 'pending' }
    },

    'changes.discard': async ({ id }, { userId, pendingChange: row }) => {
      const changed = await recordFor(row, async (pendingChanges) => {
        if (row.state === 'pending' && row.inverse !== null) {
          // Not sent yet: the opposite change cancels it, here and in the queue.
          return await pendingChanges.record({
            accountId: row.accountId,
            messageIds: [row.messageId],
            change: row.inverse,
            now: deps.clock.now(),
            newId: deps.ids,
          })
        }
        if (row.state === 'refused') await pendingChanges.delete([id])
        return []
      })
      await announce(userId, row, changed)
      return { status: 'discarded' }
    },
  }
}
