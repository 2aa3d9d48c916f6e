/**
 * Undoes a Content-Transfer-Encoding (RFC 2045 section 6). Damaged input gives what can be read;
 * an encoding that is not known leaves the bytes as they are.
 */
export function decodeTransferEncoding(bytes: Buffer, encoding: string): Buffer {
  switch (
    encoding
      .trim()
      .toLowerCase()
      .replace(/[^a-z0-9-].*$/u, '')
  ) {
    case 'base64':
      return decodeBase64(bytes)
    case 'quoted-printable':
      return decodeQuotedPrintable(bytes)
    case 'x-uuencode':
    case 'x-uue':
    case 'uuencode':
      return decodeUuencoded(bytes)
    default:
      return bytes
  }
}

function decodeBase64(bytes: Buffer): Buffer {
  const text = bytes.toString('latin1')
  const padding = text.indexOf('=')
  // Several base64 texts one after another, each with its own padding, are read one by one.
  if (padding === -1 || !/[A-Za-z0-9+/]/u.test(text.slice(padding))) {
    return Buffer.from(text, 'base64')
  }
  return Buffer.concat(text.split(/=+/u).map((piece) => Buffer.from(piece, 'base64')))
}

function decodeQuotedPrintable(bytes: Buffer): Buffer {
  const out = Buffer.allocUnsafe(bytes.length)
  let length = 0
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at] ?? 0
    if (byte !== 0x3d) {
      out[length++] = byte
      continue
    }
    const high = hexValue(bytes[at + 1])
    const low = hexValue(bytes[at + 2])
    if (high !== -1 && low !== -1) {
      out[length++] = high * 16 + low
      at += 2
      continue
    }
    const end = softBreakEnd(bytes, at + 1)
    if (end === -1) out[length++] = byte
    else at = end
  }
  return out.subarray(0, length)
}

/** The last byte of a soft line break that starts at `from`, or -1 where there is none. */
function softBreakEnd(bytes: Buffer, from: number): number {
  let at = from
  while (bytes[at] === 0x20 || bytes[at] === 0x09) at += 1
  if (bytes[at] === 0x0a) return at
  if (bytes[at] === 0x0d) return bytes[at + 1] === 0x0a ? at + 1 : at
  return at >= bytes.length ? bytes.length - 1 : -1
}

function hexValue(byte: number | undefined): number {
  if (byte === undefined) return -1
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30
  const lower = byte | 0x20
  return lower >= 0x61 && lower <= 0x66 ? lower - 0x57 : -1
}

function decodeUuencoded(bytes: Buffer): Buffer {
  const lines = bytes.toString('latin1').split(/\r\n|\r|\n/u)
  const begin = lines.findIndex((line) => /^begin [0-7]{3,4} /u.test(line))
  if (begin === -1) return bytes
  const out: number[] = []
  for (const line of lines.slice(begin + 1)) {
    if (line === 'end') break
    const length = ((line.charCodeAt(0) || 0x20) - 0x20) & 0x3f
    const decoded: number[] = []
    for (let at = 1; at < line.length && decoded.length < length; at += 4) {
      const [a = 0, b = 0, c = 0, d = 0] = [0, 1, 2, 3].map(
        (offset) => ((line.charCodeAt(at + offset) || 0x20) - 0x20) & 0x3f,
      )
      decoded.push((a << 2) | (b >> 4), ((b & 15) << 4) | (c >> 2), ((c & 3) << 6) | d)
    }
    for (const byte of decoded.slice(0, length)) out.push(byte)
  }
  return Buffer.from(out)
}
