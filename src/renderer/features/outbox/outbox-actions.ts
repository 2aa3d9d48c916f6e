import i18next from 'i18next'
import type { OutboxItem, OutgoingFile } from '#shared/contract/outbox.ts'
import { call, fetchDownload } from '../../client/client.ts'
import { errorText } from '../../i18n/error-text.ts'
import { showToast } from '../../ui/toast-store.ts'
import { attachFiles, openComposer, trackSending, useComposer } from '../composer/index.ts'
import type { OutboxAction } from './outbox-row.ts'

/** Does what the person chose for a message in the outbox; a failure is said in a toast. */
export async function runOutboxAction(item: OutboxItem, action: OutboxAction): Promise<void> {
  try {
    switch (action) {
      case 'retry':
        await call('outbox.retry', { id: item.outboxId })
        trackSending(item.outboxId)
        return
      case 'it_was_sent':
        await call('outbox.resolve', { id: item.outboxId, decision: 'it_was_sent' })
        return
      case 'send_again':
        await call('outbox.resolve', { id: item.outboxId, decision: 'send_again' })
        trackSending(item.outboxId)
        return
      case 'cancel':
        await undoSend(item, false)
        return
      case 'edit':
        await undoSend(item, true)
        return
      case 'discard':
        await discardWithUndo(item)
    }
  } catch (error) {
    showToast({ tone: 'error', text: errorText(i18next.t, error) })
  }
}

/** Makes a draft of a message that has not left, and opens it or offers to. */
async function undoSend(item: OutboxItem, open: boolean): Promise<void> {
  const { draftId } = await call('outbox.cancel', { id: item.outboxId, keepAsDraft: true })
  if (draftId === null) return
  if (open) {
    await openDraft(item, draftId)
    return
  }
  showToast({
    text: i18next.t('outbox.takenBack'),
    action: { label: i18next.t('outbox.open'), run: () => void openDraft(item, draftId) },
  })
}

/** Gives a failed message up. Its text stays in a draft until the toast is gone unanswered. */
async function discardWithUndo(item: OutboxItem): Promise<void> {
  const { files } = await call('outbox.cancel', { id: item.outboxId, keepAsDraft: false })
  showToast({
    text: i18next.t('outbox.discarded'),
    action: { label: i18next.t('outbox.undo'), run: () => void undoDiscard(item, files) },
  })
}

async function undoDiscard(item: OutboxItem, files: readonly OutgoingFile[]): Promise<void> {
  try {
    // Lists leave out the pictures of the text.
    const { bodyHtml } = await call('outbox.get', { id: item.outboxId })
    const { mailboxId, accountId, to, cc, bcc, subject, inReplyTo } = item
    const draft = await call('drafts.create', {
      mailboxId,
      accountId,
      to,
      cc,
      bcc,
      subject,
      bodyHtml,
      ...(inReplyTo === null ? {} : { inReplyTo }),
    })
    await openComposer({ mode: 'draft', mailboxId, accountId, draft })
    await attachAgain(draft.draftId, item.outboxId, files)
  } catch (error) {
    showToast({ tone: 'error', text: errorText(i18next.t, error) })
  }
}

async function openDraft({ mailboxId, accountId }: OutboxItem, draftId: string): Promise<void> {
  try {
    const drafts = await call('drafts.list', { mailboxId })
    const draft = drafts.find((one) => one.draftId === draftId)
    if (draft === undefined) return
    await openComposer({ mode: 'draft', mailboxId, accountId, draft })
    const { composers, patch } = useComposer.getState()
    const composer = composers.find((one) => one.draft?.draftId === draftId)
    if (composer) patch(composer.key, { notice: { kind: 'taken_back' } })
  } catch (error) {
    showToast({ tone: 'error', text: errorText(i18next.t, error) })
  }
}

/** The files of a message that did not leave go with its draft; one that cannot be had says so. */
async function attachAgain(
  draftId: string,
  outboxId: string,
  files: readonly OutgoingFile[],
): Promise<void> {
  const composer = useComposer.getState().composers.find((one) => one.draft?.draftId === draftId)
  // A composer that was open already has its files.
  if (composer === undefined || composer.attachments.length > 0) return
  await attachFiles(
    composer.key,
    files.map(({ fileId, filename, contentType, size }) => ({
      name: filename,
      type: contentType,
      size,
      read: async () => {
        const { bytes } = await fetchDownload('outbox.file', { id: outboxId, fileId })
        return new Blob([new Uint8Array(bytes)], { type: contentType })
      },
    })),
  )
}
