import { promisify } from 'node:util'
import { deflateRaw, deflateRawSync, inflateRaw, inflateRawSync } from 'node:zlib'
import type { IncomingMessage, StoredContent } from '../../../ports/messages.ts'

// The first byte says how the rest is written.
const PLAIN = 0
const DEFLATED = 1

// Below this deflating takes longer than all the rest of storing the message and saves little.
const WORTH_DEFLATING = 2 * 1024
// Above this the work goes to another thread; below, handing it over costs more than doing it.
const WORTH_ANOTHER_THREAD = 16 * 1024
const LEVEL = 3

const deflateAside = promisify(deflateRaw)
const inflateAside = promisify(inflateRaw)

/** What opening the message needs, as it is stored: JSON, deflated where that is worth it. */
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
  const json = Buffer.from(JSON.stringify(content), 'utf8')
  if (json.length < WORTH_DEFLATING) return marked(PLAIN, json)
  const deflated =
    json.length < WORTH_ANOTHER_THREAD
      ? deflateRawSync(json, { level: LEVEL })
      : await deflateAside(json, { level: LEVEL })
  return marked(DEFLATED, deflated)
}

/** Reads back what `encodeContent` wrote. Throws where the bytes are not that. */
export async function decodeContent(data: Uint8Array): Promise<StoredContent> {
  const json = await plainBytes(data[0], data.subarray(1))
  // Written by encodeContent alone, in the same transaction as its message.
  return JSON.parse(Buffer.from(json).toString('utf8')) as StoredContent
}

async function plainBytes(mark: number | undefined, bytes: Uint8Array): Promise<Uint8Array> {
  if (mark === PLAIN) return bytes
  if (mark !== DEFLATED) throw new Error(`Unknown form of stored content: ${String(mark)}`)
  return bytes.length < WORTH_ANOTHER_THREAD ? inflateRawSync(bytes) : await inflateAside(bytes)
}

function marked(mark: number, bytes: Uint8Array): Uint8Array {
  const data = Buffer.allocUnsafe(bytes.length + 1)
  data[0] = mark
  data.set(bytes, 1)
  return data
}
