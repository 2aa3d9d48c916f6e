import type { IncomingAttachment } from '../../ports/messages.ts'
import type { Logger } from '../../ports/services.ts'
import type { ReadAttachment } from './open-attachment.ts'

/** Bytes; a message that embeds more keeps its further pictures as attachments. */
const LARGEST_IMAGE = 5 * 1024 * 1024
const LARGEST_TOTAL = 20 * 1024 * 1024
const SHOWABLE = /^image\/(?:png|jpe?g|gif|webp|bmp|avif)$/iu

/**
 * The pictures an HTML body shows by `cid:`, as data: URLs by Content-ID. One that cannot be had
 * right now (offline, refused) is left out: the text is more important than its pictures.
 */
export async function loadInlineImages(
  logger: Logger,
  html: string,
  attachments: IncomingAttachment[],
  read: ReadAttachment,
): Promise<Record<string, string>> {
  const wanted = attachments.filter(
    (part) =>
      part.contentId !== null &&
      SHOWABLE.test(part.contentType) &&
      part.sizeBytes <= LARGEST_IMAGE &&
      html.includes(part.contentId),
  )
  let total = 0
  const fitting = wanted.filter((part) => (total += part.sizeBytes) <= LARGEST_TOTAL)
  const entries = await Promise.all(
    fitting.map(async (part): Promise<[string, string] | null> => {
      try {
        const bytes = await read(part)
        const base64 = Buffer.from(bytes).toString('base64')
        return [part.contentId ?? '', `data:${part.contentType.toLowerCase()};base64,${base64}`]
      } catch (error) {
        logger.warn({ err: error, partId: part.partId }, 'an inline picture is missing')
        return null
      }
    }),
  )
  return Object.fromEntries(entries.filter((entry) => entry !== null))
}
