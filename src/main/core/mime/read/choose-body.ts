import { isSignatureType } from '#shared/domain/message-protection.ts'
import { textToHtml } from '#shared/domain/text-to-html.ts'
import type { IncomingAttachment, MessageBody } from '../../ports/messages.ts'
import { decodeText } from './charset.ts'
import { safeFilename } from './safe-filename.ts'
import { decodeFormatFlowed } from './format-flowed.ts'
import { parseStructuredValue, type StructuredValue } from '../headers/structured-value.ts'
import type { MimePart } from './parsed-message.ts'

/** How deep parts are opened; real mail stays below ten. */
export const MAX_DEPTH = 100

/**
 * Stands between the HTML parts of one message. The sanitiser reads each part on its own, so that
 * nothing left open in one can swallow the next (the lesson of EFAIL).
 */
export const HTML_PART_BREAK = '\n<!-- mailmanager: next part -->\n'

/** A stretch of the body in reading order, in one form or in both. */
interface Segment {
  html: string | null
  text: string | null
}

/** A part on the way down, and what its children have given on the way up. */
interface Visit {
  part: MimePart
  type: StructuredValue
  depth: number
  parent: Visit | null
  results: Segment[][]
  next: number
}

interface FoundAttachment {
  attachment: IncomingAttachment
  inlineRequested: boolean
  isAccompanying: boolean
}

/**
 * Chooses what of a MIME tree is the message to read and what is attached to it (RFC 2046). Works
 * on a stack of its own, so that depth cannot exhaust the engine's.
 */
export function chooseBody(
  root: MimePart,
  defects: Set<string>,
): { body: MessageBody; attachments: IncomingAttachment[] } {
  const found: FoundAttachment[] = []
  const rootVisit = visit(root, null)
  let current: Visit | null = rootVisit
  let segments: Segment[] = []
  while (current !== null) {
    const child: MimePart | undefined = isContainer(current)
      ? current.part.children[current.next]
      : undefined
    if (child !== undefined) {
      current.next += 1
      if (current.depth < MAX_DEPTH) current = visit(child, current)
      else defects.add(`Parts nested more than ${MAX_DEPTH} deep are not opened.`)
      continue
    }
    const result: Segment[] = isContainer(current)
      ? combine(current)
      : decodeLeaf(current, found, defects)
    if (current.parent === null) segments = result
    else current.parent.results.push(result)
    current = current.parent
  }
  const body = joinSegments(segments)
  return { body, attachments: markInline(found, body) }
}

function visit(part: MimePart, parent: Visit | null): Visit {
  const type = parseStructuredValue(header(part, 'content-type') ?? part.contentType)
  const declared = part.contentType.split(';')[0]?.trim().toLowerCase() ?? ''
  type.value = /^[\w.+-]+\/[\w.+*-]+$/u.test(declared) ? declared : 'text/plain'
  return { part, type, depth: (parent?.depth ?? -1) + 1, parent, results: [], next: 0 }
}

function isContainer({ part, type }: Visit): boolean {
  return type.value.startsWith('multipart/') && part.children.length > 0
}

function combine({ type, results }: Visit): Segment[] {
  if (type.value !== 'multipart/alternative') return results.flat()
  // The last alternative is the richest (RFC 2046 section 5.1.4).
  const rich = results.findLast((one) => one.some((segment) => segment.html !== null))
  const plain = results.findLast((one) => one.length > 0 && one.every((s) => s.html === null))
  const html = rich ? joinSegments(rich).html : null
  const text = plain ? joinSegments(plain).text : null
  return html === null && text === null ? [] : [{ html, text }]
}

function decodeLeaf(visited: Visit, found: FoundAttachment[], defects: Set<string>): Segment[] {
  const { part, type, parent } = visited
  const disposition = parseStructuredValue(header(part, 'content-disposition') ?? '')
  const declaredName =
    part.filename ||
    (disposition.parameters.get('filename') ?? type.parameters.get('name') ?? '').trim()
  const isText = type.value === 'text/plain' || type.value === 'text/html'
  const alternative = parent?.type.value === 'multipart/alternative'
  const named = declaredName !== '' && parent !== null && !alternative
  if (isText && disposition.value !== 'attachment' && !named && part.content !== null) {
    return [decodeTextPart(part.content, type, defects)]
  }
  if (isEmptyBody(part, isText, declaredName)) {
    if (!isText) defects.add('A part of the message could not be opened.')
    return []
  }
  // Other renderings of a body that is shown already.
  if (alternative && /^text\/(?:x-amp-html|watch-html|enriched|richtext)$/u.test(type.value)) {
    return []
  }
  const contentId = header(part, 'content-id')?.replace(/^[\s<]+|[>\s]+$/gu, '') ?? ''
  found.push({
    attachment: {
      partId: part.partId === '' ? '0' : part.partId,
      providerAttachmentId: part.providerAttachmentId,
      filename: safeFilename(declaredName, type.value),
      contentType: type.value.slice(0, 127),
      sizeBytes: part.sizeBytes,
      contentId: contentId === '' ? null : contentId.slice(0, 998),
      isInline: false,
    },
    inlineRequested: disposition.value !== 'attachment',
    isAccompanying: isAccompanying(visited),
  })
  return []
}

