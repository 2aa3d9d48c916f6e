import type { Person } from '#shared/contract/fields.ts'
import { withoutControl } from '#shared/domain/invisible-characters.ts'
import { cleanEmailAddress } from '#shared/domain/email-address.ts'
import { bareMessageId, isMessageId } from '#shared/domain/references.ts'
import { OperationError } from '#shared/errors.ts'
import { cleanDisplayName, stripBidiControls } from '../headers/header-text.ts'
import { htmlToText } from '../html/html-to-text.ts'
import { safeFilename } from '../read/safe-filename.ts'
import { cleanOutgoingHtml } from './clean-outgoing-html.ts'

/** A picture that was embedded in the HTML and goes as a file of its own. */
export interface EmbeddedPicture {
  name: string
  contentType: string
  contentId: string
  content: Uint8Array
}

/** A message's text as it will leave. */
export interface PreparedBody {
  /** Null for a message of plain text. */
  html: string | null
  text: string
  pictures: EmbeddedPicture[]
}

const CONTENT_TYPE = /^(?!multipart\/)[a-z0-9][\w.+-]{0,63}\/[a-z0-9][\w.+-]{0,126}$/iu

/**
 * Rebuilds the HTML from an allowlist, takes its embedded pictures out, each once, and makes a text
 * alternative where none is given.
 */
export function prepareBody(
  body: { html: string | null; text: string | null },
  appSendId: string,
): PreparedBody {
  const pictures: EmbeddedPicture[] = []
  const html =
    body.html === null
      ? null
      : cleanOutgoingHtml(body.html, (url) => takePicture(url, appSendId, pictures))
  return { html, text: body.text ?? (html === null ? '' : htmlToText(html)), pictures }
}

function takePicture(dataUrl: string, appSendId: string, pictures: EmbeddedPicture[]): string {
  const [head = '', data = ''] = dataUrl.split(',', 2)
  const contentType = head.slice('data:'.length).split(';')[0]?.toLowerCase() ?? 'image/png'
  const content = Buffer.from(data, 'base64')
  const known = pictures.find(
    (picture) => picture.contentType === contentType && content.equals(picture.content),
  )
  if (known !== undefined) return `cid:${known.contentId}`
  const number = pictures.length + 1
  const extension = contentType.split('/')[1] ?? 'png'
  const contentId = `picture-${number}.${headerToken(appSendId)}@mailmanager`
  pictures.push({
    name: `picture-${number}.${extension === 'jpeg' ? 'jpg' : extension}`,
    contentType,
    contentId,
    content,
  })
  return `cid:${contentId}`
}

/**
 * A person as they may stand in a header: no control or direction characters in the name.
 * @throws OperationError invalid_input where the address is none
 */
export function cleanPerson({ name, email }: Person): Person {
  const address = cleanEmailAddress(email)
  if (address === null) throw refused(`Not an e-mail address: ${cleanDisplayName(email)}`)
  return { name: cleanDisplayName(name).slice(0, 500), email: address }
}

/**
 * A subject on one line, without control or direction characters. A word that no fold can keep
 * below the 998 bytes of a line (RFC 5322 section 2.1.1) is broken.
 */
export function cleanSubject(subject: string): string {
  const line = stripBidiControls(withoutControl(subject)).trim()
  return line.replace(/\S{900}(?=\S)/gu, '$& ')
}

/** A file's name and type as they may stand in a header. */
export function cleanFile<T extends { name: string; contentType: string }>(file: T): T {
  return {
    ...file,
    name: safeFilename(file.name, file.contentType),
    contentType: CONTENT_TYPE.test(file.contentType)
      ? file.contentType
      : 'application/octet-stream',
  }
}

/** Ids of other people's messages may be anything; one that cannot stand in a header is left out. */
export function cleanReplyHeaders(headers: { inReplyTo: string | null; references: string[] }): {
  inReplyTo: string | null
  references: string[]
} {
  const parent = bareMessageId(headers.inReplyTo ?? '')
  return {
    inReplyTo: isMessageId(parent) ? parent : null,
    references: headers.references.map(bareMessageId).filter(isMessageId),
  }
}

/**
 * An id of ours as it goes into a header.
 * @throws OperationError invalid_input where it cannot
 */
export function headerToken(id: string): string {
  if (!isMessageId(id)) throw refused('Not a message id.')
  return id
}

function refused(reason: string): OperationError {
  return new OperationError('invalid_input', reason)
}
