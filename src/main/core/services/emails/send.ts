import type { HandlersOf } from '../../ports/handlers.ts'
import type { OutboxFile, OutboxRow } from '../../ports/store.ts'
import type { ServiceDependencies } from '../dependencies.ts'
import { getDraft } from '../get-draft.ts'
import { buildOutgoingMessage, type OutgoingParts } from './build-outgoing-message.ts'

/**
 * Writes one outbox row in one transaction; from then on the message survives anything. The draft
 * it came from goes in the same transaction.
 */
export function sendHandler(deps: ServiceDependencies): Pick<HandlersOf<'emails'>, 'emails.send'> {
  return {
    'emails.send': async (input, { userId, account }) => {
      const now = deps.clock.now()
      const appSendId = deps.ids()
      const domain = account.emailAddress?.split('@').at(-1) ?? 'localhost'
      const outgoing = await buildOutgoingMessage(deps, account, input, appSendId)
      const sendAt = input.sendAt === undefined ? now : Date.parse(input.sendAt)
      const row: OutboxRow = {
        id: deps.ids(),
        accountId: account.id,
        mailboxId: account.mailboxId,
        userId,
        idempotencyKey: input.idempotencyKey ?? null,
        state: sendAt > now ? 'scheduled' : 'waiting',
        ...outgoing.row,
        inReplyTo: input.inReplyTo ?? null,
        rfcMessageId: `${appSendId}@${domain}`,
        mime: null,
        mimeHash: null,
        date: null,
        appSendId,
        notBefore: Math.max(sendAt, now),
        attempts: 0,
        probes: 0,
        baselineCursor: null,
        providerDraftId: null,
        fencingToken: 0,
        providerMessageId: null,
        sentAt: null,
        lastError: null,
        createdAt: now,
      }
      const stored = await insertOnce(deps, row, outgoing, input.draftId)
      deps.events.publish(userId, {
        type: 'outbox.changed',
        outboxId: stored.id,
        accountId: stored.accountId,
        state: stored.state,
      })
      if (input.draftId !== undefined) {
        deps.events.publish(userId, { type: 'drafts.changed', mailboxId: input.mailboxId })
      }
      deps.outbox.wake()
      return { outboxId: stored.id, state: stored.state }
    },
  }
}

/** The row, or the one an earlier call with the same key made. */
async function insertOnce(
  deps: ServiceDependencies,
  row: OutboxRow,
  { files, stored, fileOfDraft }: Pick<OutgoingParts, 'files' | 'stored' | 'fileOfDraft'>,
  draftId: string | undefined,
): Promise<OutboxRow> {
  const { userId, idempotencyKey: key } = row
  try {
    return await deps.store.transaction(async (tx) => {
      const earlier = key === null ? null : await tx.outbox.getByIdempotencyKey(userId, key)
      if (earlier !== null) return earlier
      const ofDraft: OutboxFile[] = []
      if (draftId !== undefined) {
        const draft = await getDraft(tx, row.mailboxId, draftId)
        // The references move: in between the files belong to one or the other.
        ofDraft.push(...(await tx.drafts.listFiles([draft.id])).map(fileOfDraft))
        await tx.drafts.delete(draft.id)
      }
      for (const file of stored) await tx.files.save(file, row.createdAt)
      await tx.outbox.insert(row, [...ofDraft, ...files])
      return row
    })
  } catch (error) {
    // On Postgres two such calls can pass the look-up together; the unique key stops the second.
    const earlier =
      key === null ? null : await deps.store.read.outbox.getByIdempotencyKey(userId, key)
    if (earlier !== null) return earlier
    throw error
  }
}
