import { chooseBody } from '#core/mime/read/choose-body.ts'
import type { MimePart } from '#core/mime/read/parsed-message.ts'
import { snippetOf } from '#core/mime/read/snippet.ts'
import { findPart } from '#core/mime/unpack/find-part.ts'
import { bodyPart, container } from '#core/mime/unpack/new-parts.ts'
import { hasText, openWrappers, type FetchPart } from '#core/mime/unpack/open-wrappers.ts'
import type { IncomingAttachment, IncomingMessage } from '#core/ports/messages.ts'
import { plainTextOfHtml } from './plain-text-of-html.ts'

/** Stands for the body where Gmail has a part number; Graph's attachment ids are longer. */
const BODY_ID = 'body'

/**
 * Opens what Exchange leaves wrapped: an S/MIME message is one file without a body, or with a copy of
 * its body ([MS-OXOSMIME] section 2.1.3); files and OpenPGP armour may stand in a text.
 */
export async function openWrapped(
  message: IncomingMessage,
  fetch: FetchPart,
): Promise<IncomingMessage> {
  const tree = treeOf(message)
  const { root, defects } = await openWrappers(tree, fetch)
  if (root === tree && defects.length === 0) return message
  const [copy, ...parts] = root.children
  const signed = parts.filter(({ contentType }) => contentType === 'multipart/signed')
  const children = copy && !signed.some(hasText) ? root.children : parts
  const found = new Set(message.defects.concat(defects))
  const opened = chooseBody({ ...root, children }, found)
  const byId = new Map(message.attachments.map((attachment) => [attachment.partId, attachment]))
  return {
    ...message,
    body: opened.body,
    snippet: snippetOf(opened.body) || message.snippet,
    attachments: opened.attachments.map((attachment) =>
      asListed(attachment, byId.get(attachment.partId)),
    ),
    defects: [...found],
  }
}

/** The part with an id inside a wrapper, of a message that was not opened yet. */
export function findWrapped(
  message: IncomingMessage,
  partId: string,
  fetch: FetchPart,
): Promise<MimePart | null> {
  return findPart(treeOf(message), partId, fetch)
}

/** The message as a tree, its body first. */
function treeOf({ body, attachments }: IncomingMessage): MimePart {
  return container('multipart/mixed', '', [bodyOf(body), ...attachments.map(partOf)])
}

function bodyOf({ html, text }: IncomingMessage['body']): MimePart {
  // Graph may send a plain text as HTML, in which no armour or file would be found.
  const plain = text ?? plainTextOfHtml(html ?? '')
  return plain === null
    ? bodyPart(BODY_ID, 'text/html', Buffer.from(html ?? ''), 'utf-8')
    : bodyPart(BODY_ID, 'text/plain', Buffer.from(plain), 'utf-8')
}

function partOf(attachment: IncomingAttachment): MimePart {
  const { partId, contentType, filename, sizeBytes, contentId, providerAttachmentId } = attachment
  return {
    ...container(contentType, partId, []),
    headers: [
      { name: 'Content-Disposition', value: attachment.isInline ? 'inline' : 'attachment' },
      ...(contentId === null ? [] : [{ name: 'Content-ID', value: `<${contentId}>` }]),
    ],
    filename,
    sizeBytes,
    providerAttachmentId,
  }
}

/** What was not opened stays as Exchange lists it. */
function asListed(
  found: IncomingAttachment,
  listed: IncomingAttachment | undefined,
): IncomingAttachment {
  return listed?.contentType === found.contentType ? listed : found
}
