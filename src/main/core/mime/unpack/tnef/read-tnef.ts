import { decodeText } from '../../read/charset.ts'
import { charsetOfCodePage } from './code-page.ts'
import { ATTRIBUTE, readAttributes } from './read-attributes.ts'
import {
  bytesOf,
  isObject,
  numberOf,
  PROPERTY,
  readProperties,
  textOf,
  timeOf,
  upToNul,
  type Property,
} from './read-properties.ts'
import { readCompressedRtf } from './read-rtf.ts'

/** A message as Outlook packed it. */
export interface TnefMessage {
  subject: string
  senderName: string
  senderEmail: string
  /** Epoch milliseconds. */
  sentAt: number | null
  html: { bytes: Uint8Array; charset: string } | null
  text: string | null
  files: TnefFile[]
  /** False where the stream ends early or is damaged. */
  isWhole: boolean
}

export interface TnefFile {
  filename: string
  contentType: string
  contentId: string
  content: Uint8Array
  /** The content is a TNEF stream itself: a message inside the message. */
  isMessage: boolean
}

type Properties = Map<number, Property>

/** An attachment whose attributes are being collected. */
interface OpenFile {
  title: string
  transportName: string
  data: Buffer | null
  properties: Properties
}

/** Opens a TNEF stream (winmail.dat, [MS-OXTNEF]). Never throws; gives what can be read. */
export function readTnef(bytes: Uint8Array): TnefMessage {
  const { attributes, isWhole } = readAttributes(bytes)
  const pageOf = attributes.find(({ id }) => id === ATTRIBUTE.codePage)?.data
  const charset = charsetOfCodePage(pageOf && pageOf.length >= 4 ? pageOf.readUInt32LE(0) : 1252)
  const plain = (data: Buffer): string => upToNul(decodeText(data, charset))
  const files: OpenFile[] = []
  let message: Properties = new Map()
  let subject = ''
  let body: string | null = null
  for (const { id, data } of attributes) {
    const file = files.at(-1)
    if (id === ATTRIBUTE.attachRenderData) {
      files.push({ title: '', transportName: '', data: null, properties: new Map() })
    } else if (id === ATTRIBUTE.messageProperties) message = readProperties(data)
    else if (id === ATTRIBUTE.subject) subject = plain(data)
    else if (id === ATTRIBUTE.body) body = plain(data)
    else if (file === undefined) continue
    else if (id === ATTRIBUTE.attachTitle) file.title = plain(data)
    else if (id === ATTRIBUTE.attachTransportName) file.transportName = plain(data)
    else if (id === ATTRIBUTE.attachData) file.data = data
    else if (id === ATTRIBUTE.attachProperties) file.properties = readProperties(data)
  }
  const property = (id: number): string => textOf(message.get(id), charset)
  return {
    subject: property(PROPERTY.subject) || subject,
    senderName: property(PROPERTY.senderName),
    senderEmail: property(PROPERTY.senderSmtp) || property(PROPERTY.senderEmail),
    sentAt: timeOf(message.get(PROPERTY.submitTime)),
    ...bodyOf(message, body, charset),
    files: files.flatMap((file) => fileOf(file, charset)),
    isWhole,
  }
}

function bodyOf(
  message: Properties,
  attributeBody: string | null,
  charset: string,
): Pick<TnefMessage, 'html' | 'text'> {
  const text = (textOf(message.get(PROPERTY.body), charset) || attributeBody) ?? ''
  const plain = text.trim() === '' ? null : text
  const html = message.get(PROPERTY.html)
  if (html !== undefined && html.value.length > 0) {
    const page = numberOf(message.get(PROPERTY.internetCodePage))
    const htmlCharset = page === null ? charset : charsetOfCodePage(page)
    return { html: { bytes: html.value, charset: htmlCharset }, text: plain }
  }
  const compressed = bytesOf(message.get(PROPERTY.compressedRtf))
  const rich = compressed === null ? null : readCompressedRtf(compressed)
  if (rich === null) return { html: null, text: plain }
  if ('html' in rich) {
    return { html: { bytes: Buffer.from(rich.html), charset: 'utf-8' }, text: plain }
  }
  return { html: null, text: plain ?? (rich.text.trim() === '' ? null : rich.text) }
}

function fileOf({ title, transportName, data, properties }: OpenFile, charset: string): TnefFile[] {
  const property = (id: number): string => textOf(properties.get(id), charset)
  const attached = properties.get(PROPERTY.attachData)
  const content = (isObject(attached) ? bytesOf(attached) : data) ?? bytesOf(attached)
  if (content === null) return []
  return [
    {
      // The title is a name of eight characters and three.
      filename:
        property(PROPERTY.attachLongFilename) ||
        property(PROPERTY.displayName) ||
        transportName ||
        property(PROPERTY.attachFilename) ||
        title,
      contentType: property(PROPERTY.attachMimeTag).trim().toLowerCase(),
      contentId: property(PROPERTY.attachContentId),
      content,
      isMessage: isObject(attached),
    },
  ]
}
