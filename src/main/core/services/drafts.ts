import { OperationError } from '#shared/errors.ts'
import type { HandlersOf } from '../ports/handlers.ts'
import type { DraftRow, ReadRepositories } from '../ports/store.ts'
import type { ServiceDependencies } from './dependencies.ts'
import { presentDraft } from './to-contract.ts'

/** Drafts on this device. Copies at the provider come with draft sync (docs/open-points.md). */
export function draftService(deps: ServiceDependencies): HandlersOf<'drafts'> {
  const { store, events } = deps
  return {
    'drafts.create': async (input, { userId }) => {
      const now = deps.clock.now()
      const row: DraftRow = {
        id: deps.ids(),
        accountId: input.accountId,
        mailboxId: input.mailboxId,
        to: input.to,
        cc: input.cc,
        bcc: input.bcc,
        subject: input.subject,
        bodyHtml: input.bodyHtml,
        inReplyTo: input.inReplyTo ?? null,
        from: input.from ?? null,
        syncState: 'local',
        createdAt: now,
        updatedAt: now,
      }
      await store.transaction((tx) => tx.drafts.insert(row))
      events.publish(userId, { type: 'drafts.changed', mailboxId: input.mailboxId })
      return presentDraft(row)
    },

    'drafts.update': async (input, { userId }) => {
      const row = await store.transaction(async (tx) => {
        const before = await getDraft(tx, input.mailboxId, input.providerDraftId)
        const after: DraftRow = {
          ...before,
          accountId: input.accountId,
          to: input.to,
          cc: input.cc,
          bcc: input.bcc,
          subject: input.subject,
          bodyHtml: input.bodyHtml,
          inReplyTo: input.inReplyTo ?? null,
          from: input.from ?? null,
          updatedAt: deps.clock.now(),
        }
        await tx.drafts.update(before.id, after)
        return after
      })
      events.publish(userId, { type: 'drafts.changed', mailboxId: input.mailboxId })
      return presentDraft(row)
    },

    'drafts.delete': async (input, { userId }) => {
      await store.transaction(async (tx) => {
        const row = await getDraft(tx, input.mailboxId, input.providerDraftId)
        await tx.drafts.delete(row.id)
      })
      events.publish(userId, { type: 'drafts.changed', mailboxId: input.mailboxId })
      return { status: 'deleted' }
    },

    'drafts.list': async (_input, { accounts }) => {
      const rows = await store.read.drafts.list(accounts.map((account) => account.id))
      return rows.map(presentDraft)
    },
  }
}

/**
 * A draft of this mailbox, read in the transaction that changes it.
 * @throws OperationError draft_not_found
 */
export async function getDraft(
  read: ReadRepositories,
  mailboxId: string,
  draftId: string,
): Promise<DraftRow> {
  const row = await read.drafts.get(draftId)
  if (row?.mailboxId !== mailboxId) {
    throw new OperationError('draft_not_found', 'This draft does not exist (any more).')
  }
  return row
}
