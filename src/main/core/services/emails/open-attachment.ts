import type { Download } from '#shared/contract/download.ts'
import { isMessageFile } from '#shared/domain/attachment-kind.ts'
import { OperationError } from '#shared/errors.ts'
import { readSource, type SourceMessage } from '../../mime/read/read-source.ts'
import type { IncomingAttachment } from '../../ports/messages.ts'
import { getAttachmentPart } from './attachments.ts'

/**
 * Stands in an attachment's id between a message inside a message and a part of that one. No
 * provider's id and no part number has it: part numbers are digits and dots, Graph's ids base64url.
 */
const INSIDE = '~'
/** How many messages deep a message inside may be; Graph opens 30, real mail stays below five. */
const MAX_MESSAGES_DEEP = 10

/** The id of an attachment of the message that is itself the attachment `outerId`. */
export function idInside(outerId: string, partId: string): string {
  return `${outerId}${INSIDE}${partId}`
}

/** Fetches an attachment of the message that a provider has. */
export type ReadAttachment = (part: IncomingAttachment) => Promise<Uint8Array>

/**
 * An attachment of the message, or of a message inside it at any depth, as a file.
 * @throws OperationError attachment_not_found, attachment_not_readable, and what `read` throws
 */
export async function openAttachment(
  attachments: IncomingAttachment[],
  attachmentId: string,
  read: ReadAttachment,
): Promise<Download> {
  const [outerId = '', ...partIds] = attachmentId.split(INSIDE)
  const outer = getAttachmentPart(attachments, outerId)
  if (partIds.length > MAX_MESSAGES_DEEP) throw notReadable()
  let file = fileOf(outer, await read(outer))
  for (const partId of partIds) {
    const { message, contentOf } = await readInnerSource(file)
    const part = getAttachmentPart(message.attachments, partId)
    file = fileOf(part, contentOf(partId) ?? new Uint8Array())
  }
  return file
}

/** @throws OperationError attachment_not_readable where the file is no message that can be opened */
export async function readInnerSource(file: Download): Promise<SourceMessage> {
  const source = isMessageFile(file) ? await readSource(file.bytes) : null
  if (source === null) throw notReadable()
  return source
}

function notReadable(): OperationError {
  return new OperationError(
    'attachment_not_readable',
    'This attachment cannot be opened here. It can be saved and opened by another program.',
  )
}

/** An event or a contact that Outlook attached comes as iCalendar or vCard, not as a message. */
function fileOf({ filename, contentType }: IncomingAttachment, bytes: Uint8Array): Download {
  const head = Buffer.from(bytes.subarray(0, 64)).toString('latin1')
  const item = /^\s*BEGIN:(VCALENDAR|VCARD)/iu.exec(head)?.[1]?.toUpperCase()
  if (item === undefined || !isMessageFile({ contentType, filename })) {
    return { filename, contentType, bytes }
  }
  const stem = filename.replace(/\.eml$/iu, '')
  return item === 'VCARD'
    ? { filename: `${stem}.vcf`, contentType: 'text/vcard', bytes }
    : { filename: `${stem}.ics`, contentType: 'text/calendar', bytes }
}
