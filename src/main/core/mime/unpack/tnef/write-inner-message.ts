import type { MimePart } from '../../read/parsed-message.ts'
import { safeFilename } from '../../read/safe-filename.ts'
import type { TnefMessage } from './read-tnef.ts'

const BOUNDARY = 'mailmanager-inner-message'
const LINE = '\r\n'

/**
 * A message that was inside a TNEF message, as the source of a message, which every program opens.
 * Everything is in base64, so that nothing in it can be taken for a header or a boundary.
 */
export function writeInnerMessage(message: TnefMessage, files: readonly MimePart[]): Buffer {
  const { subject, senderName, senderEmail, sentAt, html, text } = message
  const headers = [
    `Subject: ${encoded(subject)}`,
    ...(senderName + senderEmail === ''
      ? []
      : [`From: ${encoded(senderName)} <${senderEmail.replace(/[\s<>]/gu, '')}>`]),
    ...(sentAt === null ? [] : [`Date: ${new Date(sentAt).toUTCString()}`]),
    'MIME-Version: 1.0',
    `Content-Type: multipart/mixed; boundary="${BOUNDARY}"`,
  ]
  const body = html
    ? [entity(`text/html; charset=${html.charset}`, '', html.bytes)]
    : text === null
      ? []
      : [entity('text/plain; charset=utf-8', '', Buffer.from(text))]
  const attached = files.map(({ contentType, filename, content }) =>
    entity(contentType, safeFilename(filename, contentType), content ?? Buffer.alloc(0)),
  )
  const parts = [...body, ...attached].map((part) => `--${BOUNDARY}${LINE}${part}${LINE}`)
  return Buffer.from(`${headers.join(LINE)}${LINE}${LINE}${parts.join('')}--${BOUNDARY}--${LINE}`)
}

function entity(contentType: string, filename: string, content: Uint8Array): string {
  const bytes = Buffer.from(content.buffer, content.byteOffset, content.length)
  return [
    `Content-Type: ${contentType}`,
    ...(filename === ''
      ? []
      : [`Content-Disposition: attachment; filename*=utf-8''${encodeURIComponent(filename)}`]),
    'Content-Transfer-Encoding: base64',
    '',
    bytes.toString('base64').replace(/.{76}(?=.)/gu, `$&${LINE}`),
  ].join(LINE)
}

/** RFC 2047, in one word, which our reader takes at any length. */
function encoded(text: string): string {
  return text === '' ? '' : `=?utf-8?B?${Buffer.from(text.slice(0, 2000)).toString('base64')}?=`
}
