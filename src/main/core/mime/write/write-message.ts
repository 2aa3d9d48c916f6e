import type { Person } from '#shared/contract/fields.ts'
import { isEmailAddress } from '#shared/domain/email-address.ts'
import { OperationError } from '#shared/errors.ts'
import { safeFilename } from '../read/safe-filename.ts'
import { cleanDisplayName, stripBidiControls } from '../headers/header-text.ts'
import { cleanOutgoingHtml } from './clean-outgoing-html.ts'
import { htmlToText } from '../html/html-to-text.ts'

/** A file that goes with a message. */
export interface OutgoingFile {
  filename: string
  contentType: string
  content: Uint8Array
  /** Without angle brackets; set for a picture that the HTML shows as `cid:`. */
  contentId?: string
}

/** Everything a message is made of before it is MIME. */
export interface MessageToWrite {
  from: Person
  to: Person[]
  cc: Person[]
  bcc: Person[]
  subject: string
  html: string | null
  /** Made from the HTML where null. */
  text: string | null
  attachments: OutgoingFile[]
  inReplyTo: string | null
  references: string[]
  /** With or without angle brackets. */
  messageId: string
  /** Ours; the sent message is found again by it. */
  appSendId: string
  /** Epoch milliseconds. */
  date: number
}

// eslint-disable-next-line no-control-regex -- control characters are what must be kept out
const CONTROL = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/gu
const SEND_ID_HEADER = 'X-App-Send-Id'
/** Printable, no blank and no angle bracket. */
const TOKEN = /^[!-;=?-~]{1,900}$/u
const CONTENT_TYPE = /^(?!multipart\/)[a-z0-9][\w.+-]{0,63}\/[a-z0-9][\w.+-]{0,126}$/iu

/**
 * Writes a message as MIME (RFC 5322), Bcc included, for a provider's draft. The same input gives
 * the same bytes. HTML is rebuilt from an allowlist, its embedded pictures become parts, and a text
 * alternative is made where none is given. No character of the input can add or break a header.
 * Throws `invalid_input` where an address or an id is not one.
 */
export async function writeMessage(message: MessageToWrite): Promise<Uint8Array> {
  const pictures: OutgoingFile[] = []
  const html =
    message.html === null
      ? null
      : cleanOutgoingHtml(message.html, (url) => embedPicture(url, message.appSendId, pictures))
  // Loaded with the first message that is written, not with the core.
  const { default: MailComposer } = await import('nodemailer/lib/mail-composer')
  const node = new MailComposer({
    from: address(message.from),
    to: message.to.map(address),
    cc: message.cc.map(address),
    bcc: message.bcc.map(address),
    subject: stripBidiControls(message.subject.replace(CONTROL, ' ')).trim(),
    text: message.text ?? (html === null ? '' : htmlToText(html)),
    ...(html === null ? {} : { html: documentOf(html) }),
    attachments: [...message.attachments, ...pictures].map((file) => ({
      filename: safeFilename(file.filename, file.contentType),
      contentType: CONTENT_TYPE.test(file.contentType)
        ? file.contentType
        : 'application/octet-stream',
      content: Buffer.from(file.content),
      contentDisposition: file.contentId === undefined ? 'attachment' : 'inline',
      ...(file.contentId === undefined ? {} : { cid: token(file.contentId) }),
    })),
    ...threadingHeaders(message),
    messageId: messageId(message.messageId),
    date: new Date(message.date),
    headers: { [SEND_ID_HEADER]: token(message.appSendId) },
    // nodemailer would write "-ID".
    normalizeHeaderKey: (key) => (/^x-app-send-id$/iu.test(key) ? SEND_ID_HEADER : key),
    // Boundaries follow from the id, so that writing the message again gives the same bytes.
    baseBoundary: token(message.appSendId).replace(/[^\w]/gu, '').slice(0, 40),
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

function embedPicture(dataUrl: string, appSendId: string, pictures: OutgoingFile[]): string {
  const [head = '', data = ''] = dataUrl.split(',', 2)
  const contentType = head.slice('data:'.length).split(';')[0]?.toLowerCase() ?? 'image/png'
  const known = pictures.findIndex(
    (picture) =>
      picture.contentType === contentType && Buffer.from(data, 'base64').equals(picture.content),
  )
  const index = known === -1 ? pictures.length : known
  const contentId = `picture-${index + 1}.${token(appSendId)}@mailmanager`
  if (known === -1) {
    const extension = contentType.split('/')[1] ?? 'png'
    pictures.push({
      filename: `picture-${index + 1}.${extension === 'jpeg' ? 'jpg' : extension}`,
      contentType,
      content: Buffer.from(data, 'base64'),
      contentId,
    })
  }
  return `cid:${contentId}`
}

function documentOf(html: string): string {
  return `<!DOCTYPE html><html><head><meta charset="utf-8"></head><body>${html}</body></html>`
}

function address(person: Person): { name: string; address: string } {
  if (!isEmailAddress(person.email))
    throw refused(`Not an e-mail address: ${cleanDisplayName(person.email)}`)
  return { name: cleanDisplayName(person.name).slice(0, 500), address: person.email }
}

/** Ids of other people's messages may be anything; one that cannot stand in a header is left out. */
function threadingHeaders(message: MessageToWrite): { inReplyTo?: string; references?: string[] } {
  const parent = message.inReplyTo === null ? '' : stripAngleBrackets(message.inReplyTo)
  const chain = message.references.map(stripAngleBrackets).filter((id) => TOKEN.test(id))
  return {
    ...(TOKEN.test(parent) ? { inReplyTo: `<${parent}>` } : {}),
    ...(chain.length > 0 ? { references: chain.map((id) => `<${id}>`) } : {}),
  }
}

function stripAngleBrackets(id: string): string {
  return id.replace(/^<|>$/gu, '')
}

function messageId(id: string): string {
  return `<${token(stripAngleBrackets(id))}>`
}

/** An id that goes into a header as it is. */
function token(id: string): string {
  if (!TOKEN.test(id)) throw refused('Not a message id.')
  return id
}

function refused(reason: string): OperationError {
  return new OperationError('invalid_input', reason)
}
