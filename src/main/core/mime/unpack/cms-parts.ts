import type { MimePart } from '../read/parsed-message.ts'
import { headersOfSource } from '../read/message-filename.ts'
import { parseSource } from '../read/parse-source.ts'
import { container, innerId } from './new-parts.ts'
import { readCms } from './read-cms.ts'

/** How far into a damaged object the beginning of what it carries is looked for. */
const MAX_HEAD = 64 * 1024

/** What opening a CMS object gives. */
export type OpenedCms =
  | { kind: 'opened'; part: MimePart; isDamaged: boolean }
  | { kind: 'encrypted' }
  /** Nothing for a mail program: certificates only, or a signed file of another kind. */
  | { kind: 'file' }
  | { kind: 'damaged' }

/**
 * Opens a part with a CMS object. What was signed stands where the part was, followed by the part
 * itself as its signature, as in `multipart/signed`.
 */
export async function openCms(part: MimePart, bytes: Uint8Array): Promise<OpenedCms> {
  const cms = readCms(bytes)
  if (cms?.kind === 'encrypted') return { kind: 'encrypted' }
  if (cms?.kind === 'signature') return { kind: 'file' }
  // What stands in the clear in a damaged object can still be read; nothing of it is verified anyway.
  const content = cms === null ? contentOfDamaged(bytes) : cms.content
  const entity = content === null ? null : await openEntity(content, part.partId)
  if (entity === null) return { kind: cms === null ? 'damaged' : 'file' }
  if (cms?.kind === 'compressed') return { kind: 'opened', part: entity, isDamaged: false }
  const signature: MimePart = {
    ...part,
    contentType: 'application/pkcs7-signature',
    filename: part.filename || 'smime.p7m',
    headers: [],
  }
  return {
    kind: 'opened',
    part: container('multipart/signed', part.partId, [entity, signature]),
    isDamaged: cms === null,
  }
}

/** A MIME entity as a part whose numbers are those inside the wrapper; null where it is none. */
export async function openEntity(content: Uint8Array, wrapperId: string): Promise<MimePart | null> {
  const isEntity = headersOfSource(content).some(({ name }) => /^content-type$/iu.test(name))
  const parsed = isEntity ? await parseSource(content) : null
  return parsed && numbered(parsed.root, wrapperId)
}

function numbered(part: MimePart, wrapperId: string): MimePart {
  return {
    ...part,
    partId: innerId(wrapperId, part.partId === '' ? '0' : part.partId),
    children: part.children.map((child) => numbered(child, wrapperId)),
  }
}

function contentOfDamaged(bytes: Uint8Array): Buffer | null {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
  const head = buffer.subarray(0, MAX_HEAD).toString('latin1')
  const start = /(?:Content-Type|MIME-Version): /iu.exec(head)?.index
  return start === undefined ? null : buffer.subarray(start)
}
