import i18next from 'i18next'
import { call, CallError } from '../../client/client.ts'
import { errorText } from '../../i18n/error-text.ts'
import { showToast } from '../../ui/toast-store.ts'
import { doubtsOf, obstacleOf, type Doubt } from './model/check.ts'
import { isUntouched, sendInput } from './model/composition.ts'
import { deleteDraft, flushDraft, keep, stopKeeping } from './keep-draft.ts'
import { watchSent } from './sent-watch-store.ts'
import { composerOf, useComposer, type Composer, type DraftRef } from './store.ts'

/** The account a composer sends from, as far as sending depends on it. */
export type Sender = { connected: boolean } | null

/**
 * Sends, unless something stands in the way or is worth one question; then the composer says so in
 * place. The window goes at once; it comes back with all its content when the core refuses.
 */
export async function sendComposer(key: string, sender: Sender): Promise<void> {
  const composer = composerOf(key)
  if (composer === null || composer.sending) return
  const { patch } = useComposer.getState()
  const { composition, attachments } = composer

  const obstacle = obstacleOf(composition, attachments, sender)
  if (obstacle !== null) {
    patch(key, { notice: { kind: 'obstacle', obstacle } })
    return
  }
  const doubts = doubtsOf(composition, attachments, composer.answered)
  if (doubts.length > 0) {
    patch(key, {
      notice: { kind: 'doubts', doubts },
      answered: [...composer.answered, ...doubts],
    })
    return
  }

  patch(key, { sending: true, notice: null })
  // A draft that is being written must have its id before it can go with the message.
  await stopKeeping(key)
  const { draft } = composerOf(key) ?? composer
  const goesAlong = draft?.mailboxId === composition.mailboxId ? draft : null
  try {
    const { outboxId } = await call(
      'emails.send',
      sendInput(composition, attachments, {
        draftId: goesAlong?.draftId ?? null,
        idempotencyKey: composer.idempotencyKey,
      }),
    )
    useComposer.getState().remove(key)
    watchSent(outboxId)
    if (draft !== null && goesAlong === null) await deleteOldDraft(draft)
  } catch (error) {
    bringBack(key, error)
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
function bringBack(key: string, error: unknown): void {
  const refused = error instanceof CallError && error.code !== 'offline'
  const composer = composerOf(key)
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
  keep(key)
}

/** Sends after all, once the person has answered the doubts. */
export function sendAnyway(key: string, sender: Sender, doubts: readonly Doubt[]): Promise<void> {
  const composer = composerOf(key)
  if (composer !== null) {
    useComposer.getState().patch(key, {
      notice: null,
      answered: [...new Set([...composer.answered, ...doubts])],
    })
  }
  return sendComposer(key, sender)
}

/**
 * Closes a composer. What was written is kept as a draft, and said so; files are not kept, so they
 * are asked about first.
 */
export async function closeComposer(key: string, filesMayGo = false): Promise<void> {
  const composer = composerOf(key)
  if (composer === null) return
  const { patch, remove } = useComposer.getState()
  if (composer.attachments.length > 0 && !filesMayGo) {
    patch(key, {
      notice: { kind: 'closing' },
      layout: composer.layout === 'full' ? 'full' : 'docked',
    })
    return
  }
  if (composer.draft === null && isUntouched(composer.composition, composer.initial)) {
    remove(key)
    await stopKeeping(key)
    return
  }
  // The files go, the words stay: whoever closed without a change keeps the words as well.
  if (composer.draft === null) keep(key)
  if (!(await flushDraft(key))) {
    // The footer says why it could not be kept; closing now would lose it.
    patch(key, { layout: composer.layout === 'minimised' ? 'docked' : composer.layout })
    return
  }
  const closed = composerOf(key) ?? composer
  remove(key)
  await stopKeeping(key)
  showToast({
    text: i18next.t('composer.draftKept'),
    action: {
      label: i18next.t('composer.discard'),
      run: () => void discard(closed),
    },
  })
}

/** Throws a message away; it can be brought back while the toast stands. */
export async function discardComposer(key: string): Promise<void> {
  const composer = composerOf(key)
  if (composer === null || composer.sending) return
  useComposer.getState().patch(key, { sending: true })
  // A draft that is being written must have its id before it can be deleted.
  await stopKeeping(key)
  const stopped = composerOf(key) ?? composer
  useComposer.getState().remove(key)
  await discard(stopped)
}

async function discard(composer: Composer): Promise<void> {
  try {
    if (composer.draft !== null) await deleteDraft(composer.draft)
  } catch (error) {
    showToast({ tone: 'error', text: errorText(i18next.t, error) })
    return
  }
  if (composer.draft === null && isUntouched(composer.composition, composer.initial)) return
  showToast({
    text: i18next.t('composer.discarded'),
    action: { label: i18next.t('composer.undo'), run: () => reopen(composer) },
  })
}

function reopen(composer: Composer): void {
  useComposer.getState().add({
    ...composer,
    initial: null,
    draft: null,
    notice: null,
    sending: false,
    layout: 'docked',
    save: { kind: 'pending' },
  })
  keep(composer.key)
}
