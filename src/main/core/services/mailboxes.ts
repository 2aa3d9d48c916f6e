import type { Mailbox } from '#shared/contract/mailboxes.ts'
import type { MailboxRow } from '../ports/accounts.ts'
import type { HandlersOf } from '../ports/handlers.ts'
import { disconnectAccount } from './accounts/disconnect-account.ts'
import type { ServiceDependencies } from './dependencies.ts'
import { presentMailbox } from './to-contract.ts'

/** Create, list, rename, delete: the contexts that group accounts. */
export function mailboxService(deps: ServiceDependencies): HandlersOf<'mailboxes'> {
  const { store, events } = deps
  return {
    'mailboxes.create': async (input, { userId }) => {
      const row = await store.transaction(async (tx) => {
        const existing = await tx.mailboxes.list(userId)
        const created: MailboxRow = {
          id: deps.ids(),
          userId,
          displayName: input.displayName,
          colour: input.colour ?? null,
          signatureHtml: input.signatureHtml ?? '',
          defaultAccountId: null,
          position: existing.length,
          createdAt: deps.clock.now(),
        }
        await tx.mailboxes.insert(created)
        return created
      })
      events.publish(userId, { type: 'mailboxes.changed' })
      return presentMailbox(row, 0)
    },

    'mailboxes.list': async (_input, { userId }) => {
      const rows = await store.read.mailboxes.list(userId)
      return Promise.all(rows.map((row) => withUnread(deps, row)))
    },

    'mailboxes.get': async (_input, { mailbox }) => withUnread(deps, mailbox),

    'mailboxes.update': async ({ mailboxId, ...change }, { userId, mailbox }) => {
      const given: Partial<MailboxRow> = Object.fromEntries(
        Object.entries(change).filter(([, value]) => value !== undefined),
      )
      await store.transaction((tx) => tx.mailboxes.update(mailboxId, given))
      events.publish(userId, { type: 'mailboxes.changed' })
      return withUnread(deps, { ...mailbox, ...given })
    },

    'mailboxes.delete': async ({ mailboxId }, { userId }) => {
      const accounts = await store.read.accounts.listByMailbox(mailboxId)
      await Promise.all(accounts.map((account) => disconnectAccount(deps, account)))
      await store.transaction((tx) => tx.mailboxes.delete(mailboxId))
      events.publish(userId, { type: 'mailboxes.changed' })
      return { status: 'deleted' }
    },
  }
}

async function withUnread(deps: ServiceDependencies, row: MailboxRow): Promise<Mailbox> {
  const accounts = await deps.store.read.accounts.listByMailbox(row.id)
  const counts = await deps.store.read.messages.boxCounts(accounts.map((account) => account.id))
  const unread = counts
    .filter((count) => count.box === 'INBOX')
    .reduce((sum, count) => sum + count.unread, 0)
  return presentMailbox(row, unread)
}
