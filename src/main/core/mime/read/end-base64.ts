const PADDED_LINE = /^[A-Za-z0-9+/]*={1,2}\s*$/u
const BASE64_HEADER = /^content-transfer-encoding:\s*"?base64\b/iu
/** A line that ends with padding, and something other than a boundary below it. */
const TEXT_BEHIND_PADDING =
  /\n[A-Za-z0-9+/]{1,200}={1,2}[ \t]*\r?\n(?:\r?\n){0,5}(?:[^\r\n-]|-[^-]|--[ \t]*\r?\n)/u
const BOUNDARY = /\bboundary\s*=\s*"?([^"\s;]{1,200})/giu

/**
 * A message's source with what stands behind the padding of its base64 bodies taken out: mailing
 * lists append their footer as plain text there, which a decoder would read as bytes (RFC 2045
 * section 6.8: padding means that the end of the data has been reached).
 */
export function endBase64AtPadding(source: Uint8Array): Uint8Array {
  const text = Buffer.from(source.buffer, source.byteOffset, source.length).toString('latin1')
  if (!TEXT_BEHIND_PADDING.test(text)) return source
  const boundaries = new Set(
    [...text.matchAll(BOUNDARY)].flatMap(([, name = '']) => [`--${name}`, `--${name}--`]),
  )
  const kept: string[] = []
  let place: 'headers' | 'encoded' | 'ended' | 'other' = 'headers'
  let isBase64 = false
  for (const line of text.split('\n')) {
    if (line.startsWith('--') && boundaries.has(line.trimEnd())) {
      place = 'headers'
      isBase64 = false
    } else if (place === 'headers') {
      isBase64 ||= BASE64_HEADER.test(line)
      if (line.trim() === '') place = isBase64 ? 'encoded' : 'other'
    } else if (place === 'ended') {
      continue
    } else if (place === 'encoded' && PADDED_LINE.test(line)) {
      place = 'ended'
    }
    kept.push(line)
  }
  return Buffer.from(kept.join('\n'), 'latin1')
}
