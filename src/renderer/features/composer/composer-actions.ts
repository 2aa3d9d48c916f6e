import i18next from 'i18next'
import { call, CallError } from '../../client/client.ts'
import { errorText } from '../../i18n/error-text.ts'
import { showToast } from '../../ui/toast-store.ts'
import { getSendWarnings, findValidationError, type SendWarning } from './model/validation.ts'
import { isUnchanged, toSendInput } from './model/composer-model.ts'
import { deleteDraft, flushDraft, scheduleAutosave, stopAutosave } from './draft/draft-autosave.ts'
import { endUploads } from './attachments/attach-files.ts'
import { trackSending } from './sending/sending-messages.ts'
import { findComposer, useComposer, type Composer, type DraftRef } from './composer-store.ts'

const DRAFT_NOT_KEPT = { code: 'offline', message: 'The draft could not be kept' } as const
/** ms after which a discarded draft with files is deleted: as long as the toast offers Undo. */
const UNDO_MS = 6_000

/** The account a composer sends from, as far as sending depends on it. */
export type Sender = { connected: boolean } | null

/**
 * Sends, unless something stands in the way or is worth one question; then the composer says so in
 * place. The window goes at once; it comes back with all its content when the core refuses.
 */
export async function sendComposer(key: string, sender: Sender): Promise<void> {
  const composer = findComposer(key)
  if (composer === null || composer.sending) return
  const { patch } = useComposer.getState()
  const { model: composition, attachments } = composer

  const obstacle = findValidationError(composition, attachments, sender)
  if (obstacle !== null) {
    patch(key, { notice: { kind: 'obstacle', obstacle } })
    return
  }
  const doubts = getSendWarnings(
    composition,
    attachments,
    composer.acknowledgedWarnings,
    composer.initial?.subject ?? null,
  )
  if (doubts.length > 0) {
    patch(key, {
      notice: { kind: 'doubts', doubts },
      acknowledgedWarnings: [...composer.acknowledgedWarnings, ...doubts],
    })
    return
  }

  patch(key, { sending: true, notice: null })
  // The files are in the draft, which must be where the message leaves from.
  if (attachments.length > 0 && !(await flushDraft(key))) {
    restoreAfterFailedSend(key, new CallError(DRAFT_NOT_KEPT))
    return
  }
  // A draft that is being written must have its id before it can go with the message.
  await stopAutosave(key)
  const { draft } = findComposer(key) ?? composer
  const goesAlong = draft?.mailboxId === composition.mailboxId ? draft : null
  try {
    const { outboxId } = await call(
      'emails.send',
      toSendInput(composition, {
        draftId: goesAlong?.draftId ?? null,
        idempotencyKey: composer.idempotencyKey,
      }),
    )
    useComposer.getState().remove(key)
    trackSending(outboxId)
    if (draft !== null && goesAlong === null) await deleteOldDraft(draft)
  } catch (error) {
    restoreAfterFailedSend(key, error)
  }
}

/** The message has left; the draft it had in another mailbox must not look unsent. */
async function deleteOldDraft(draft: DraftRef): Promise<void> {
  try {
    await deleteDraft(draft)
  } catch (error) {
    showToast({ tone: 'error', text: errorText(i18next.t, error) })
  }
}

/** Shows a composer again whose message the core did not take, and keeps its text as a draft. */
function restoreAfterFailedSend(key: string, error: unknown): void {
  const refused = error instanceof CallError && error.code !== 'offline'
  const composer = findComposer(key)
  useComposer.getState().patch(key, {
    sending: false,
    layout: composer?.layout === 'minimised' ? 'docked' : (composer?.layout ?? 'docked'),
    notice: {
      kind: 'send_failed',
      code: error instanceof CallError ? error.code : 'api_error',
      message:
        error instanceof CallError && error.code === 'offline'
          ? i18next.t('composer.coreUnreachable')
          : errorText(i18next.t, error),
    },
    // A clear refusal made no message. Without an answer it may have: the same key makes it one.
    ...(refused ? { idempotencyKey: crypto.randomUUID() } : {}),
    ...(error instanceof CallError && error.code === 'draft_not_found' ? { draft: null } : {}),
  })
  scheduleAutosave(key)
}

