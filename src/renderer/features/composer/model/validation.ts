import { getAttachmentTotals, type ComposerAttachment } from '../attachments/composer-attachment.ts'
import { mentionsAttachment } from '../attachments/mentions-attachment.ts'
import { getRecipients, type ComposerModel } from './composer-model.ts'
import { ownSubject, ownWords } from './own-words.ts'
import { isValidChip, RECIPIENT_FIELDS } from './recipients.ts'

/** Why a message cannot be sent as it stands. */
export type ValidationError =
  | { kind: 'no_account' }
  | { kind: 'account_not_connected' }
  | { kind: 'no_recipients' }
  | { kind: 'invalid_recipients'; texts: string[] }
  | { kind: 'too_many_recipients'; limit: number }
  | { kind: 'attachments_too_large'; excess: number }
  | { kind: 'attachments_uploading' }
  | { kind: 'attachments_failed' }

/** What is worth one question before sending; a second press sends. */
export type SendWarning = 'empty_subject' | 'forgotten_attachment'

const MAX_RECIPIENTS_PER_FIELD = 500

/** The first thing that stands in the way of sending, or null. */
export function findValidationError(
  composition: ComposerModel,
  attachments: readonly ComposerAttachment[],
  sender: { connected: boolean } | null,
): ValidationError | null {
  const fields = RECIPIENT_FIELDS.map((field) => getRecipients(composition, field))
  const recipients = fields.flat()
  const invalid = recipients.filter((chip) => !isValidChip(chip))
  const totals = getAttachmentTotals(attachments)
  if (sender === null) return { kind: 'no_account' }
  if (!sender.connected) return { kind: 'account_not_connected' }
  if (recipients.length === 0) return { kind: 'no_recipients' }
  if (invalid.length > 0)
    return { kind: 'invalid_recipients', texts: invalid.map(({ text }) => text) }
  if (fields.some((field) => field.length > MAX_RECIPIENTS_PER_FIELD)) {
    return { kind: 'too_many_recipients', limit: MAX_RECIPIENTS_PER_FIELD }
  }
  if (totals.failed > 0) return { kind: 'attachments_failed' }
  if (totals.excess > 0) return { kind: 'attachments_too_large', excess: totals.excess }
  if (totals.uploading > 0) return { kind: 'attachments_uploading' }
  return null
}

/**
 * The doubts about a message, without those the person has already answered. `initialSubject` is
 * what the composer opened with, null where that is not known.
 */
export function getSendWarnings(
  composition: ComposerModel,
  attachments: readonly ComposerAttachment[],
  answered: readonly SendWarning[],
  initialSubject: string | null,
): SendWarning[] {
  const doubts: SendWarning[] = []
  if (composition.subject.trim() === '') doubts.push('empty_subject')
  if (
    attachments.length === 0 &&
    mentionsAttachment(
      ownSubject(composition.subject, initialSubject),
      ownWords(composition.written),
    )
  ) {
    doubts.push('forgotten_attachment')
  }
  return doubts.filter((doubt) => !answered.includes(doubt))
}
