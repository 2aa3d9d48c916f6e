import type { IncomingAttachment } from '../../ports/messages.ts'
import type { Logger } from '../../ports/services.ts'
import type { ReadAttachment } from './open-attachment.ts'

/**
 * Pictures as data: URLs by Content-ID. One that cannot be had right now (offline, refused) is left
 * out: the text is more important than its pictures.
 */
export async function loadInlineImages(
  logger: Logger,
  pictures: readonly IncomingAttachment[],
  read: ReadAttachment,
): Promise<Record<string, string>> {
  const entries = await Promise.all(
    pictures.map(async (part): Promise<[string, string] | null> => {
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