/**
 * The signature of what is shown, or the version of what is encrypted (RFC 1847): no file that its
 * sender attached. The reader is told of both in words.
 */
function isAccompanying({ type, parent }: Visit): boolean {
  return parent?.type.value === 'multipart/signed'
    ? isSignatureType(type.value)
    : parent?.type.value === 'multipart/encrypted' && type.value === 'application/pgp-encrypted'
}

/** A text part, or a multipart without parts, that carries nothing at all. */
function isEmptyBody(part: MimePart, isText: boolean, name: string): boolean {
  const bare = isText || part.contentType.toLowerCase().startsWith('multipart/')
  return bare && part.sizeBytes === 0 && part.providerAttachmentId === null && name === ''
}

function decodeTextPart(content: Uint8Array, type: StructuredValue, defects: Set<string>): Segment {
  const charset = type.parameters.get('charset') ?? null
  if (type.value === 'text/html') {
    const html = decodeText(content, charset ?? charsetFromMeta(content)).replaceAll('\0', '')
    reportDamage(html, defects)
    return { html, text: null }
  }
  const text = decodeText(content, charset).replaceAll('\0', '')
  reportDamage(text, defects)
  const flowed = type.parameters.get('format')?.toLowerCase() === 'flowed'
  const deleteSpace = type.parameters.get('delsp')?.toLowerCase() === 'yes'
  return {
    html: null,
    text: flowed ? decodeFormatFlowed(text, deleteSpace) : text.replace(/\r\n?/gu, '\n'),
  }
}

function reportDamage(text: string, defects: Set<string>): void {
  if (text.includes('\ufffd')) {
    defects.add('Some characters could not be read in the encoding the message declares.')
  }
}

function charsetFromMeta(content: Uint8Array): string | null {
  const head = Buffer.from(content.buffer, content.byteOffset, Math.min(content.length, 2048))
  return (
    /<meta[^>]{0,200}charset\s*=\s*["']?([\w.:-]{1,40})/iu.exec(head.toString('latin1'))?.[1] ??
    null
  )
}

function joinSegments(segments: Segment[]): MessageBody {
  if (segments.length === 0) return { html: null, text: null }
  const rich = segments.some(({ html }) => html !== null)
  // A segment that exists as HTML only would leave a hole in the text.
  const complete = segments.every(({ text }) => text !== null)
  return {
    html: rich
      ? segments.map(({ html, text }) => html ?? textToHtml(text ?? '')).join(HTML_PART_BREAK)
      : null,
    text: complete ? segments.map(({ text }) => text?.replace(/\n+$/u, '\n')).join('\n') : null,
  }
}

/** Inline is what the HTML really shows; anything else would be lost if it were hidden. */
function markInline(found: FoundAttachment[], body: MessageBody): IncomingAttachment[] {
  const html = body.html ?? ''
  const shown = new Set<string>()
  if (found.some(({ attachment }) => attachment.contentId !== null)) {
    for (const [, id = ''] of html.matchAll(/cid:([^\s"'<>)\\]{1,998})/giu))
      shown.add(normaliseContentId(id))
  }
  return found.map(({ attachment, inlineRequested, isAccompanying }) => ({
    ...attachment,
    isInline:
      isAccompanying ||
      (attachment.contentId !== null &&
        shown.has(normaliseContentId(attachment.contentId)) &&
        (inlineRequested || attachment.contentType.startsWith('image/'))),
  }))
}

/** A Content-ID as it is compared: `cid:` URLs may be percent-encoded (RFC 2392). */
export function normaliseContentId(id: string): string {
  try {
    return decodeURIComponent(id).toLowerCase()
  } catch {
    return id.toLowerCase()
  }
}

function header(part: MimePart, name: string): string | null {
  for (const entry of part.headers) {
    if (entry.name.length === name.length && entry.name.toLowerCase() === name) return entry.value
  }
  return null
}
