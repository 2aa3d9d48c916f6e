import type { Message } from '@microsoft/microsoft-graph-types'
import type { Person } from '#shared/contract/fields.ts'
import { inPieces } from '#shared/domain/in-pieces.ts'
import type { OutgoingFile, OutgoingMessage } from '#core/ports/outgoing.ts'
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
  message: OutgoingMessage,
): Promise<{ draftId: string }> {
  const { id } = parseObject(
    await client.call(
      { method: 'POST', path: '/me/messages', body: graphMessageOf(message) },
      SEND,
    ),
  )
  if (typeof id !== 'string') {
    throw new ProviderError('ambiguous', 'Outlook did not name the draft it made.')
  }
  try {
    for (const file of message.files) await attachFile(client, id, file)
  } catch (error) {
    await client.call(
      { method: 'DELETE', path: messagePath(id) },
      { intent: 'write', priority: 'user' },
    )
    throw error
  }
  return { draftId: id }
}

function graphMessageOf(message: OutgoingMessage): Message {
  const { html, text, inReplyTo, references } = message
  return {
    subject: message.subject,
    body: { contentType: html === null ? 'text' : 'html', content: html ?? text },
    from: graphRecipientOf(message.from),
    toRecipients: message.to.map(graphRecipientOf),
    ccRecipients: message.cc.map(graphRecipientOf),
    bccRecipients: message.bcc.map(graphRecipientOf),
    internetMessageId: `<${message.messageId}>`,
    internetMessageHeaders: [{ name: 'X-App-Send-Id', value: message.appSendId }],
    ...(inReplyTo === null
      ? {}
      : {
          singleValueExtendedProperties: [
            { id: IN_REPLY_TO, value: `<${inReplyTo}>` },
            { id: REFERENCES, value: references.map((reference) => `<${reference}>`).join(' ') },
          ],
        }),
  }
}

async function attachFile(client: GraphClient, draftId: string, file: OutgoingFile): Promise<void> {
  const described = {
    name: file.name,
    contentType: file.contentType,
    isInline: file.isInline,
    ...(file.contentId === null ? {} : { contentId: file.contentId }),
  }
  if (file.content.sizeBytes >= MAX_INLINE_FILE_BYTES) {
    await uploadFile(client, draftId, described, file)
    return
  }
  const chunks: Uint8Array[] = []
  for await (const chunk of file.content.stream()) chunks.push(chunk)
  const body = {
    '@odata.type': '#microsoft.graph.fileAttachment',
    ...described,
    contentBytes: Buffer.concat(chunks).toString('base64'),
  }
  await client.call({ method: 'POST', path: `${messagePath(draftId)}/attachments`, body }, SEND)
}

async function uploadFile(
  client: GraphClient,
  draftId: string,
  described: { name: string; contentType: string; isInline: boolean; contentId?: string },
  { content }: OutgoingFile,
): Promise<void> {
  const total = content.sizeBytes
  const body = { AttachmentItem: { attachmentType: 'file', size: total, ...described } }
  const { uploadUrl } = parseObject(
    await client.call(
      { method: 'POST', path: `${messagePath(draftId)}/attachments/createUploadSession`, body },
      SEND,
    ),
  )
  if (typeof uploadUrl !== 'string') {
    throw new ProviderError('server', 'Outlook did not say where to put an attachment.')
  }
  let from = 0
  for await (const bytes of inPieces(content.stream(), UPLOAD_CHUNK_BYTES)) {
    await client.upload(uploadUrl, { bytes, from, total })
    from += bytes.length
  }
}

function graphRecipientOf({ name, email }: Person): {
  emailAddress: { name: string; address: string }
} {
  return { emailAddress: { name, address: email } }
}
