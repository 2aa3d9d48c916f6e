import type { OutgoingFile } from '#shared/contract/outbox.ts'
import { OperationError } from '#shared/errors.ts'
import type { HandlersOf } from '../ports/handlers.ts'
import type { DraftRow, OutboxChange, OutboxRow, ReadRepositories } from '../ports/store.ts'
import type { ServiceDependencies } from './dependencies.ts'
import { presentOutboxItem } from './to-contract.ts'

/** What the person sees and decides of outgoing mail; outbox/ does the sending. */
export function outboxService(deps: ServiceDependencies): HandlersOf<'outbox'> {
  const { store } = deps

  function announce(row: OutboxRow): void {
    deps.events.publish(row.userId, {
      type: 'outbox.changed',
      outboxId: row.id,
      accountId: row.accountId,
      state: row.state,
    })
  }

  /** Changes a row that is in one of the given states, or says why it cannot. */
  async function decide(
    id: string,
    from: OutboxRow['state'][],
    decision: (before: OutboxRow) => OutboxChange,
  ): Promise<OutboxRow> {
    const row = await store.transaction(async (tx) => {
      const before = await getItem(tx, id)
      requireState(before, from)
      const change = decision(before)
      const after = { ...before, ...change, fencingToken: before.fencingToken + 1 }
      const isChanged = await tx.outbox.update(id, before.fencingToken, {
        ...change,
        fencingToken: after.fencingToken,
      })
      if (!isChanged) throw alreadyOnItsWay(before)
      return after
    })
    announce(row)
    deps.outbox.wake()
    return row
  }

  return {
    'outbox.list': async ({ state, limit }, { userId }) => {
      const rows = await store.read.outbox.list(userId, { state, limit })
      return rows.map(presentOutboxItem)
    },

    'outbox.get': async (_input, { outboxItem: row }) => {
      return presentOutboxItem({ ...row, bodyHtml: await embedPictures(deps, row) })
    },

    'outbox.file': async ({ id, fileId }) => {
      const file = (await store.read.outbox.listFiles(id)).find((_, index) => `${index}` === fileId)
      const bytes = file === undefined ? null : await deps.files.read(file.hash)
      if (file === undefined || bytes === null) {
        throw new OperationError(
          'attachment_not_found',
          'This message has no such file (any more).',
        )
      }
      return { filename: file.name, contentType: file.contentType, bytes }
    },

    'outbox.cancel': async ({ id, keepAsDraft }, { userId, outboxItem: found }) => {
      const now = deps.clock.now()
      const bodyHtml = keepAsDraft ? await embedPictures(deps, found) : found.bodyHtml
      const { row, draft } = await store.transaction(async (tx) => {
        const before = await getItem(tx, id)
        requireState(before, ['scheduled', 'waiting', 'failed'])
        const kept = keepAsDraft ? draftFrom({ ...before, bodyHtml }, deps.ids(), now) : null
        if (kept !== null) {
          await tx.drafts.insert(kept)
          // Pictures are in the text again.
          const files = (await tx.outbox.listFiles(id)).filter(({ isInline }) => !isInline)
          await tx.drafts.addFiles(
            kept.id,
            files.map(({ hash, name, contentType }) => ({
              id: deps.ids(),
              hash,
              name,
              contentType,
            })),
          )
        }
        const isCancelled = await tx.outbox.update(id, before.fencingToken, {
          state: 'cancelled',
          notBefore: now,
          fencingToken: before.fencingToken + 1,
        })
        if (!isCancelled) throw alreadyOnItsWay(before)
        return { row: { ...before, state: 'cancelled' as const }, draft: kept }
      })
      announce(row)
      if (draft !== null) {
        deps.events.publish(userId, { type: 'drafts.changed', mailboxId: row.mailboxId })
      }
      const files = await listAttached(deps, found)
      return { state: 'cancelled', draftId: draft?.id ?? null, files }
    },

    'outbox.retry': async ({ id }) =>
      presentOutboxItem(
        await decide(id, ['failed'], (before) => ({
          state: 'waiting',
          notBefore: deps.clock.now(),
          lastError: null,
          ...(before.providerDraftId === null ? renderedAnew(before) : {}),
        })),
      ),

    'outbox.resolve': async ({ id, decision }) =>
      presentOutboxItem(
        await decide(id, ['unknown'], (before) =>
          decision === 'it_was_sent'
            ? { state: 'sent', sentAt: deps.clock.now(), lastError: null }
            : {
                state: 'waiting',
                notBefore: deps.clock.now(),
                providerDraftId: null,
                attempts: 0,
                probes: 0,
                lastError: null,
                ...renderedAnew(before),
              },
        ),
      ),
  }
}

