import type { AccountRow, StoredError } from '../ports/accounts.ts'
import { ProviderError, type MailProvider, type ProviderFailure } from '../ports/provider.ts'
import type { OutgoingDraft } from '../ports/outgoing.ts'
import type { OutboxChange, OutboxRow } from '../ports/store.ts'

/**
 * What became of one attempt. `settle` is an attempt whose fate is open: it is only ever looked
 * into again, never blindly repeated.
 */
export type Delivery =
  | { kind: 'sent'; providerMessageId: string }
  | { kind: 'later'; failure: ProviderFailure }
  | { kind: 'settle' }
  | { kind: 'failed'; error: Omit<StoredError, 'at'>; discardDraft: boolean }

/** Keeps progress of an attempt; false when another worker or the person owns the row now. */
export type SaveProgress = (change: OutboxChange) => Promise<boolean>

/**
 * First attempt: remembers where history stands, creates the provider draft with our
 * X-App-Send-Id, stores its id, and sends that draft. Every step is stored before the next, so a
 * kill between two of them is continued by `probe` without sending twice.
 *
 * @param draft the rendered message; null where the row has a draft at the provider already
 */
export async function deliver(
  provider: MailProvider,
  row: OutboxRow,
  draft: OutgoingDraft | null,
  save: SaveProgress,
): Promise<Delivery | null> {
  let draftId = row.providerDraftId
  try {
    if (row.baselineCursor === null) {
      const { cursor } = await provider.fetchProfile()
      if (!(await save({ baselineCursor: cursor }))) return null
    }
    if (draftId === null) {
      if (draft === null) throw new Error('A message without a draft was not rendered.')
      draftId = (await provider.createDraft(draft)).draftId
      if (!(await save({ providerDraftId: draftId }))) {
        await provider.deleteDraft(draftId)
        return null
      }
    }
  } catch (error) {
    return classifyErrorBeforeSend(error)
  }
  return sendDraft(provider, draftId)
}

/**
 * After an ambiguous answer or a crash: sent if a SENT message bears our id; if the draft still
 * stands once the provider has had time to settle, the same draft is sent again; otherwise open.
 *
 * @param mayResend true from the second probe on
 */
export async function probe(
  provider: MailProvider,
  row: OutboxRow,
  mayResend: boolean,
): Promise<Delivery> {
  if (row.providerDraftId === null || row.baselineCursor === null) {
    // The kill came before a draft was stored, so nothing can have been sent.
    return { kind: 'later', failure: { kind: 'server', message: '', retryAfterMs: 0 } }
  }
  try {
    const copy = await provider.findSent(row.appSendId, row.baselineCursor, row.providerDraftId)
    if (copy !== null) return { kind: 'sent', providerMessageId: copy.providerMessageId }
    if (!mayResend || !(await provider.draftExists(row.providerDraftId))) return { kind: 'settle' }
  } catch (error) {
    if (error instanceof ProviderError) return { kind: 'settle' }
    throw error
  }
  return sendDraft(provider, row.providerDraftId)
}

async function sendDraft(provider: MailProvider, draftId: string): Promise<Delivery> {
  try {
    const { providerMessageId } = await provider.sendDraft(draftId)
    return { kind: 'sent', providerMessageId }
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error
    const { failure } = error
    switch (failure.kind) {
      // not_found: the draft was sent by an earlier attempt, or deleted elsewhere. A probe tells.
      case 'not_found':
      case 'ambiguous':
      case 'server':
        return { kind: 'settle' }
      case 'offline':
      case 'throttled':
        return { kind: 'later', failure }
      case 'auth':
      case 'cursor_expired':
      case 'mailbox_unavailable':
      case 'rejected':
        return failedDelivery(failure)
    }
  }
}

/** Before `drafts.send` was called nothing can have left, whatever went wrong. */
function classifyErrorBeforeSend(error: unknown): Delivery {
  if (!(error instanceof ProviderError)) throw error
  const { failure } = error
  switch (failure.kind) {
    case 'auth':
    case 'mailbox_unavailable':
    case 'rejected':
      return failedDelivery(failure)
    case 'offline':
    case 'throttled':
    case 'ambiguous':
    case 'server':
    case 'not_found':
    case 'cursor_expired':
      return { kind: 'later', failure }
  }
}

function failedDelivery(failure: ProviderFailure): Delivery {
  return failure.kind === 'auth'
    ? {
        kind: 'failed',
        error: {
          code: 'account_not_connected',
          message: 'The account must be connected again before this message can be sent.',
        },
        discardDraft: false,
      }
    : {
        kind: 'failed',
        error: { code: 'email_send_error', message: failure.message },
        discardDraft: true,
      }
}

/** The account cannot send at all right now. */
export function failureIfNotConnected(account: AccountRow | null): Delivery | null {
  return account?.status === 'connected'
    ? null
    : failedDelivery({ kind: 'auth', message: '', retryAfterMs: null })
}
