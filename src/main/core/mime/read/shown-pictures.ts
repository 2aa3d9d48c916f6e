import { isSignatureType } from '#shared/domain/message-protection.ts'
import type { IncomingAttachment } from '../../ports/messages.ts'
import { referencedContentIds } from '../html/picture-references.ts'
import { normaliseContentId } from './content-id.ts'

/** Bytes; a message that embeds more keeps its further pictures as attachments. */
const LARGEST_PICTURE = 5 * 1024 * 1024
const LARGEST_TOTAL = 20 * 1024 * 1024
/** What every browser shows and the sanitiser lets pass. SVG is a document, not a picture. */
const SHOWABLE = /^image\/(?:png|jpe?g|gif|webp|bmp|avif)$/iu

/**
 * The attachments that HTML shows as pictures in its text: those that it names by Content-ID and
 * that can be shown there. Every other attachment has to be listed, whatever its disposition says,
 * or nobody would see it.
 */
export function findShownPictures(
  html: string | null,
  attachments: readonly IncomingAttachment[],
): IncomingAttachment[] {
  if (html === null || attachments.every(({ contentId }) => contentId === null)) return []
  const wanted = referencedContentIds(html)
  let total = 0
  return attachments.filter(({ contentId, contentType, sizeBytes }) => {
    if (contentId === null || !SHOWABLE.test(contentType) || sizeBytes > LARGEST_PICTURE) {
      return false
    }
    // Of two with the same id only one can be shown.
    if (total + sizeBytes > LARGEST_TOTAL || !wanted.delete(normaliseContentId(contentId))) {
      return false
    }
    total += sizeBytes
    return true
  })
}

/**
 * The attachments, each marked inline where it is among the shown pictures, or where it accompanies
 * the message: its signature, which the reading pane states in words.
 */
export function markInline(
  attachments: readonly IncomingAttachment[],
  shown: readonly IncomingAttachment[],
): IncomingAttachment[] {
  const partIds = new Set(shown.map(({ partId }) => partId))
  return attachments.map((attachment) => ({
    ...attachment,
    isInline: partIds.has(attachment.partId) || (attachment.isInline && isAccompanying(attachment)),
  }))
}

function isAccompanying({ contentType }: IncomingAttachment): boolean {
  return isSignatureType(contentType) || contentType === 'application/pgp-encrypted'
}
