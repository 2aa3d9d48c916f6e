import { isUtf8 } from 'node:buffer'

/** Labels seen in real mail that the Encoding Standard does not know. */
const ALIASES: Record<string, string> = {
  cp932: 'shift_jis',
  'windows-932': 'shift_jis',
  cp936: 'gbk',
  'windows-936': 'gbk',
  cp949: 'euc-kr',
  'windows-949': 'euc-kr',
  cp950: 'big5',
  'windows-950': 'big5',
  'shift-jis-2004': 'shift_jis',
  'euc-cn': 'gbk',
  'iso-2022-jp-1': 'iso-2022-jp',
  'iso-2022-jp-2': 'iso-2022-jp',
  'iso-2022-jp-ms': 'iso-2022-jp',
  cp50220: 'iso-2022-jp',
  ansi: 'windows-1252',
  'utf-8-mac': 'utf-8',
  utf8mb4: 'utf-8',
  'unicode-1-1-utf-8': 'utf-8',
  koi8: 'koi8-r',
  cp866: 'ibm866',
}

/** Seven-bit charsets: their bytes are always valid UTF-8 too, and mean something else. */
const SEVEN_BIT = /^(?:utf-7|iso-2022-|hz)/u
const ESCAPE = '\u001b'
/** After an escape character: a shift to Japanese letters, and a letter. */
const JAPANESE = /^(?:\$[@B]|\$\(D|\(I)[\x21-\x7e]/u
const MULTI_BYTE = new Set(['gbk', 'gb18030', 'big5', 'euc-kr', 'euc-jp', 'shift_jis'])
const decoders = new Map<string, TextDecoder | null>()

/**
 * Bytes to text, whatever their label says. Never throws.
 * Valid UTF-8 wins over the declared charset, because mislabelled UTF-8 is far more common than
 * another charset that happens to be valid UTF-8; then the declared charset; then a guess.
 */
export function decodeText(bytes: Uint8Array, declaredCharset: string | null): string {
  const charset = canonicalCharset(declaredCharset)
  const marked = markedUtf16(bytes)
  if (marked !== null) return decodeWith(marked, bytes)
  const shifted = charset !== null && SEVEN_BIT.test(charset) ? null : shiftedCharset(bytes)
  if (shifted !== null) return decodeSpecial(bytes, shifted)
  if (charset !== null && (SEVEN_BIT.test(charset) || charset.startsWith('utf-16'))) {
    return decodeSpecial(bytes, charset)
  }
  if (isUtf8(bytes) && !(charset !== null && looksDoubleByte(bytes, charset))) {
    return decodeWith('utf-8', bytes)
  }
  if (charset !== null && charset !== 'utf-8' && decoderFor(charset) !== null) {
    return decodeWith(charset, bytes)
  }
  return decodeWith(guessCharset(bytes, charset), bytes)
}

/** The label in lower case with its aliases resolved, or null where it means nothing to us. */
function canonicalCharset(declared: string | null): string | null {
  if (declared === null) return null
  const label = declared
    .trim()
    .toLowerCase()
    .replace(/^["']|["']$/gu, '')
    .replace(/^_/u, '')
    .replace(/\$.*$/u, '')
  if (/^(?:x-)?(?:unicode-1-1-)?utf-?7$/u.test(label)) return 'utf-7'
  if (label === 'hz-gb-2312' || label === 'hz') return 'hz'
  if (label === 'iso-2022-kr' || label === 'csiso2022kr') return 'iso-2022-kr'
  const known = ALIASES[label] ?? label
  return decoderFor(known)?.encoding ?? null
}

function decoderFor(label: string): TextDecoder | null {
  const cached = decoders.get(label)
  if (cached !== undefined) return cached
  let decoder: TextDecoder | null = null
  try {
    decoder = new TextDecoder(label)
  } catch {
    // An unknown label is an ordinary case: the caller guesses instead.
  }
  // Labels come from mail, so the cache must not grow with them.
  if (decoders.size < 200) decoders.set(label, decoder)
  return decoder
}

function decodeWith(label: string, bytes: Uint8Array): string {
  return (decoderFor(label) ?? new TextDecoder()).decode(bytes)
}

/**
 * The charset that escape sequences tell (ISO 2022: RFC 1468, RFC 1557), whatever the label says or
 * does not say: in no other text does an escape character stand before these.
 */
function shiftedCharset(bytes: Uint8Array): string | null {
  const at = bytes.indexOf(0x1b)
  if (at === -1) return null
  const sample = Buffer.from(bytes.buffer, bytes.byteOffset + at, Math.min(bytes.length - at, 8192))
  const [, ...shifts] = sample.toString('latin1').split(ESCAPE)
  if (shifts.some((shift) => /^\$\)C/u.test(shift)) && sample.includes(0x0e)) return 'iso-2022-kr'
  return shifts.some((shift) => JAPANESE.test(shift)) ? 'iso-2022-jp' : null
}

function markedUtf16(bytes: Uint8Array): string | null {
  if (bytes.length < 4) return null
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le'
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be'
  return null
}

function decodeSpecial(bytes: Uint8Array, charset: string): string {
  switch (charset) {
    case 'utf-7':
      return decodeUtf7(bytes)
    case 'hz':
      return decodeShifted(bytes, 'gbk', [0x7e, 0x7b], [0x7e, 0x7d])
    case 'iso-2022-kr':
      return decodeShifted(bytes, 'euc-kr', [0x0e], [0x0f]).replace('\u001b$)C', '')
    default:
      // Raw UTF-8 under a seven-bit label shows itself by its eighth bits.
      return bytes.some((byte) => byte > 0x7f) && isUtf8(bytes)
        ? decodeWith('utf-8', bytes)
        : decodeWith(charset, bytes)
  }
}

/** RFC 2152. Also reads what is not encoded at all, which is how it is mostly misused. */
function decodeUtf7(bytes: Uint8Array): string {
  const text = decodeWith('utf-8', bytes)
  return text.replace(/\+([A-Za-z0-9+/]*)-?/gu, (_, encoded: string) => {
    if (encoded === '') return '+'
    const pairs = Buffer.from(encoded, 'base64')
    return decodeWith('utf-16be', pairs.subarray(0, pairs.length & ~1))
  })
}

/** Seven-bit text whose double-byte runs stand between two shift marks. */
function decodeShifted(
  bytes: Uint8Array,
  charset: string,
  open: readonly number[],
  close: readonly number[],
): string {
  const raised: number[] = []
  let shifted = false
  for (let at = 0; at < bytes.length; at += 1) {
    const mark = shifted ? close : open
    if (mark.every((byte, offset) => bytes[at + offset] === byte)) {
      shifted = !shifted
      at += mark.length - 1
      continue
    }
    const byte = bytes[at] ?? 0
    raised.push(shifted && byte > 0x20 ? byte | 0x80 : byte)
  }
  return decodeWith(charset, Uint8Array.from(raised))
}

/**
 * A few Chinese, Japanese or Korean characters can be valid UTF-8 by accident, but then only as
 * two-byte sequences; real UTF-8 of those languages has three.
 */
function looksDoubleByte(bytes: Uint8Array, charset: string): boolean {
  if (!MULTI_BYTE.has(charset)) return false
  let high = 0
  for (const byte of bytes) {
    if (byte >= 0xe0) return false
    if (byte >= 0x80) high += 1
  }
  if (high === 0) return false
  return !decodeWith(charset, bytes).includes('\ufffd')
}

/** The likeliest charset of bytes that are not UTF-8 and carry no usable label. */
function guessCharset(bytes: Uint8Array, declared: string | null): string {
  const sample = bytes.subarray(0, 8192)
  if (declared === 'utf-8' && mostlyUtf8(sample)) return 'utf-8'
  let high = 0
  let letters = 0
  let oddRuns = 0
  let run = 0
  let upperHalf = 0
  for (const byte of sample) {
    if (byte >= 0x80) {
      high += 1
      run += 1
      if (byte >= 0xe0) upperHalf += 1
      continue
    }
    if (run % 2 === 1) oddRuns += 1
    run = 0
    if ((byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7a) letters += 1
  }
  if (run % 2 === 1) oddRuns += 1
  // Western text has a few accented letters among many plain ones; Cyrillic has hardly any plain.
  if (high < 4 || high < letters) return 'windows-1252'
  if (oddRuns === 0 && high >= 8) {
    const chinese = decodeWith('gb18030', sample)
    if (!chinese.includes('\ufffd') && !mostlyCyrillic(sample)) return 'gb18030'
  }
  // Small letters, the bulk of any text, are 0xE0-0xFF in windows-1251 and 0xC0-0xDF in KOI8-R.
  return upperHalf * 2 >= high ? 'windows-1251' : 'koi8-r'
}

/** True when Cyrillic words are too long and too plain to be pairs of a double-byte charset. */
function mostlyCyrillic(sample: Uint8Array): boolean {
  let letters = 0
  let high = 0
  for (const byte of sample) {
    if (byte < 0x80) continue
    high += 1
    if (byte >= 0xe0) letters += 1
  }
  return letters * 4 > high * 3
}

/** True for UTF-8 that was cut or damaged in a few places. */
function mostlyUtf8(sample: Uint8Array): boolean {
  let broken = 0
  let whole = 0
  for (const char of decodeWith('utf-8', sample)) {
    if (char === '\ufffd') broken += 1
    else if (char > '\u007f') whole += 1
  }
  return whole > broken * 2
}
