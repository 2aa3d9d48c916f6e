import type { Header } from '../../ports/messages.ts'
import { decodeText } from '../read/charset.ts'

const LF = 0x0a
const CR = 0x0d
const SPACE = 0x20
const TAB = 0x09
const MAX_HEADERS = 5000

/**
 * Reads a block of headers (RFC 5322 section 2.2) from `start` up to its empty line, still folded
 * and encoded but decoded from bytes. Lines that are no header are skipped; where they go on, the
 * empty line is missing and the body has begun. In a part (`inPart`), a line of dashes ends it too.
 */
export function parseHeaderBlock(
  source: Buffer,
  start: number,
  limit: number,
  defects: Set<string>,
  inPart = false,
): { headers: Header[]; bodyStart: number } {
  const headers: Header[] = []
  let at = start
  while (at < limit) {
    const end = endOfLine(source, at, limit)
    const next = afterLine(source, end, limit)
    if (end === at) return { headers, bodyStart: next }
    if (inPart && source[at] === 0x2d && source[at + 1] === 0x2d) break
    const colon = endOfName(source, at, end)
    if (colon === -1) {
      const isEnvelope = at === start && source.toString('latin1', at, at + 5) === 'From '
      if (!isEnvelope) {
        defects.add('A line among the headers is not a header.')
        const nextEnd = endOfLine(source, next, limit)
        if (endOfName(source, next, nextEnd) === -1 && nextEnd !== next) break
      }
      at = next
      continue
    }
    const valueEnd = endOfFolded(source, end, limit)
    if (headers.length < MAX_HEADERS) {
      headers.push({
        name: source.toString('latin1', at, colon).trimEnd(),
        value: decodeText(source.subarray(colon + 1, valueEnd), null).trim(),
      })
    }
    at = afterLine(source, valueEnd, limit)
  }
  return { headers, bodyStart: at }
}

/** Where the colon after a field name stands, or -1 where the line is no header. */
function endOfName(source: Buffer, start: number, end: number): number {
  for (let at = start; at < end && at - start < 200; at += 1) {
    const byte = source[at] ?? 0
    if (byte === 0x3a) return at > start ? at : -1
    // Blanks before the colon are obsolete but seen (RFC 5322 section 4.5).
    if (byte === SPACE || byte === TAB) {
      let colon = at
      while (source[colon] === SPACE || source[colon] === TAB) colon += 1
      return at > start && colon < end && source[colon] === 0x3a ? colon : -1
    }
    if (byte <= 0x20 || byte >= 0x7f) return -1
  }
  return -1
}

/** The end of the last line that continues this one. */
function endOfFolded(source: Buffer, firstEnd: number, limit: number): number {
  let end = firstEnd
  for (;;) {
    const next = afterLine(source, end, limit)
    if (next >= limit || (source[next] !== SPACE && source[next] !== TAB)) return end
    const nextEnd = endOfLine(source, next, limit)
    end = nextEnd
  }
}

function endOfLine(source: Buffer, from: number, limit: number): number {
  let at = from
  while (at < limit && source[at] !== LF && source[at] !== CR) at += 1
  return at
}

function afterLine(source: Buffer, end: number, limit: number): number {
  if (source[end] === CR && source[end + 1] === LF) return Math.min(end + 2, limit)
  return Math.min(end + 1, limit)
}
