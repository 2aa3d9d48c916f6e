import { isAscii, isUtf8 } from 'node:buffer'

/**
 * Text in mail headers: RFC 2047 encoded words, and raw 8-bit headers as people really send them.
 * Decoding is tolerant: what cannot be read stays as it was written.
 */

const ENCODED_WORD = /=\?([^?\s]{1,60})\?([bqBQ])\?([^?]*)\?=/gu

const DECODERS = new Map<string, TextDecoder>()

/** A decoder for a charset's name; an unknown one is read as UTF-8. */
function decoderFor(charset: string): TextDecoder {
  const name = (charset.split('*')[0] ?? '').toLowerCase()
  let decoder = DECODERS.get(name)
  if (decoder) return decoder
  try {
    decoder = new TextDecoder(name)
  } catch {
    return new TextDecoder('utf-8')
  }
  DECODERS.set(name, decoder)
  return decoder
}

/** Bytes to text in a named charset; an unknown charset or broken bytes never throw. */
export function decodeCharset(bytes: Uint8Array, charset: string): string {
  return decoderFor(charset).decode(bytes)
}

/** Header bytes to text: UTF-8 where it is valid, else Latin-1 (RFC 6532 and older habits). */
export function headerBytesToText(bytes: Uint8Array): string {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  return buffer.toString(isUtf8(buffer) && !isAscii(buffer) ? 'utf8' : 'latin1')
}

/** Replaces every encoded word of a header value by its text. */
export function decodeEncodedWords(value: string): string {
  if (!value.includes('=?')) return value
  const joined = value.replace(/(\?=)[ \t\r\n]+(=\?)/gu, '$1$2')
  return joined.replace(ENCODED_WORD, (_word, charset: string, kind: string, text: string) => {
    const bytes =
      kind.toLowerCase() === 'b' ? Buffer.from(text, 'base64') : decodeQ(text.replaceAll('_', ' '))
    return decodeCharset(bytes, charset)
  })
}

function decodeQ(text: string): Buffer {
  const binary = text.replace(/=([0-9a-fA-F]{2})/gu, (_code, hex: string) =>
    String.fromCharCode(parseInt(hex, 16)),
  )
  return Buffer.from(binary, 'latin1')
}

/** A header value fit to be written: plain where it is ASCII, else base64 words of 45 bytes. */
export function encodeHeaderText(value: string): string {
  const clean = value.replace(/[\r\n\0]+/gu, ' ')
  if (/^[\x20-\x7e]*$/u.test(clean)) return clean
  const words: string[] = []
  let chunk = ''
  for (const char of clean) {
    if (Buffer.byteLength(chunk + char) > 45) {
      words.push(chunk)
      chunk = ''
    }
    chunk += char
  }
  if (chunk) words.push(chunk)
  return words.map((word) => `=?UTF-8?B?${Buffer.from(word).toString('base64')}?=`).join('\r\n ')
}
