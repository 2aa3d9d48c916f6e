import { decodeText } from '../read/charset.ts'
import { decodeHeaderValue } from './header-text.ts'

/** A structured header: `text/plain; charset=utf-8` is a value and its parameters. */
export interface StructuredValue {
  /** In lower case, without parameters or comments. */
  value: string
  /** Decoded, by lower-case name. The first of two equal names counts. */
  parameters: Map<string, string>
}

/** Room for a file name of 500 characters in its longest encoding. */
const MAX_LENGTH = 8192

interface ParameterSection {
  index: number
  encoded: boolean
  text: string
}

/**
 * Reads Content-Type and Content-Disposition (RFC 2045 section 5.1), with RFC 2231 continuations
 * and charsets, and RFC 2047 words where they do not belong. Broken input gives what can be read.
 */
export function parseStructuredValue(raw: string): StructuredValue {
  const pieces = splitOnSemicolons(raw.slice(0, MAX_LENGTH))
  const value = (pieces[0] ?? '')
    .replace(/\([^()]*\)/gu, '')
    .trim()
    .toLowerCase()
  const plain = new Map<string, string>()
  const extended = new Map<string, ParameterSection[]>()
  for (const piece of pieces.slice(1)) {
    const equals = piece.indexOf('=')
    if (equals === -1) continue
    const name = piece.slice(0, equals).trim().toLowerCase()
    const text = unquote(piece.slice(equals + 1).trim())
    const parts = /^([^*]+)(?:\*(\d{1,3}))?(\*)?$/u.exec(name)
    if (!parts) continue
    const [, base = '', index, star] = parts
    if (index === undefined && star === undefined) {
      if (!plain.has(base)) plain.set(base, text)
    } else {
      const list = extended.get(base) ?? []
      list.push({ index: Number(index ?? 0), encoded: star === '*', text })
      extended.set(base, list)
    }
  }
  const parameters = new Map<string, string>()
  for (const [name, text] of plain) parameters.set(name, decodeHeaderValue(text))
  // RFC 2231 forms are the more exact ones, so they win (RFC 6266 section 4.3 says the same).
  for (const [name, list] of extended) parameters.set(name, joinSections(list))
  return { value, parameters }
}

function splitOnSemicolons(raw: string): string[] {
  const pieces: string[] = []
  let start = 0
  let quoted = false
  for (let at = 0; at < raw.length; at += 1) {
    const char = raw[at]
    if (quoted && char === '\\') at += 1
    else if (char === '"') quoted = !quoted && raw.includes('"', at + 1)
    else if (char === ';' && !quoted) {
      pieces.push(raw.slice(start, at))
      start = at + 1
    }
  }
  pieces.push(raw.slice(start))
  return pieces
}

function unquote(text: string): string {
  const quoted = /^"((?:[^"\\]|\\[^])*)"?/u.exec(text)
  if (!quoted) return text.replace(/\s*\([^()]*\)\s*$/u, '')
  // A backslash before anything but a quote or another one is a Windows path, not an escape.
  return (quoted[1] ?? '').replace(/\\(["\\])/gu, '$1')
}

function joinSections(list: ParameterSection[]): string {
  const sorted = list.toSorted((one, other) => one.index - other.index)
  const first = sorted[0]
  const marked = first?.encoded === true ? /^([^']*)'[^']*'/u.exec(first.text) : null
  if (first && marked) first.text = first.text.slice(marked[0].length)
  const bytes = sorted.map((piece) =>
    piece.encoded ? percentDecoded(piece.text) : Buffer.from(piece.text, 'utf8'),
  )
  return decodeHeaderValue(decodeText(Buffer.concat(bytes), marked?.[1] ?? null))
}

function percentDecoded(text: string): Buffer {
  return Buffer.concat(
    text
      .split(/(%[0-9A-Fa-f]{2})/u)
      .map((piece, index) =>
        index % 2 === 1 ? Buffer.from(piece.slice(1), 'hex') : Buffer.from(piece, 'utf8'),
      ),
  )
}
