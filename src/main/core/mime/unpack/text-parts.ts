import { parseStructuredValue } from '../headers/structured-value.ts'
import { decodeText } from '../read/charset.ts'
import { contentTypeOfName } from '../read/safe-filename.ts'
import type { MimePart } from '../read/parsed-message.ts'
import { bodyPart, container, filePart, innerId } from './new-parts.ts'
import { removePgpArmor } from './pgp-armor.ts'
import { extractUuencoded } from './uuencode.ts'

/** Bytes; no longer text is looked through. */
const MAX_TEXT = 30 * 1024 * 1024
/** All of what is looked for begins so; most texts have neither and are not decoded for it. */
const MARKS = ['begin', '-----BEGIN PGP ']

/**
 * A text part in which files or OpenPGP armour stand, as the text around and a part for each. Null
 * where there are none.
 */
export function textParts(part: MimePart): MimePart | null {
  const { content, partId } = part
  if (content === null || content.length > MAX_TEXT) return null
  const bytes = Buffer.from(content.buffer, content.byteOffset, content.length)
  if (!MARKS.some((mark) => bytes.includes(mark))) return null
  const type = part.headers.find(({ name }) => name.toLowerCase() === 'content-type')?.value
  const { parameters } = parseStructuredValue(type ?? part.contentType)
  const text = decodeText(bytes, parameters.get('charset') ?? null)
  const armored = removePgpArmor(text)
  const { text: around, files } = extractUuencoded(armored?.text ?? text)
  if (armored === null && files.length === 0) return null

  const flowed = parameters.get('format') === 'flowed' ? '; format=flowed' : ''
  let count = 0
  const file = (filename: string, contentType: string, bytesOfFile: Buffer): MimePart =>
    filePart({
      partId: innerId(partId, `${(count += 1)}`),
      contentType,
      filename,
      content: bytesOfFile,
    })
  const found = [
    bodyPart(innerId(partId, '0'), 'text/plain', Buffer.from(around), `utf-8${flowed}`),
    ...files.map(({ filename, content: bytesOfFile }) =>
      file(filename, contentTypeOfName(filename), bytesOfFile),
    ),
    ...(armored?.encrypted ?? []).map((block) =>
      file('encrypted.asc', 'application/pgp-encrypted', Buffer.from(block)),
    ),
  ]
  const signatures = (armored?.signatures ?? []).map((block) =>
    file('signature.asc', 'application/pgp-signature', Buffer.from(block)),
  )
  return signatures.length === 0
    ? container('multipart/mixed', partId, found)
    : container('multipart/signed', partId, [...found, ...signatures])
}
