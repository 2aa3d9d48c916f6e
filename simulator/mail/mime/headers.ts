import { headerBytesToText } from './encoded-words.ts'

/** One header field as it stands in the message: unfolded, encoded words untouched. */
export interface HeaderField {
  name: string
  value: string
}

const LF = 0x0a
const CR = 0x0d
/** More fields than this are ignored, so that a hostile header cannot hold the simulator up. */
const MAX_FIELDS = 5_000

/** Where the header block ends and the body starts. A message without a body ends at its length. */
export function splitHeader(raw: Buffer): { header: Buffer; body: Buffer } {
  let position = 0
  while (position < raw.length) {
    const newline = raw.indexOf(LF, position)
    if (newline < 0) break
    const isEmpty = newline === position || (newline === position + 1 && raw[position] === CR)
    if (isEmpty) return { header: raw.subarray(0, position), body: raw.subarray(newline + 1) }
    position = newline + 1
  }
  return { header: raw, body: raw.subarray(raw.length) }
}

/** The fields of a header block; lines that are no field are skipped. Never throws. */
export function parseHeaders(header: Buffer): HeaderField[] {
  const fields: HeaderField[] = []
  let current: HeaderField | null = null
  let parts: string[] = []
  const finish = (): void => {
    if (current) current.value = parts.join(' ').trim()
    parts = []
  }
  for (const line of headerBytesToText(header).split(/\r?\n/u)) {
    if (current && /^[ \t]/u.test(line)) {
      parts.push(line.trim())
      continue
    }
    const colon = line.indexOf(':')
    const name = colon > 0 ? line.slice(0, colon).trimEnd() : ''
    if (!/^[\x21-\x39\x3b-\x7e]+$/u.test(name)) continue
    finish()
    if (fields.length >= MAX_FIELDS) return fields
    current = { name, value: '' }
    parts = [line.slice(colon + 1).trim()]
    fields.push(current)
  }
  finish()
  return fields
}

/** The first value of a field, by name without regard to case, or null. */
export function headerValue(fields: readonly HeaderField[], name: string): string | null {
  const wanted = name.toLowerCase()
  return fields.find((field) => field.name.toLowerCase() === wanted)?.value ?? null
}

/**
 * The raw message with some header fields replaced, removed (null) or added; the rest, the body
 * included, stays byte for byte. A replaced field keeps its place, repeats of it go.
 */
export function rewriteHeaders(raw: Buffer, changes: Record<string, string | null>): Buffer {
  const { header, body } = splitHeader(raw)
  const pending = new Map(
    Object.entries(changes).map(([name, value]) => [name.toLowerCase(), { name, value }]),
  )
  const written = new Set<string>()
  const kept: string[] = []
  for (const field of header.toString('latin1').split(/\r?\n(?![ \t])/u)) {
    if (field.trim() === '') continue
    const key = field
      .slice(0, Math.max(0, field.indexOf(':')))
      .trim()
      .toLowerCase()
    const change = pending.get(key)
    if (!change) {
      kept.push(field.replaceAll(/\r?\n/gu, '\r\n'))
      continue
    }
    if (change.value !== null && !written.has(key)) kept.push(`${change.name}: ${change.value}`)
    written.add(key)
  }
  for (const [key, change] of pending)
    if (!written.has(key) && change.value !== null) kept.push(`${change.name}: ${change.value}`)
  return Buffer.concat([Buffer.from(`${kept.join('\r\n')}\r\n\r\n`, 'latin1'), body])
}
