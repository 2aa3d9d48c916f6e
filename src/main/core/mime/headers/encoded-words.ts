import { decodeText } from '../read/charset.ts'

interface EncodedWord {
  charset: string
  bytes: Buffer
  start: number
  end: number
}

/**
 * Text with RFC 2047 encoded words decoded wherever they stand: inside quotes and parameters too,
 * because that is where they are found. Words of one charset that follow each other are joined as
 * bytes first, since some senders cut a character in two; a word that ends by shifting back to ASCII
 * (ISO-2022-JP, RFC 1468) is whole. Linear in the length of the text.
 */
export function decodeEncodedWords(text: string): string {
  if (!text.includes('=?')) return text
  let decoded = ''
  let at = 0
  let pending: Buffer[] = []
  let charset = ''
  const flush = (): void => {
    if (pending.length > 0) decoded += decodeText(Buffer.concat(pending), charset)
    pending = []
  }
  for (;;) {
    const word = nextWord(text, at)
    if (word === null) break
    const between = text.slice(at, word.start)
    const adjacent = pending.length > 0 && /^\s*$/u.test(between)
    if (!adjacent || word.charset !== charset || isShiftedBack(pending.at(-1))) flush()
    if (!adjacent) decoded += between
    charset = word.charset
    pending.push(word.bytes)
    at = word.end
  }
  flush()
  return decoded + text.slice(at)
}

/** True where a word ends in ASCII after an escape sequence. */
function isShiftedBack(bytes: Buffer | undefined): boolean {
  const escape = bytes?.lastIndexOf(0x1b) ?? -1
  return escape !== -1 && /^\([BJ]/u.test(bytes?.toString('latin1', escape + 1, escape + 3) ?? '')
}

/** Finds the next well enough formed word at or after `from`. */
function nextWord(text: string, from: number): EncodedWord | null {
  let start = text.indexOf('=?', from)
  while (start !== -1) {
    const head = /^=\?([^?\s]{1,60})\?([bqBQ])\?/u.exec(text.slice(start, start + 70))
    if (head) {
      const textStart = start + head[0].length
      const close = text.indexOf('?=', textStart)
      // Without a closing mark here there is none further on either.
      if (close === -1) return null
      const [charset = '', encoding = ''] = [head[1]?.replace(/\*.*$/u, ''), head[2]]
      const encoded = text.slice(textStart, close)
      const bytes =
        encoding.toLowerCase() === 'b' ? Buffer.from(encoded, 'base64') : decodeQ(encoded)
      return { charset: charset.toLowerCase(), bytes, start, end: close + 2 }
    }
    start = text.indexOf('=?', start + 2)
  }
  return null
}

/** The Q encoding, RFC 2047 section 4.2; characters that should not be there stand for themselves. */
function decodeQ(encoded: string): Buffer {
  const source = Buffer.from(encoded.replaceAll('_', ' '), 'utf8')
  const bytes: number[] = []
  for (let at = 0; at < source.length; at += 1) {
    const byte = source[at] ?? 0
    const hex = byte === 0x3d ? source.toString('latin1', at + 1, at + 3) : ''
    if (/^[0-9A-Fa-f]{2}$/u.test(hex)) {
      bytes.push(Number.parseInt(hex, 16))
      at += 2
    } else {
      bytes.push(byte)
    }
  }
  return Buffer.from(bytes)
}
