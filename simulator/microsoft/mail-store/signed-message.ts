import { headerValue } from '../../mail/mime/headers.ts'
import type { MimePart } from '../../mail/mime/parse-mime.ts'

/**
 * The one attachment of a clear-signed message: Exchange keeps the signed entity whole, with its
 * Content-Type, beside a copy of its body ([MS-OXOSMIME] section 2.1.3.1). Null for other messages.
 */
export function signedEntityOf(message: MimePart): MimePart | null {
  if (message.mimeType !== 'multipart/signed') return null
  const contentType = headerValue(message.headers, 'content-type') ?? ''
  return {
    headers: [],
    mimeType: 'multipart/signed',
    charset: message.charset,
    filename: 'smime.p7m',
    encoded: Buffer.concat([Buffer.from(`Content-Type: ${contentType}\r\n\r\n`), message.encoded]),
    transferEncoding: '8bit',
    parts: [],
  }
}
