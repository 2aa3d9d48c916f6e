import type { Header } from '../../ports/messages.ts'
import { decodeHeaderValue } from '../headers/header-values.ts'
import { safeFilename } from './safe-filename.ts'

/** What programs call a forwarded message where its writer gave it no name. */
const GENERIC =
  /^(?:(?:attached|forwarded|original|embedded)[ _-]?message|message|mail attachment|noname|untitled|unnamed|attachment|part)?(?:[ _-]?\d{1,4})?(?:\.eml)?$/iu
const MESSAGE_TYPE = /^message\/(?:rfc822|global)$/u
/** Bytes; the head of a longer one is cut. */
const MAX_HEAD = 262_144

/** True for the media type of a whole message: RFC 2046 section 5.2.1, RFC 6532 section 3.7. */
export function isMessageType(contentType: string): boolean {
  return MESSAGE_TYPE.test(contentType)
}

/** What a message is called as a file: as its sender named it, else after its subject. */
export function messageFilename(declared: string, subject: string): string {
  const given = declared.trim()
  // A slash in a subject is no path.
  const name = GENERIC.test(given) ? subject.trim().replace(/[/\\]+/gu, '_') : given
  return safeFilename(name === '' || /\.eml$/iu.test(name) ? name : `${name}.eml`, 'message/rfc822')
}

/** The subject of a message's source, from its head alone; empty where it has none. */
export function subjectOfSource(source: Uint8Array): string {
  const subject = headersOfSource(source).find(({ name }) => name.toLowerCase() === 'subject')
  return decodeHeaderValue(subject?.value ?? '')
}

/** The header fields of a message's source as they were sent, their bytes read as Latin-1. */
export function headersOfSource(source: Uint8Array): Header[] {
  const bytes = Buffer.from(source.buffer, source.byteOffset, Math.min(source.length, MAX_HEAD))
  const text = bytes.toString('latin1')
  const head = text.slice(0, /\r?\n\r?\n/u.exec(text)?.index ?? text.length)
  return head.split(/\r?\n(?![ \t])/u).flatMap((field) => {
    const colon = field.indexOf(':')
    if (colon < 1) return []
    return [{ name: field.slice(0, colon).trim(), value: field.slice(colon + 1) }]
  })
}
