import type { Download } from '#shared/contract/download.ts'
import type { Attachment, InnerMessage } from '#shared/contract/opened-message.ts'
import { isCalendarFile } from '#shared/domain/attachment-kind.ts'
import type { ServiceDependencies } from '../dependencies.ts'
import { presentAttachment, toIsoTimeOrNull } from '../to-contract.ts'
import { idInside, readInnerSource } from './open-attachment.ts'
import { presentBody, showBody } from './show-body.ts'

/**
 * A message that is attached to another, to read: its body goes the same way as that of a message
 * of its own. An event that was attached in place of a message shows as its invitation alone.
 * @throws OperationError attachment_not_readable
 */
export async function presentInnerMessage(
  deps: Pick<ServiceDependencies, 'htmlReader' | 'logger'>,
  attachmentId: string,
  file: Download,
  images: 'block' | 'show',
): Promise<InnerMessage> {
  if (isCalendarFile(file)) return presentEvent(attachmentId, file)
  const { message, contentOf } = await readInnerSource(file)
  const shown = await showBody(deps, message, images, ({ partId }) =>
    Promise.resolve(contentOf(partId) ?? new Uint8Array()),
  )
  const attachments = shown.attachments.map((part): Attachment => ({
    ...presentAttachment(part),
    attachmentId: idInside(attachmentId, part.partId),
  }))
  return {
    attachmentId,
    filename: file.filename,
    fromEmail: message.from.email,
    fromName: message.from.name,
    to: message.to,
    cc: message.cc,
    subject: message.subject,
    sentAt: toIsoTimeOrNull(message.date),
    ...presentBody(shown, attachments),
    bcc: message.bcc,
    replyTo: message.replyTo,
    headers: message.headers,
    defects: [...message.defects, ...shown.defects],
  }
}

function presentEvent(attachmentId: string, file: Download): InnerMessage {
  const { filename, contentType, bytes } = file
  return {
    attachmentId,
    filename,
    fromEmail: '',
    fromName: '',
    to: [],
    cc: [],
    subject: filename.replace(/\.ics$/iu, ''),
    sentAt: null,
    htmlBody: null,
    textBody: null,
    bcc: [],
    replyTo: [],
    attachments: [
      { attachmentId, filename, contentType, size: bytes.length, contentId: null, isInline: false },
    ],
    protection: { signature: null, encryption: null },
    emptyReason: 'invitation',
    headers: [],
    remoteImages: 0,
    trackers: 0,
    defects: [],
  }
}
