import type { AccountRow } from '../../ports/accounts.ts'
import type { IncomingAttachment, MessageRow } from '../../ports/messages.ts'
import type { ServiceDependencies } from '../dependencies.ts'
import { getAttachmentBytes } from './attachments.ts'

/** Bytes; a message that embeds more keeps its further pictures as attachments. */
const LARGEST_IMAGE = 5 * 1024 * 1024
const LARGEST_TOTAL = 20 * 1024 * 1024
const SHOWABLE = /^image\/(?:png|jpe?g|gif|webp|bmp|avif)$/iu

/**
 * The pictures an HTML body shows by `cid:`, as data: URLs by Content-ID. One that cannot be had
 * right now (offline, refused) is left out: the text is more important than its pictures.
 */
export async function loadInlineImages(
  deps: Pick<ServiceDependencies, 'store' | 'files' | 'providers' | 'logger' | 'clock'>,
  account: AccountRow,
  message: MessageRow,
  html: string,
  attachments: IncomingAttachment[],
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
        const bytes = await getAttachmentBytes(deps, account, message, part)
        const base64 = Buffer.from(bytes).toString('base64')
        return [part.contentId ?? '', `data:${part.contentType.toLowerCase()};base64,${base64}`]
      } catch (error) {
        deps.logger.warn({ err: error, messageId: message.id }, 'an inline picture is missing')
        return null
      }
    }),
  )
  return Object.fromEntries(entries.filter((entry) => entry !== null))
}
