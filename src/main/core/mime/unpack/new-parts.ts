import type { Header } from '../../ports/messages.ts'
import type { MimePart } from '../read/parsed-message.ts'

/** Stands between the number of a wrapper and that of a part in it; no provider's id has it. */
const INSIDE = '/'

/** The number of a part inside a wrapper. */
export function innerId(wrapperId: string, partId: string): string {
  return `${wrapperId}${INSIDE}${partId}`
}

/** The number of the outermost wrapper a part is in; null for a part of the message itself. */
export function outerIdOf(partId: string): string | null {
  const end = partId.indexOf(INSIDE)
  return end === -1 ? null : partId.slice(0, end)
}

/** A part that stands where a wrapper was, with what was in it. */
export function container(contentType: string, partId: string, children: MimePart[]): MimePart {
  return {
    partId,
    contentType,
    headers: [],
    filename: '',
    sizeBytes: 0,
    providerAttachmentId: null,
    content: null,
    children,
  }
}

/** A text to be read, which came out of a wrapper. */
export function bodyPart(
  partId: string,
  contentType: 'text/plain' | 'text/html',
  content: Uint8Array,
  charset: string,
): MimePart {
  return {
    ...container(contentType, partId, []),
    headers: [{ name: 'Content-Type', value: `${contentType}; charset=${charset}` }],
    sizeBytes: content.length,
    content,
  }
}

/** A file that came out of a wrapper. */
export function filePart(file: {
  partId: string
  contentType: string
  filename: string
  content: Uint8Array
  contentId?: string
}): MimePart {
  const { partId, contentType, filename, content, contentId = '' } = file
  const headers: Header[] =
    contentId === ''
      ? [{ name: 'Content-Disposition', value: 'attachment' }]
      : [{ name: 'Content-ID', value: `<${contentId}>` }]
  return {
    ...container(contentType, partId, []),
    headers,
    filename,
    sizeBytes: content.length,
    content,
  }
}
