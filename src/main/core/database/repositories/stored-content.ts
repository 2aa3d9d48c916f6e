import { promisify } from 'node:util'
import { deflateRaw, deflateRawSync, inflateRaw, inflateRawSync } from 'node:zlib'
import type { IncomingMessage, StoredContent } from '../../ports/messages.ts'

// Above this the work goes to another thread; below, handing it over costs more than doing it.
const ASIDE_BYTES = 32 * 1024
const LEVEL = 3

const deflateAside = promisify(deflateRaw)
const inflateAside = promisify(inflateRaw)

/** What opening the message needs, as it is stored: deflated JSON. The same content, same bytes. */
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
  const json = JSON.stringify(content)
  return json.length > ASIDE_BYTES
    ? await deflateAside(json, { level: LEVEL })
    : deflateRawSync(json, { level: LEVEL })
}

/** Reads back what `encodeContent` wrote. */
export async function decodeContent(data: Uint8Array): Promise<StoredContent> {
  const json = data.length > ASIDE_BYTES ? await inflateAside(data) : inflateRawSync(data)
  // Written by encodeContent alone, in the same transaction as its message.
  return JSON.parse(json.toString('utf8')) as StoredContent
}
