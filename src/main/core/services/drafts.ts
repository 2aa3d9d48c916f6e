import { OperationError } from '#shared/errors.ts'
import type { HandlersOf } from '../ports/handlers.ts'
import type { DraftRow, Repositories } from '../ports/store.ts'
import type { ServiceDependencies } from './dependencies.ts'
import { getDraft } from './get-draft.ts'
import { draftFileHandlers } from './draft-files.ts'
import { presentDraft } from './to-contract.ts'

/** Drafts on this device. Copies at the provider come with draft sync (docs/open-points.md). */
export function draftService(deps: ServiceDependencies): HandlersOf<'drafts'> {
  const { store, events } = deps
  return {
    ...draftFileHandlers(deps),

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
        version: 1,
        providerDraftId: null,
        providerMessageId: null,
        createdAt: now,
        updatedAt: now,
      }
      const { filesOfDraftId: sourceId } = input
      const files = await store.transaction(async (tx) => {
        await tx.drafts.insert(row)
        if (sourceId !== undefined) await copyFiles(deps, tx, { userId, sourceId, row })
        return tx.drafts.listFiles([row.id])
      })
      events.publish(userId, { type: 'drafts.changed', mailboxId: input.mailboxId })
      return presentDraft(row, files)
    },

    'drafts.update': async (input, { userId }) => {
      const { row, files } = await store.transaction(async (tx) => {
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
          version: before.version + 1,
          updatedAt: deps.clock.now(),
        }
        await tx.drafts.update(before.id, after)
        return { row: after, files: await tx.drafts.listFiles([after.id]) }
      })
      events.publish(userId, { type: 'drafts.changed', mailboxId: input.mailboxId })
      return presentDraft(row, files)
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
      const files = await store.read.drafts.listFiles(rows.map(({ id }) => id))
      return rows.map((row) => presentDraft(row, files))
    },
  }
}

/** Lets a draft have the files of another one of the same person. Throws draft_not_found. */
async function copyFiles(
  { ids }: Pick<ServiceDependencies, 'ids'>,
  tx: Repositories,
  { userId, sourceId, row }: { userId: string; sourceId: string; row: DraftRow },
): Promise<void> {
  const source = await tx.drafts.get(sourceId)
  const owner = source === null ? null : await tx.accounts.get(source.accountId)
  if (owner?.userId !== userId) {
    throw new OperationError('draft_not_found', 'This draft does not exist (any more).')
  }
  const files = await tx.drafts.listFiles([sourceId])
  await tx.drafts.addFiles(
    row.id,
    files.map(({ hash, name, contentType }) => ({ id: ids(), hash, name, contentType })),
  )
}
