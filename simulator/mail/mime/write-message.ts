import { encodeHeaderText } from './encoded-words.ts'

export interface Contact {
  name: string
  email: string
}

export interface AttachedFile {
  filename: string
  contentType: string
  content: Buffer
  /** Set for a picture shown inside the HTML by `cid:`. */
  contentId?: string
}

/** A message to be written as RFC 822 text. */
export interface MessageSpec {
  from: Contact
  to: readonly Contact[]
  cc?: readonly Contact[]
  bcc?: readonly Contact[]
  subject: string
  /** Milliseconds since the epoch. */
  date: number
  /** With its angle brackets. */
  messageId: string
  inReplyTo?: string
  references?: readonly string[]
  text?: string
  html?: string
  files?: readonly AttachedFile[]
  /** More fields, such as List-Unsubscribe. */
  headers?: Readonly<Record<string, string>>
}

/** Writes a message: text and HTML as alternatives, inline pictures related, other files mixed. */
export function writeMessage(spec: MessageSpec): Buffer {
  const boundary = (kind: string): string =>
    `=_${kind}_${Buffer.from(spec.messageId).toString('hex').slice(2, 26)}`
  const files = spec.files ?? []
  const inline = files.filter((file) => file.contentId !== undefined)
  const attached = files.filter((file) => file.contentId === undefined)

  let entity = bodyEntity(spec, boundary('alt'))
  if (inline.length > 0)
    entity = multipart('related', boundary('rel'), [entity, ...inline.map(fileEntity)])
  if (attached.length > 0)
    entity = multipart('mixed', boundary('mix'), [entity, ...attached.map(fileEntity)])

  const fields: string[] = [
    `Date: ${formatDate(spec.date)}`,
    `From: ${formatAddressList([spec.from])}`,
    ...(spec.to.length > 0 ? [`To: ${formatAddressList(spec.to)}`] : []),
    ...(spec.cc?.length ? [`Cc: ${formatAddressList(spec.cc)}`] : []),
    ...(spec.bcc?.length ? [`Bcc: ${formatAddressList(spec.bcc)}`] : []),
    `Subject: ${encodeHeaderText(spec.subject)}`,
    `Message-ID: ${spec.messageId}`,
    ...(spec.inReplyTo === undefined ? [] : [`In-Reply-To: ${spec.inReplyTo}`]),
    ...(spec.references?.length ? [`References: ${spec.references.join('\r\n ')}`] : []),
    ...Object.entries(spec.headers ?? {}).map(
      ([name, value]) => `${name}: ${encodeHeaderText(value)}`,
    ),
    'MIME-Version: 1.0',
  ]
  return Buffer.from(`${fields.join('\r\n')}\r\n${entity}`)
}

function bodyEntity(spec: MessageSpec, boundary: string): string {
  const text = spec.text === undefined ? null : textEntity('plain', spec.text)
  const html = spec.html === undefined ? null : textEntity('html', spec.html)
  if (text !== null && html !== null) return multipart('alternative', boundary, [text, html])
  return text ?? html ?? textEntity('plain', '')
}

function textEntity(subtype: 'plain' | 'html', content: string): string {
  const lines = content.replace(/\r?\n/gu, '\r\n')
  const isPlain =
    /^[\t\n\r -~]*$/u.test(lines) && lines.split('\r\n').every((line) => line.length < 900)
  const type = `Content-Type: text/${subtype}; charset=utf-8`
  return isPlain
    ? `${type}\r\nContent-Transfer-Encoding: 7bit\r\n\r\n${lines}`
    : `${type}\r\nContent-Transfer-Encoding: base64\r\n\r\n${base64Lines(Buffer.from(lines))}`
}

function fileEntity(file: AttachedFile): string {
  const name = encodeHeaderText(file.filename)
  const isInline = file.contentId !== undefined
  return [
    `Content-Type: ${file.contentType}; name="${name}"`,
    `Content-Disposition: ${isInline ? 'inline' : 'attachment'}; filename="${name}"`,
    ...(file.contentId === undefined ? [] : [`Content-ID: <${file.contentId}>`]),
    'Content-Transfer-Encoding: base64',
    '',
    base64Lines(file.content),
  ].join('\r\n')
}

function multipart(subtype: string, boundary: string, entities: readonly string[]): string {
  const parts = entities.map((entity) => `--${boundary}\r\n${entity}\r\n`).join('')
  return `Content-Type: multipart/${subtype}; boundary="${boundary}"\r\n\r\n${parts}--${boundary}--\r\n`
}

function base64Lines(content: Buffer): string {
  return content.toString('base64').replace(/.{76}(?=.)/gu, '$&\r\n')
}

/** People as a header value. */
export function formatAddressList(people: readonly Contact[]): string {
  return people.map(formatAddress).join(',\r\n ')
}

function formatAddress({ name, email }: Contact): string {
  if (name === '') return email
  if (/^[\w !#$%&'*+/=?^`{|}~-]+$/u.test(name)) return `${name} <${email}>`
  if (/^[\x20-\x7e]+$/u.test(name)) return `"${name.replace(/["\\]/gu, '\\$&')}" <${email}>`
  return `${encodeHeaderText(name)} <${email}>`
}

/** RFC 5322 date in UTC. */
export function formatDate(at: number): string {
  return new Date(at).toUTCString().replace('GMT', '+0000')
}
