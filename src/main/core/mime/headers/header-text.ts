import { isUtf8 } from 'node:buffer'
import { withoutControl } from '#shared/domain/invisible-characters.ts'
import { decodeEncodedWords } from './encoded-words.ts'

export { cleanDisplayName, stripBidiControls } from '#shared/domain/invisible-characters.ts'

/** Longest header value that is read; the rest of a longer one carries nothing for people. */
export const MAX_HEADER_LENGTH = 262_144

/**
 * A header's value as text: unfolded, RFC 2047 words decoded, raw UTF-8 repaired, control
 * characters turned into spaces. `raw` may be bytes read as Latin-1 or already decoded text.
 */
export function decodeHeaderValue(raw: string): string {
  const unfolded = raw
    .slice(0, MAX_HEADER_LENGTH)
    .replaceAll('\0', '')
    .replace(/(?:\r\n|\r|\n)(?=[ \t])/gu, '')
  return withoutControl(decodeEncodedWords(repairRawUtf8(unfolded))).trim()
}

/** Bytes above 127 that were read one by one although they are UTF-8. */
function repairRawUtf8(raw: string): string {
  let high = false
  for (let at = 0; at < raw.length; at += 1) {
    const code = raw.charCodeAt(at)
    if (code > 0xff) return raw
    if (code > 0x7f) high = true
  }
  if (!high) return raw
  const bytes = Buffer.from(raw, 'latin1')
  return isUtf8(bytes) ? bytes.toString('utf8') : raw
}
