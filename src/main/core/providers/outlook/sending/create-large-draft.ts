import type { Message } from '@microsoft/microsoft-graph-types'
import type { Person } from '#shared/contract/fields.ts'
import { buildParsedMessage, type MimePart } from '#core/mime/read/parsed-message.ts'
import { parseMime } from '#core/mime/read/parse-mime.ts'
import { ProviderError } from '#core/ports/provider.ts'
import { parseObject } from '../client/parse-page.ts'
import type { CallOptions, GraphClient } from '../client/graph-client.ts'
import { messagePath } from '../sync/message-delta.ts'

/** Larger files go up in pieces; a piece is a multiple of 320 KiB and at most 4 MB. */
const MAX_INLINE_FILE_BYTES = 2_900_000
const UPLOAD_CHUNK_BYTES = 320 * 1024 * 10
const SEND: CallOptions = { intent: 'send', priority: 'user' }
/** MAPI's own names for the headers that Graph lets nobody set by name. */
const IN_REPLY_TO = 'String 0x1042'
const REFERENCES = 'String 0x1039'

/**
 * A draft of any size up to Exchange's limit: the message without its files, then each file, those
 * of 3 MB and more through an upload session. A failure on the way deletes what there is of it.
 */
export async function createLargeDraft(
  client: GraphClient,
  mime: Uint8Array,
): Promise<{ draftId: string }> {
  const tree = parseMime(mime)
  const parsed = buildParsedMessage(tree)
  const sendId = parsed.headers.find(({ name }) => name.toLowerCase() === 'x-app-send-id')
  const { html, text } = parsed.body
  const draft: Message = {
    subject: parsed.subject,
    body: { contentType: html === null ? 'text' : 'html', content: html ?? text ?? '' },
    toRecipients: parsed.to.map(graphRecipientOf),
    ccRecipients: parsed.cc.map(graphRecipientOf),
    bccRecipients: parsed.bcc.map(graphRecipientOf),
    ...(parsed.rfcMessageId === null ? {} : { internetMessageId: `<${parsed.rfcMessageId}>` }),
    ...(sendId === undefined
      ? {}
      : { internetMessageHeaders: [{ name: sendId.name, value: sendId.value }] }),
    ...(parsed.inReplyTo === null
      ? {}
      : {
          singleValueExtendedProperties: [
            { id: IN_REPLY_TO, value: `<${parsed.inReplyTo}>` },
            { id: REFERENCES, value: parsed.references.map((id) => `<${id}>`).join(' ') },
          ],
        }),
  }
  const { id } = parseObject(
    await client.call({ method: 'POST', path: '/me/messages', body: draft }, SEND),
  )
  if (typeof id !== 'string') {
    throw new ProviderError('ambiguous', 'Outlook did not name the draft it made.')
  }
  try {
    for (const file of parsed.attachments) {
      const content = contentOfPart(tree.root, file.partId)
      const described = {
        name: file.filename,
        contentType: file.contentType,
        isInline: file.isInline,
        ...(file.contentId === null ? {} : { contentId: file.contentId }),
      }
      if (content.length < MAX_INLINE_FILE_BYTES) {
        const body = {
          '@odata.type': '#microsoft.graph.fileAttachment',
          ...described,
          contentBytes: Buffer.from(content).toString('base64'),
        }
        await client.call({ method: 'POST', path: `${messagePath(id)}/attachments`, body }, SEND)
      } else await uploadFile(client, id, described, content)
    }
  } catch (error) {
    await client.call(
      { method: 'DELETE', path: messagePath(id) },
      { intent: 'write', priority: 'user' },
    )
    throw error
  }
  return { draftId: id }
}

async function uploadFile(
  client: GraphClient,
  draftId: string,
  described: { name: string; contentType: string; isInline: boolean; contentId?: string },
  content: Uint8Array,
): Promise<void> {
  const body = {
    AttachmentItem: { attachmentType: 'file', size: content.length, ...described },
  }
  const { uploadUrl } = parseObject(
    await client.call(
      { method: 'POST', path: `${messagePath(draftId)}/attachments/createUploadSession`, body },
      SEND,
    ),
  )
  if (typeof uploadUrl !== 'string') {
    throw new ProviderError('server', 'Outlook did not say where to put an attachment.')
  }
  for (let from = 0; from < content.length; from += UPLOAD_CHUNK_BYTES) {
    const bytes = content.subarray(from, from + UPLOAD_CHUNK_BYTES)
    await client.upload(uploadUrl, { bytes, from, total: content.length })
  }
}

function contentOfPart(part: MimePart, partId: string): Uint8Array {
  const walk = (node: MimePart): MimePart | null =>
    node.partId === partId
      ? node
      : node.children.reduce<MimePart | null>((found, child) => found ?? walk(child), null)
  return walk(part)?.content ?? new Uint8Array()
}

function graphRecipientOf({ name, email }: Person): {
  emailAddress: { name: string; address: string }
} {
  return { emailAddress: { name, address: email } }
}
