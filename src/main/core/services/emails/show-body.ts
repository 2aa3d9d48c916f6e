import type { Attachment, OpenedMessage } from '#shared/contract/opened-message.ts'
import { protectionOf } from '#shared/domain/message-protection.ts'
import type { IncomingAttachment, MessageBody } from '../../ports/messages.ts'
import { normaliseContentId } from '../../mime/read/content-id.ts'
import { withoutBlankHtml } from '../../mime/read/readable-body.ts'
import { findShownPictures, markInline } from '../../mime/read/shown-pictures.ts'
import type { ServiceDependencies } from '../dependencies.ts'
import { emptyReasonOf } from './empty-reason.ts'
import { loadInlineImages } from './inline-images.ts'
import type { ReadAttachment } from './open-attachment.ts'

export interface ShownBody {
  /** Sanitised. */
  html: string | null
  /** What `html` was made from. */
  body: MessageBody
  remoteImages: number
  trackers: number
  /** Not empty where the message could only be shown as plain text. */
  defects: string[]
  /** Marked inline where the reader sees them in the text, and only there. */
  attachments: IncomingAttachment[]
}

/**
 * Makes a body safe to show, with the pictures it embeds, and decides which attachments its reader
 * has seen thereby: a picture that could not be had, or that the sanitiser left out, is listed.
 */
export async function showBody(
  deps: Pick<ServiceDependencies, 'htmlReader' | 'logger'>,
  content: { body: MessageBody; attachments: readonly IncomingAttachment[] },
  images: 'block' | 'show',
  read: ReadAttachment,
): Promise<ShownBody> {
  const body = withoutBlankHtml(content.body)
  const pictures = findShownPictures(body.html, content.attachments)
  if (body.html === null) {
    const attachments = markInline(content.attachments, [])
    return { html: null, body, remoteImages: 0, trackers: 0, defects: [], attachments }
  }
  const cids = await loadInlineImages(deps.logger, pictures, read)
  const sanitised = await deps.htmlReader.sanitise(body.html, { images, cids })
  const inText = new Set(sanitised.referencedCids.map(normaliseContentId))
  const seen = pictures.filter(
    ({ contentId }) =>
      contentId !== null &&
      Object.hasOwn(cids, contentId) &&
      inText.has(normaliseContentId(contentId)),
  )
  return {
    html: sanitised.html,
    body,
    remoteImages: sanitised.remoteImages,
    trackers: sanitised.trackers,
    defects: sanitised.defects,
    attachments: markInline(content.attachments, seen),
  }
}

/** What a shown body and its attachments, as they are presented, are in the contract. */
export function presentBody(
  shown: ShownBody,
  attachments: Attachment[],
): Pick<
  OpenedMessage,
  | 'htmlBody'
  | 'textBody'
  | 'attachments'
  | 'protection'
  | 'emptyReason'
  | 'remoteImages'
  | 'trackers'
> {
  const protection = protectionOf(attachments)
  return {
    htmlBody: shown.html,
    textBody: shown.body.text,
    attachments,
    protection,
    emptyReason: emptyReasonOf(shown.body, { attachments, protection }),
    remoteImages: shown.remoteImages,
    trackers: shown.trackers,
  }
}
