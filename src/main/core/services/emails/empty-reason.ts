import type { OpenedMessage } from '#shared/contract/opened-message.ts'
import { isCalendarFile } from '#shared/domain/attachment-kind.ts'
import type { MessageBody } from '../../ports/messages.ts'
import { isBlankBody } from '../../mime/read/readable-body.ts'

/** Why an opened message has no text to read; null where it has some. */
export function emptyReasonOf(
  body: MessageBody,
  { attachments, protection }: Pick<OpenedMessage, 'attachments' | 'protection'>,
): OpenedMessage['emptyReason'] {
  if (!isBlankBody(body)) return null
  if (protection.encryption !== null) return 'encrypted'
  if (attachments.some(isCalendarFile)) return 'invitation'
  return attachments.some(({ isInline }) => !isInline) ? 'files' : 'empty'
}