/**
 * The item as it is in this transaction; whose it is was checked before the handler ran.
 * @throws OperationError outbox_item_not_found
 */
async function getItem(read: ReadRepositories, id: string): Promise<OutboxRow> {
  const row = await read.outbox.get(id)
  if (row === null) {
    throw new OperationError('outbox_item_not_found', 'This outgoing message does not exist.')
  }
  return row
}

/** The person had a look: what leaves now is rendered again, and dated now. */
function renderedAnew({ mime }: OutboxRow): OutboxChange {
  return mime === null ? { mimeHash: null, date: null } : {}
}

/** The HTML with the pictures that are files of the message embedded again, as an editor takes it. */
async function embedPictures(
  { store, files }: Pick<ServiceDependencies, 'store' | 'files'>,
  row: OutboxRow,
): Promise<string> {
  let html = row.bodyHtml
  for (const { contentId, contentType, hash } of await store.read.outbox.listFiles(row.id)) {
    if (contentId === null || !html.includes(`cid:${contentId}`)) continue
    const content = await files.read(hash)
    if (content === null) continue
    const base64 = Buffer.from(content).toString('base64')
    html = html.replaceAll(`cid:${contentId}`, `data:${contentType};base64,${base64}`)
  }
  return html
}

/** The files of a message but the pictures of its text, which `embedPictures` puts back there. */
async function listAttached(
  { store }: Pick<ServiceDependencies, 'store'>,
  { id, bodyHtml }: OutboxRow,
): Promise<OutgoingFile[]> {
  const files = await store.read.outbox.listFiles(id)
  return files
    .map((file, index) => ({ ...file, fileId: `${index}` }))
    .filter(({ contentId }) => contentId === null || !bodyHtml.includes(`cid:${contentId}`))
    .map(({ fileId, name, contentType, sizeBytes }) => ({
      fileId,
      filename: name,
      contentType,
      size: sizeBytes,
    }))
}

/** The worker claimed the row between our reading and our writing. */
function alreadyOnItsWay({ state }: OutboxRow): OperationError {
  return new OperationError('outbox_state_conflict', 'This message is already on its way.', {
    state,
  })
}

function requireState(row: OutboxRow, allowed: OutboxRow['state'][]): void {
  if (allowed.includes(row.state)) return
  throw new OperationError(
    'outbox_state_conflict',
    row.state === 'sending' || row.state === 'sent'
      ? 'This message is already on its way.'
      : 'This message can no longer be changed that way.',
    { state: row.state },
  )
}

function draftFrom(row: OutboxRow, id: string, now: number): DraftRow {
  return {
    id,
    accountId: row.accountId,
    mailboxId: row.mailboxId,
    to: row.to,
    cc: row.cc,
    bcc: row.bcc,
    subject: row.subject,
    bodyHtml: row.bodyHtml,
    inReplyTo: row.inReplyTo,
    from: row.from?.email ?? null,
    syncState: 'local',
    version: 1,
    providerDraftId: null,
    providerMessageId: null,
    createdAt: now,
    updatedAt: now,
  }
}
