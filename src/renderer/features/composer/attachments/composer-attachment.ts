import type { DraftFile } from '#shared/contract/drafts.ts'
import { MAX_MESSAGE_FILE_BYTES } from '#shared/domain/message-limits.ts'

/** Bytes of all files of one message; the core and both providers refuse more. */
export const MAX_ATTACHMENTS_BYTES = MAX_MESSAGE_FILE_BYTES

/**
 * Bytes of one image inside the text. It travels in the body, and in the draft, as base64; a
 * larger one becomes an ordinary attachment.
 */
export const MAX_INLINE_IMAGE_BYTES = 1024 * 1024

const INLINE_IMAGE_TYPES = ['image/png', 'image/jpeg', 'image/gif', 'image/webp']

/** A file of an unsent message. It is uploaded as it is added; then the draft holds it. */
export interface ComposerAttachment {
  id: string
  filename: string
  contentType: string
  /** Bytes. */
  size: number
  /** `no_room`: it waits until other files have made room for it. */
  state: 'uploading' | 'no_room' | 'ready' | 'failed'
  /** Bytes sent so far, while `uploading`. */
  bytesSent: number
  /** Its id in the draft; null until `ready`. */
  fileId: string | null
}

export interface AttachmentTotals {
  count: number
  /** Bytes. */
  size: number
  /** Bytes beyond the limit; 0 when all is well. */
  excess: number
  uploading: number
  failed: number
}

/** What the list of files amounts to. Files that could not be read are not counted in the size. */
export function getAttachmentTotals(attachments: readonly ComposerAttachment[]): AttachmentTotals {
  const size = attachments.reduce((sum, file) => sum + (file.state === 'failed' ? 0 : file.size), 0)
  return {
    count: attachments.length,
    size,
    excess: Math.max(0, size - MAX_ATTACHMENTS_BYTES),
    uploading: attachments.filter(({ state }) => state === 'uploading' || state === 'no_room')
      .length,
    failed: attachments.filter((file) => file.state === 'failed').length,
  }
}

/** A file that a draft holds. */
export function fromDraftFile({
  fileId,
  filename,
  contentType,
  size,
}: DraftFile): ComposerAttachment {
  return {
    id: crypto.randomUUID(),
    filename,
    contentType,
    size,
    state: 'ready',
    bytesSent: size,
    fileId,
  }
}

/** True for an image that can stand in the text; others become attachments. */
export function canBeInline(file: { type: string; size: number }): boolean {
  return INLINE_IMAGE_TYPES.includes(file.type) && file.size <= MAX_INLINE_IMAGE_BYTES
}

/** A name that a mail header and a file system can hold: no path, no control characters, 255 at most. */
export function safeFilename(name: string): string {
  const clean = name.replace(/[\p{Cc}\u2028\u2029]/gu, '').split(/[\\/]/u)
  const last = clean.at(-1)?.trim() ?? ''
  return last === '' ? 'file' : last.slice(0, 255)
}
