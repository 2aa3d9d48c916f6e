import type { Person } from '#shared/contract/fields.ts'
import type { StoredContent } from '../../ports/files.ts'
import type { OutgoingMessage } from '../../ports/outgoing.ts'
import {
  cleanFile,
  cleanPerson,
  cleanReplyHeaders,
  cleanSubject,
  headerToken,
} from './prepare-message.ts'

const SEND_ID_HEADER = 'X-App-Send-Id'

/**
 * Writes a message as MIME (RFC 5322), Bcc included, for a provider's draft. The same message gives
 * the same bytes. No character of the input can add or break a header, whatever was stored.
 * Throws `invalid_input` where an address or an id is not one.
 */
export async function writeMessage(message: OutgoingMessage): Promise<Uint8Array> {
  const files = []
  for (const file of message.files) {
    files.push({ ...cleanFile(file), content: await readContent(file.content) })
  }
  const { inReplyTo, references } = cleanReplyHeaders(message)
  // Loaded with the first message that is written, not with the core.
  const { default: MailComposer } = await import('nodemailer/lib/mail-composer')
  const node = new MailComposer({
    from: address(message.from),
    to: message.to.map(address),
    cc: message.cc.map(address),
    bcc: message.bcc.map(address),
    subject: cleanSubject(message.subject),
    text: message.text,
    ...(message.html === null ? {} : { html: documentOf(message.html) }),
    attachments: files.map(({ name, contentType, contentId, isInline, content }) => ({
      filename: name,
      contentType,
      content,
      contentDisposition: isInline ? 'inline' : 'attachment',
      ...(contentId === null ? {} : { cid: headerToken(contentId) }),
    })),
    ...(inReplyTo === null ? {} : { inReplyTo: `<${inReplyTo}>` }),
    ...(references.length > 0 ? { references: references.map((id) => `<${id}>`) } : {}),
    messageId: `<${headerToken(message.messageId)}>`,
    date: new Date(message.date),
    headers: { [SEND_ID_HEADER]: headerToken(message.appSendId) },
    // nodemailer would write "-ID".
    normalizeHeaderKey: (key) => (/^x-app-send-id$/iu.test(key) ? SEND_ID_HEADER : key),
    // Boundaries follow from the id, so that writing the message again gives the same bytes.
    baseBoundary: message.appSendId.replace(/[^\w]/gu, '').slice(0, 40),
    disableFileAccess: true,
    disableUrlAccess: true,
  }).compile()
  node.keepBcc = true
  return new Promise((resolve, reject) => {
    node.build((error, bytes) => {
      if (error) reject(error)
      else resolve(bytes)
    })
  })
}

async function readContent(content: StoredContent): Promise<Buffer> {
  const chunks: Uint8Array[] = []
  for await (const chunk of content.stream()) chunks.push(chunk)
  return Buffer.concat(chunks)
}

function documentOf(html: string): string {
  return `<!DOCTYPE html><html><head><meta charset="utf-8"></head><body>${html}</body></html>`
}

function address(person: Person): { name: string; address: string } {
  const { name, email } = cleanPerson(person)
  return { name, address: email }
}
