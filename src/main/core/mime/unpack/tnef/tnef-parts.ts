import { isMessageType, messageFilename } from '../../read/message-filename.ts'
import type { MimePart } from '../../read/parsed-message.ts'
import { contentTypeOfName } from '../../read/safe-filename.ts'
import { bodyPart, container, filePart, innerId } from '../new-parts.ts'
import { isTnef } from './read-attributes.ts'
import { readTnef, type TnefFile, type TnefMessage } from './read-tnef.ts'
import { writeInnerMessage } from './write-inner-message.ts'

/** How deep messages inside TNEF messages are opened. */
const MAX_DEPTH = 3

/** What a TNEF stream holds, as parts: the body in its forms, and a part for every file. */
export function tnefParts(
  bytes: Uint8Array,
  partId: string,
): { body: MimePart | null; files: MimePart[]; isWhole: boolean } {
  const message = readTnef(bytes)
  return {
    body: bodyOf(message, partId),
    files: message.files.map((file, index) => partOf(file, innerId(partId, `${index + 1}`), 1)),
    isWhole: message.isWhole,
  }
}

function bodyOf({ html, text }: TnefMessage, partId: string): MimePart | null {
  const id = (name: string): string => innerId(partId, name)
  const parts = [
    ...(text === null ? [] : [bodyPart(id('text'), 'text/plain', Buffer.from(text), 'utf-8')]),
    ...(html === null ? [] : [bodyPart(id('html'), 'text/html', html.bytes, html.charset)]),
  ]
  return parts.length === 0 ? null : container('multipart/alternative', id('body'), parts)
}

function partOf(file: TnefFile, partId: string, depth: number): MimePart {
  const { filename, contentId, content } = file
  if (file.isMessage && isTnef(content) && depth <= MAX_DEPTH) {
    const inner = readTnef(content)
    const source = writeInnerMessage(
      inner,
      inner.files.map((one) => partOf(one, '', depth + 1)),
    )
    const name = messageFilename('', inner.subject || filename)
    return filePart({ partId, contentType: 'message/rfc822', filename: name, content: source })
  }
  const isType = /^[\w.+-]+\/[\w.+-]+$/u.test(file.contentType)
  // A message in Outlook's own form is no message to others.
  const contentType =
    isType && !(isMessageType(file.contentType) && file.isMessage)
      ? file.contentType
      : contentTypeOfName(file.isMessage ? '' : filename)
  return filePart({ partId, contentType, filename, content, contentId })
}
