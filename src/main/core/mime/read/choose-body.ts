import { isSignatureType } from '#shared/domain/message-protection.ts'
import { textToHtml } from '#shared/domain/text-to-html.ts'
import type { IncomingAttachment, MessageBody } from '../../ports/messages.ts'
import { isBodyRoot } from './body-root.ts'
import { decodeText } from './charset.ts'
import { safeFilename } from './safe-filename.ts'
import { decodeFormatFlowed } from './format-flowed.ts'
import { HTML_PART_BREAK } from './html-part-break.ts'
import { isBlankBody } from './readable-body.ts'
import { hasVisibleCharacter } from './body-text.ts'
import { parseStructuredValue, type StructuredValue } from '../headers/structured-value.ts'
import type { MimePart } from './parsed-message.ts'
import { findShownPictures, markInline } from './shown-pictures.ts'

/** How deep parts are opened; real mail stays below ten. */
export const MAX_DEPTH = 100

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
  isBodyRoot: boolean
  results: Segment[][]
  next: number
  /** Other renderings of the same text, which are files only where none of it can be shown. */
  otherRenderings: IncomingAttachment[]
}

/** What was found so far. */
interface Found {
  attachments: IncomingAttachment[]
  hasText: boolean
  defects: Set<string>
}

/**
 * Chooses what of a MIME tree is the message to read and what is attached to it (RFC 2046). Works
 * on a stack of its own, so that depth cannot exhaust the engine's.
 */
export function chooseBody(
  root: MimePart,
  defects: Set<string>,
): { body: MessageBody; attachments: IncomingAttachment[] } {
  const found: Found = { attachments: [], hasText: false, defects }
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
      ? combine(current, found)
      : decodeLeaf(current, found)
    if (current.parent === null) segments = result
    else current.parent.results.push(result)
    current = current.parent
  }
  const body = joinSegments(segments)
  const { attachments } = found
  return { body, attachments: markInline(attachments, findShownPictures(body.html, attachments)) }
}

function visit(part: MimePart, parent: Visit | null): Visit {
  const type = parseStructuredValue(header(part, 'content-type') ?? part.contentType)
  const declared = part.contentType.split(';')[0]?.trim().toLowerCase() ?? ''
  type.value = /^[\w.+-]+\/[\w.+*-]+$/u.test(declared) ? declared : 'text/plain'
  return {
    part,
    type,
    depth: (parent?.depth ?? -1) + 1,
    parent,
    isBodyRoot:
      parent !== null && isBodyRoot(parent.type.value, parent.next - 1, parent.isBodyRoot),
    results: [],
    next: 0,
    otherRenderings: [],
  }
}

function isContainer({ part, type }: Visit): boolean {
  return type.value.startsWith('multipart/') && part.children.length > 0
}

function combine({ type, results, otherRenderings }: Visit, found: Found): Segment[] {
  if (type.value !== 'multipart/alternative') return results.flat()
  const rich = results.filter((one) => one.some(({ html }) => html !== null)).map(joinSegments)
  const plain = results.findLast((one) => one.length > 0 && one.every((s) => s.html === null))
  const text = plain ? joinSegments(plain).text : null
  // The last alternative is the richest (RFC 2046 section 5.1.4), unless it shows nothing.
  const last = hasVisibleCharacter(text ?? '') ? undefined : rich.at(-1)
  const html = (rich.findLast((one) => !isBlankBody(one)) ?? last)?.html ?? null
  if (html !== null || text !== null) return [{ html, text }]
  found.attachments.push(...otherRenderings)
  return []
}

function decodeLeaf(visited: Visit, found: Found): Segment[] {
  const { part, type, parent } = visited
  const disposition = parseStructuredValue(header(part, 'content-disposition') ?? '')
  const declaredName =
    part.filename ||
    (disposition.parameters.get('filename') ?? type.parameters.get('name') ?? '').trim()
  const isText = type.value === 'text/plain' || type.value === 'text/html'
  // The first text is the body even where it has a name; later ones that have a name are files.
  const isFile = declaredName !== '' && found.hasText && !visited.isBodyRoot
  if (isText && disposition.value !== 'attachment' && !isFile && part.content !== null) {
    found.hasText = true
    return [decodeTextPart(part.content, type, found.defects)]
  }
  if (isEmptyBody(part, isText, declaredName)) {
    if (!isText) found.defects.add('A part of the message could not be opened.')
    return []
  }
  const contentId = header(part, 'content-id')?.replace(/^[\s<]+|[>\s]+$/gu, '') ?? ''
  const attachment: IncomingAttachment = {
    partId: part.partId === '' ? '0' : part.partId,
    providerAttachmentId: part.providerAttachmentId,
    filename: safeFilename(declaredName, type.value),
    contentType: type.value.slice(0, 127),
    sizeBytes: part.sizeBytes,
    contentId: contentId === '' ? null : contentId.slice(0, 998),
    isInline: isAccompanying(visited),
  }
  const isAlternative = parent?.type.value === 'multipart/alternative'
  if (isAlternative && OTHER_RENDERING.test(type.value)) parent.otherRenderings.push(attachment)
  else found.attachments.push(attachment)
  return []
}

/** Renderings of a text for other programs than this one. */
const OTHER_RENDERING = /^text\/(?:x-amp-html|watch-html|enriched|richtext)$/u

/**
 * The signature of what is shown, or the version of what is encrypted (RFC 1847): no file that its
 * sender attached. The reading pane states both in words.
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

function header(part: MimePart, name: string): string | null {
  for (const entry of part.headers) {
    if (entry.name.length === name.length && entry.name.toLowerCase() === name) return entry.value
  }
  return null
}
