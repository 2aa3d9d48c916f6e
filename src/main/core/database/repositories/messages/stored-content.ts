import type { IncomingMessage, StoredContent } from '../../../ports/messages.ts'
import { compressText, decompressText } from './compressed-bytes.ts'

/** What opening the message needs, as it is stored: compressed JSON. */
export async function encodeContent(message: IncomingMessage): Promise<Uint8Array> {
  const content: StoredContent = {
    replyTo: message.replyTo,
    bcc: message.bcc,
    inReplyTo: message.inReplyTo,
    references: message.references,
    headers: message.headers,
    body: { html: message.body.html, text: message.body.text },
    attachments: message.attachments,
    defects: message.defects,
  }
  return compressText(JSON.stringify(content))
}

/** Reads back what `encodeContent` wrote. Throws where the bytes are not that. */
export async function decodeContent(data: Uint8Array): Promise<StoredContent> {
  // Written by encodeContent alone, in the same transaction as its message.
  // eslint-disable-next-line @typescript-eslint/no-unsafe-type-assertion -- written by this file
  return JSON.parse(await decompressText(data)) as StoredContent
}