/** Sends after all, once the person has answered the doubts. */
export function sendAnyway(
  key: string,
  sender: Sender,
  doubts: readonly SendWarning[],
): Promise<void> {
  const composer = findComposer(key)
  if (composer !== null) {
    useComposer.getState().patch(key, {
      notice: null,
      acknowledgedWarnings: [...new Set([...composer.acknowledgedWarnings, ...doubts])],
    })
  }
  return sendComposer(key, sender)
}

/**
 * Closes a composer. What was written and its files are kept as a draft, and said so; files that are
 * not uploaded yet are asked about first.
 */
export async function closeComposer(key: string, uploadsMayEnd = false): Promise<void> {
  const composer = findComposer(key)
  if (composer === null) return
  const { patch, remove } = useComposer.getState()
  if (composer.attachments.some(({ state }) => state !== 'ready') && !uploadsMayEnd) {
    patch(key, {
      notice: { kind: 'closing' },
      layout: composer.layout === 'full' ? 'full' : 'docked',
    })
    return
  }
  if (composer.draft === null && isUnchanged(composer.model, composer.initial)) {
    remove(key)
    await stopAutosave(key)
    return
  }
  endUploads(composer.attachments)
  if (composer.draft === null) scheduleAutosave(key)
  if (!(await flushDraft(key))) {
    // The footer says why it could not be kept; closing now would lose it.
    patch(key, { layout: composer.layout === 'minimised' ? 'docked' : composer.layout })
    return
  }
  const closed = findComposer(key) ?? composer
  remove(key)
  await stopAutosave(key)
  showToast({
    text: i18next.t('composer.draftKept'),
    action: {
      label: i18next.t('composer.discard'),
      run: () => void deleteWithUndo(closed),
    },
  })
}

/** Throws a message away; it can be brought back while the toast stands. */
export async function discardComposer(key: string): Promise<void> {
  const composer = findComposer(key)
  if (composer === null || composer.sending) return
  useComposer.getState().patch(key, { sending: true })
  endUploads(composer.attachments)
  // A draft that is being written must have its id before it can be deleted.
  await stopAutosave(key)
  const stopped = findComposer(key) ?? composer
  useComposer.getState().remove(key)
  await deleteWithUndo(stopped)
}

async function deleteWithUndo(composer: Composer): Promise<void> {
  const { draft } = composer
  // Files cannot be had back from a deleted draft: it is deleted once nobody took it back.
  const isDelayed = draft !== null && composer.attachments.some(({ fileId }) => fileId !== null)
  if (draft !== null && !isDelayed && !(await tryToDelete(draft))) return
  if (draft === null && isUnchanged(composer.model, composer.initial)) return
  const timer = isDelayed ? setTimeout(() => void tryToDelete(draft), UNDO_MS) : undefined
  showToast({
    text: i18next.t('composer.discarded'),
    durationMs: UNDO_MS,
    action: {
      label: i18next.t('composer.undo'),
      run: () => {
        clearTimeout(timer)
        undoDiscard(isDelayed ? composer : { ...composer, draft: null })
      },
    },
  })
}

async function tryToDelete(draft: DraftRef): Promise<boolean> {
  try {
    await deleteDraft(draft)
    return true
  } catch (error) {
    showToast({ tone: 'error', text: errorText(i18next.t, error) })
    return false
  }
}

function undoDiscard(composer: Composer): void {
  useComposer.getState().add({
    ...composer,
    initial: null,
    // Uploads that were under way have ended.
    attachments: composer.attachments.filter(({ fileId }) => fileId !== null),
    notice: null,
    sending: false,
    layout: 'docked',
    save: { kind: 'pending' },
  })
  scheduleAutosave(composer.key)
}
