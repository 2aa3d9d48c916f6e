import type { Header } from '../../ports/messages.ts'
import { MAX_DEPTH } from './choose-body.ts'
import { parseHeaderBlock } from '../headers/header-block.ts'
import { parseStructuredValue, type StructuredValue } from '../headers/structured-value.ts'
import type { MimePart } from './parsed-message.ts'
import { decodeTransferEncoding } from './transfer-encoding.ts'

/** A multipart that has begun and not ended yet. */
interface OpenPart {
  part: MimePart
  boundary: string
  /** `multipart/digest` gives its parts another default type (RFC 2046 section 5.1.5). */
  childType: string
  /** Where the child being read starts, or -1 before the first boundary. */
  childStart: number
}

/** Twice as many as the largest real message that we promise to read. */
const MAX_PARTS = 20_000
const DASH = 0x2d
const LF = 0x0a
const CR = 0x0d

/**
 * Reads RFC 5322 source into its headers and MIME tree in one pass over the boundaries, however
 * deep they nest. Never throws; what is wrong with the source is told in `defects`.
 */
export function parseMime(bytes: Uint8Array): {
  headers: Header[]
  root: MimePart
  defects: string[]
} {
  const source = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const defects = new Set<string>()
  const head = parseHeaderBlock(source, 0, source.length, defects)
  const root = emptyPart('', head.headers, 'text/plain')
  const open: OpenPart[] = []
  const rootType = typeOf(root)
  if (!openMultipart(root, rootType, source, head.bodyStart, source.length, open, defects)) {
    root.partId = '1'
    fill(root, source, head.bodyStart, source.length)
    return { headers: head.headers, root, defects: [...defects] }
  }

  let parts = 0
  for (const line of boundaryLines(source, head.bodyStart)) {
    const level = open.findLastIndex(
      ({ boundary }) => line.text === boundary || line.text === `${boundary}--`,
    )
    if (level === -1) continue
    if (parts === MAX_PARTS) {
      defects.add(`Only the first ${MAX_PARTS} parts are read.`)
      break
    }
    parts += 1
    const closing = line.text !== open[level]?.boundary
    for (const inner of open.splice(level + 1).toReversed()) {
      endChild(inner, source, line.start)
      defects.add('A part of the message is not closed.')
    }
    const owner = open[level]
    if (!owner) continue
    endChild(owner, source, line.start)
    owner.childStart = closing ? -1 : line.end
    if (closing) open.splice(level)
    else startChild(owner, source, line.end, open, defects)
  }
  if (open.length > 0) defects.add('The message ends before its parts are closed.')
  for (const unclosed of open.toReversed()) endChild(unclosed, source, source.length)
  if (root.children.length === 0) {
    defects.add('The message says it has several parts but contains none; it is shown as text.')
    root.contentType = 'text/plain'
    fill(root, source, head.bodyStart, source.length)
  }
  return { headers: head.headers, root, defects: [...defects] }
}

/** Reads a child's headers at once: a multipart among them opens a level of its own. */
function startChild(
  owner: OpenPart,
  source: Buffer,
  start: number,
  open: OpenPart[],
  defects: Set<string>,
): void {
  const number = owner.part.children.length + 1
  const partId = owner.part.partId === '' ? String(number) : `${owner.part.partId}.${number}`
  const head = parseHeaderBlock(source, start, source.length, defects, true)
  const part = emptyPart(partId, head.headers, owner.childType)
  owner.part.children.push(part)
  owner.childStart = head.bodyStart
  if (open.length <= MAX_DEPTH) {
    openMultipart(part, typeOf(part), source, head.bodyStart, source.length, open, defects)
  }
}

/** Gives the last child its content, unless it was a multipart whose parts hold it. */
function endChild(owner: OpenPart, source: Buffer, end: number): void {
  const child = owner.part.children.at(-1)
  if (!child || owner.childStart === -1 || child.children.length > 0) return
  if (child.content !== null) return
  fill(
    child,
    source,
    Math.min(owner.childStart, end),
    withoutLineEnd(source, owner.childStart, end),
  )
  if (child.contentType.startsWith('multipart/')) child.contentType = 'text/plain'
}

