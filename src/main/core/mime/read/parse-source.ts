import { fieldOf, isRecord } from '#shared/domain/is-record.ts'
import type { Header } from '../../ports/messages.ts'
import { parseStructuredValue } from '../headers/structured-value.ts'
import { MAX_DEPTH } from './choose-body.ts'
import { endBase64AtPadding } from './end-base64.ts'
import {
  headersOfSource,
  isMessageType,
  messageFilename,
  subjectOfSource,
} from './message-filename.ts'
import type { MimePart } from './parsed-message.ts'

/** Bytes. Larger sources are not taken apart: that would hold up everything else. */
export const MAX_SOURCE = 40 * 1024 * 1024
/** A source with more lines that could be boundaries than any real message has parts. */
const MAX_BOUNDARIES = 10_000
const DASHES = Buffer.from('\n--')

/** What postal-mime keeps of one part. */
interface SourceNode {
  contentType: string
  headers: Header[]
  content: Uint8Array
  isBase64: boolean
  children: unknown[]
}

/**
 * A message's source as a tree of parts, transfer encodings undone and parts numbered as Gmail's are
 * (`1.2`). A message inside it stays one part. Null where it is too large or too deep to be opened.
 */
export async function parseSource(
  source: Uint8Array,
): Promise<{ headers: Header[]; root: MimePart } | null> {
  if (source.length > MAX_SOURCE || hasTooManyParts(source)) return null
  const { default: PostalMime } = await import('postal-mime')
  const parser = new PostalMime({ forceRfc822Attachments: true, maxNestingDepth: MAX_DEPTH + 1 })
  try {
    await parser.parse(endBase64AtPadding(source))
  } catch {
    return null
  }
  // What `parse` answers is flat. The tree that it is made from has no place in the library's types,
  // so each field is looked at; the version is pinned and parse-source.test.ts holds it.
  const top = nodeOf(fieldOf(parser, 'root'))
  // The library reads header bytes as UTF-8 only.
  if (top.headers.some(({ value }) => value.includes('\ufffd'))) {
    top.headers = headersOfSource(source)
  }
  const root = toPart(top, top.contentType.startsWith('multipart/') ? '' : '1', false)
  return { headers: top.headers, root }
}

function hasTooManyParts(source: Uint8Array): boolean {
  const bytes = Buffer.from(source.buffer, source.byteOffset, source.length)
  let count = 0
  for (let at = bytes.indexOf(DASHES); at >= 0; at = bytes.indexOf(DASHES, at + 1)) {
    count += 1
    if (count > MAX_BOUNDARIES) return true
  }
  return false
}

function toPart(node: SourceNode, partId: string, isInside: boolean): MimePart {
  const { headers } = node
  const own = isInside && !node.isBase64 ? withoutLastLineBreak(node.content) : node.content
  const content = isMessageType(node.contentType) && !node.isBase64 ? withCrLf(own) : own
  // A multipart that nothing divides is the text it is, as Gmail has it.
  const isUndivided = node.contentType.startsWith('multipart/') && node.children.length === 0
  const contentType = isUndivided ? 'text/plain' : node.contentType
  return {
    partId: isUndivided && partId === '' ? '1' : partId,
    contentType,
    headers: isUndivided ? headers.filter(({ name }) => !/^content-type$/iu.test(name)) : headers,
    filename: isMessageType(contentType)
      ? messageFilename(declaredName(headers), subjectOfSource(content))
      : '',
    sizeBytes: content.length,
    providerAttachmentId: null,
    content: node.children.length > 0 || content.length === 0 ? null : content,
    children: node.children.map((child, index) =>
      toPart(nodeOf(child), partId === '' ? `${index + 1}` : `${partId}.${index + 1}`, true),
    ),
  }
}

/** The library ends lines with LF; a message that is saved has CRLF again (RFC 5322 section 2.3). */
function withCrLf(content: Uint8Array): Uint8Array {
  const text = Buffer.from(content.buffer, content.byteOffset, content.length).toString('latin1')
  return Buffer.from(text.replace(/\r?\n/gu, '\r\n'), 'latin1')
}

/** The line break before a boundary belongs to the boundary (RFC 2046 section 5.1.1). */
function withoutLastLineBreak(content: Uint8Array): Uint8Array {
  if (content.at(-1) !== 0x0a) return content
  return content.subarray(0, content.at(-2) === 0x0d ? -2 : -1)
}

function declaredName(headers: readonly Header[]): string {
  const parametersOf = (name: string): Map<string, string> =>
    parseStructuredValue(headers.find((one) => one.name.toLowerCase() === name)?.value ?? '')
      .parameters
  return (
    parametersOf('content-disposition').get('filename') ??
    parametersOf('content-type').get('name') ??
    ''
  )
}

function nodeOf(value: unknown): SourceNode {
  const type = fieldOf(fieldOf(fieldOf(value, 'contentType'), 'parsed'), 'value')
  const headers = fieldOf(value, 'headers')
  const children = fieldOf(value, 'childNodes')
  const content = fieldOf(value, 'content')
  const encoding = fieldOf(fieldOf(value, 'contentTransferEncoding'), 'encoding')
  if (typeof type !== 'string' || !Array.isArray(headers) || !Array.isArray(children)) {
    throw new Error('postal-mime keeps the parts of a message in another way than expected')
  }
  return {
    contentType: type,
    headers: headers
      .filter(isRecord)
      .flatMap(({ originalKey, value: text }) =>
        typeof originalKey === 'string' && typeof text === 'string'
          ? [{ name: originalKey, value: text }]
          : [],
      ),
    content: content instanceof ArrayBuffer ? new Uint8Array(content) : new Uint8Array(),
    isBase64: encoding === 'base64',
    children,
  }
}
