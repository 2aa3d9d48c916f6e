import { filenameOf, parseStructuredHeader } from './content-type.ts'
import { headerValue, parseHeaders, splitHeader, type HeaderField } from './headers.ts'

/** One part of a message. Children stand in order; a leaf has none. */
export interface MimePart {
  headers: HeaderField[]
  mimeType: string
  charset: string
  filename: string
  /** The part's body as transferred. */
  encoded: Buffer
  transferEncoding: string
  parts: MimePart[]
}

/** Deeper parts are left as one leaf: no reader shows them, and nesting is a known attack. */
const MAX_DEPTH = 100
const MAX_PARTS = 10_000

/**
 * Splits a message into its parts (RFC 2045, 2046). Mail is hostile input: missing boundaries,
 * endless nesting and broken headers give a poorer tree, never an error.
 */
export function parseMime(raw: Buffer): MimePart {
  return parsePart(raw, 0, { parts: 0 }, 'text/plain')
}

function parsePart(
  raw: Buffer,
  depth: number,
  budget: { parts: number },
  defaultType: string,
): MimePart {
  budget.parts += 1
  const { header, body } = splitHeader(raw)
  const headers = parseHeaders(header)
  const contentType = headerValue(headers, 'content-type') ?? ''
  const type = parseStructuredHeader(contentType)
  const part: MimePart = {
    headers,
    mimeType: /^[\w!#$&^.+-]+\/[\w!#$&^.+-]+$/u.test(type.value) ? type.value : defaultType,
    charset: type.parameters.get('charset') ?? 'utf-8',
    filename: filenameOf(contentType, headerValue(headers, 'content-disposition') ?? ''),
    encoded: body,
    transferEncoding: (headerValue(headers, 'content-transfer-encoding') ?? '7bit').toLowerCase(),
    parts: [],
  }
  if (depth >= MAX_DEPTH) return part
  if (part.mimeType.startsWith('multipart/')) {
    const boundary = type.parameters.get('boundary') ?? ''
    const child = part.mimeType === 'multipart/digest' ? 'message/rfc822' : 'text/plain'
    for (const piece of splitMultipart(body, boundary)) {
      if (budget.parts >= MAX_PARTS) break
      part.parts.push(parsePart(piece, depth + 1, budget, child))
    }
    // A multipart nobody can split is shown as the text it is.
    if (part.parts.length === 0) part.mimeType = 'text/plain'
  } else if (part.mimeType === 'message/rfc822' && budget.parts < MAX_PARTS) {
    part.parts.push(parsePart(decodeBody(part), depth + 1, budget, 'text/plain'))
  }
  return part
}

/** The pieces between boundary lines. A missing closing line ends the last piece at the end. */
function splitMultipart(body: Buffer, boundary: string): Buffer[] {
  if (boundary === '') return []
  const delimiter = Buffer.from(`--${boundary}`)
  const pieces: Buffer[] = []
  let start = -1
  let from = 0
  while (from <= body.length) {
    const at = body.indexOf(delimiter, from)
    if (at < 0) break
    from = at + delimiter.length
    if (at > 0 && body[at - 1] !== 0x0a) continue
    const rest = body.subarray(from, from + 2).toString('latin1')
    const isClosing = rest === '--'
    // `--abc` must not match inside `--abcdef`: only white space or the line's end may follow.
    if (!isClosing && from < body.length && !/^[ \t\r\n]/u.test(rest)) continue
    if (start >= 0) pieces.push(body.subarray(start, endOfPart(body, start, at)))
    const newline = body.indexOf(0x0a, from)
    start = newline < 0 ? body.length : newline + 1
    if (isClosing) return pieces
    if (pieces.length >= MAX_PARTS) return pieces
  }
  if (start >= 0 && start < body.length) pieces.push(body.subarray(start))
  return pieces
}

function endOfPart(body: Buffer, start: number, boundaryAt: number): number {
  const crlf = boundaryAt >= 2 && body[boundaryAt - 2] === 0x0d ? 2 : 1
  return Math.max(start, boundaryAt - crlf)
}

/** A part's content with its transfer encoding undone; broken encodings give what can be read. */
export function decodeBody(part: Pick<MimePart, 'encoded' | 'transferEncoding'>): Buffer {
  const encoding = part.transferEncoding.trim()
  if (encoding.startsWith('base64')) return Buffer.from(part.encoded.toString('latin1'), 'base64')
  if (encoding.startsWith('quoted-printable')) return decodeQuotedPrintable(part.encoded)
  return part.encoded
}

function decodeQuotedPrintable(encoded: Buffer): Buffer {
  const out = Buffer.allocUnsafe(encoded.length)
  let length = 0
  for (let at = 0; at < encoded.length; at += 1) {
    const byte = encoded[at] ?? 0
    if (byte !== 0x3d) {
      out[length++] = byte
      continue
    }
    const next = encoded[at + 1]
    if (next === 0x0a) at += 1
    else if (next === 0x0d && encoded[at + 2] === 0x0a) at += 2
    else {
      const hex = encoded.toString('latin1', at + 1, at + 3)
      if (/^[0-9a-fA-F]{2}$/u.test(hex)) {
        out[length++] = parseInt(hex, 16)
        at += 2
      } else out[length++] = byte
    }
  }
  return out.subarray(0, length)
}

/** Every part, the message itself first, in the order of the tree. */
export function* walkParts(part: MimePart): Iterable<MimePart> {
  yield part
  for (const child of part.parts) yield* walkParts(child)
}