function openMultipart(
  part: MimePart,
  type: StructuredValue,
  source: Buffer,
  start: number,
  end: number,
  open: OpenPart[],
  defects: Set<string>,
): boolean {
  if (!type.value.startsWith('multipart/')) return false
  const declared = type.parameters.get('boundary')?.trimEnd()
  // Looked for in the outermost part only: a search through the whole source for each would add up.
  const usable = declared && (part.partId !== '' || source.includes(`--${declared}`, start))
  const boundary = usable ? `--${declared}` : guessBoundary(source, start, end)
  if (!usable) defects.add('The message does not say where its parts begin.')
  if (boundary === null) {
    part.contentType = 'text/plain'
    return false
  }
  const childType = type.value === 'multipart/digest' ? 'message/rfc822' : 'text/plain'
  open.push({ part, boundary, childType, childStart: -1 })
  return true
}

/** The first line that looks like a boundary: dashes, followed by a Content- header. */
function guessBoundary(source: Buffer, start: number, end: number): string | null {
  const text = source.toString('latin1', start, Math.min(end, start + 65_536))
  return /(?:^|[\r\n])(--[^\s-][^\r\n]{0,198})[\r\n]+Content-/iu.exec(text)?.[1]?.trimEnd() ?? null
}

/** Every line that starts with two dashes, wherever lines end in LF, CRLF or CR alone. */
function* boundaryLines(
  source: Buffer,
  from: number,
): Generator<{ text: string; start: number; end: number }> {
  let at = source.indexOf('--', from)
  while (at !== -1) {
    const before = source[at - 1]
    if (at > from && before !== LF && before !== CR) {
      while (source[at] === DASH) at += 1
      at = source.indexOf('--', at)
      continue
    }
    const end = lineEnd(source, at)
    // A boundary has at most 70 characters (RFC 2046); longer ones are read up to 500.
    if (end - at <= 504) {
      const text = source.toString('latin1', at, end).trimEnd()
      yield { text, start: at, end: afterLineEnd(source, end) }
    }
    at = source.indexOf('--', Math.max(end, at + 2))
  }
}

function lineEnd(source: Buffer, from: number): number {
  let at = from
  while (at < source.length && source[at] !== LF && source[at] !== CR) at += 1
  return at
}

function afterLineEnd(source: Buffer, end: number): number {
  if (source[end] === CR && source[end + 1] === LF) return end + 2
  return Math.min(end + 1, source.length)
}

/** The line end before a boundary belongs to the boundary (RFC 2046 section 5.1.1). */
function withoutLineEnd(source: Buffer, start: number, end: number): number {
  let at = end
  if (at === source.length) return at
  if (at > start && source[at - 1] === LF) at -= 1
  if (at > start && source[at - 1] === CR) at -= 1
  return Math.max(at, Math.min(start, end))
}

function emptyPart(partId: string, headers: Header[], defaultType: string): MimePart {
  const declared = headers.find(({ name }) => name.toLowerCase() === 'content-type')
  const type = declared ? parseStructuredValue(declared.value).value : ''
  return {
    partId,
    contentType: type.includes('/') ? type : defaultType,
    headers,
    filename: '',
    sizeBytes: 0,
    providerAttachmentId: null,
    content: null,
    children: [],
  }
}

function typeOf(part: MimePart): StructuredValue {
  const declared = part.headers.find(({ name }) => name.toLowerCase() === 'content-type')
  return { ...parseStructuredValue(declared?.value ?? ''), value: part.contentType }
}

function fill(part: MimePart, source: Buffer, start: number, end: number): void {
  const encoding = part.headers.find(
    ({ name }) => name.toLowerCase() === 'content-transfer-encoding',
  )
  part.content = decodeTransferEncoding(
    source.subarray(start, Math.max(start, end)),
    encoding?.value ?? '',
  )
  part.sizeBytes = part.content.length
}
