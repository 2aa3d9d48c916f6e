import { decodeCharset, decodeEncodedWords } from './encoded-words.ts'

/** A structured header such as Content-Type or Content-Disposition (RFC 2045, RFC 2231). */
export interface StructuredHeader {
  value: string
  parameters: Map<string, string>
}

const PARAMETER = /;\s*([^\s=;"]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"?|([^;]*))/gu

/** Splits a structured header value; broken parameters are left out. Never throws. */
export function parseStructuredHeader(header: string): StructuredHeader {
  const semicolon = header.indexOf(';')
  const value = (semicolon < 0 ? header : header.slice(0, semicolon)).trim().toLowerCase()
  const raw = new Map<string, string>()
  if (semicolon >= 0)
    for (const match of header.slice(semicolon).matchAll(PARAMETER)) {
      const name = match[1]?.toLowerCase() ?? ''
      const text = match[2] === undefined ? (match[3] ?? '').trim() : unescape(match[2])
      if (!raw.has(name)) raw.set(name, text)
    }
  return { value, parameters: joinContinuations(raw) }
}

function unescape(quoted: string): string {
  return quoted.replace(/\\(.)/gu, '$1')
}

/** RFC 2231: `name*0*=utf-8''…; name*1=…` become one parameter. */
function joinContinuations(raw: Map<string, string>): Map<string, string> {
  const parameters = new Map<string, string>()
  const pieces = new Map<string, { order: number; text: string; encoded: boolean }[]>()
  for (const [name, text] of raw) {
    const match = /^([^*]+)(?:\*(\d{1,4}))?(\*)?$/u.exec(name)
    const base = match?.[1]
    if (!match || base === undefined || (match[2] === undefined && match[3] === undefined)) {
      parameters.set(name, text)
      continue
    }
    const list = pieces.get(base) ?? []
    list.push({ order: Number(match[2] ?? 0), text, encoded: match[3] !== undefined })
    pieces.set(base, list)
  }
  for (const [base, list] of pieces) {
    list.sort((a, b) => a.order - b.order)
    let charset = 'utf-8'
    const bytes = list.map((piece, index) => {
      let text = piece.text
      const prefix = index === 0 && piece.encoded ? /^([^']*)'[^']*'/u.exec(text) : null
      if (prefix) {
        charset = prefix[1] ?? charset
        text = text.slice(prefix[0].length)
      }
      return piece.encoded ? percentDecode(text) : Buffer.from(text)
    })
    parameters.set(base, decodeCharset(Buffer.concat(bytes), charset))
  }
  return parameters
}

function percentDecode(text: string): Buffer {
  const bytes: Buffer[] = []
  for (const piece of text.split(/(%[0-9a-fA-F]{2})/u))
    bytes.push(
      /^%[0-9a-fA-F]{2}$/u.test(piece)
        ? Buffer.from([parseInt(piece.slice(1), 16)])
        : Buffer.from(piece),
    )
  return Buffer.concat(bytes)
}

/** The file name a part gives itself, or an empty string. */
export function filenameOf(contentType: string, disposition: string): string {
  const named =
    parseStructuredHeader(disposition).parameters.get('filename') ??
    parseStructuredHeader(contentType).parameters.get('name') ??
    ''
  return decodeEncodedWords(named)
}
