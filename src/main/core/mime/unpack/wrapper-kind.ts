import { parseStructuredValue } from '../headers/structured-value.ts'
import type { MimePart } from '../read/parsed-message.ts'

/**
 * What a part wraps: Outlook's TNEF, a CMS object of S/MIME, a signed entity that Exchange keeps as a
 * file ([MS-OXOSMIME] section 2.1.3.1), or a text in which files or armour may stand.
 */
export type WrapperKind = 'tnef' | 'cms' | 'signed-entity' | 'text'

const TNEF = /^application\/(?:vnd\.)?ms-tnef$/u
const CMS = /^application\/(?:x-)?pkcs7-mime$/u
const GENERIC_TYPE = /^application\/(?:octet-stream|x-unknown)$/u
/** A signed document, as `contract.pdf.p7m`: a file for other programs, no message. */
const SIGNED_DOCUMENT = /\.[A-Za-z0-9]{2,5}\.p7[ms]$/iu

/** Null where the part is what it is. */
export function wrapperKindOf(part: MimePart): WrapperKind | null {
  const type = mediaTypeOf(part)
  const name = partName(part)
  if (part.children.length > 0) return null
  if (TNEF.test(type) || (/^winmail\.dat$/iu.test(name) && GENERIC_TYPE.test(type))) return 'tnef'
  if (CMS.test(type) || (/^smime\.p7[mz]$/iu.test(name) && GENERIC_TYPE.test(type))) {
    return SIGNED_DOCUMENT.test(name) || /\.p7c$/iu.test(name) ? null : 'cms'
  }
  if (type === 'multipart/signed') return 'signed-entity'
  return type === 'text/plain' && !isAttached(part) ? 'text' : null
}

/** A text that its sender did not send as a file. */
export function isReadableText(part: MimePart): boolean {
  return /^text\/(?:plain|html)$/u.test(mediaTypeOf(part)) && !isAttached(part)
}

/** True where the provider left a part's bytes out and they can be fetched. */
export function isLeftOut(part: MimePart): boolean {
  return part.content === null && part.providerAttachmentId !== null
}

/** The type without its parameters, in lower case. */
export function mediaTypeOf({ contentType }: MimePart): string {
  return contentType.split(';')[0]?.trim().toLowerCase() ?? ''
}

function isAttached(part: MimePart): boolean {
  return parseStructuredValue(headerOf(part, 'content-disposition')).value === 'attachment'
}

/** The name a part declares, or an empty one. */
export function partName(part: MimePart): string {
  const parameter = (header: string, name: string): string | undefined =>
    parseStructuredValue(headerOf(part, header)).parameters.get(name)
  return (
    part.filename ||
    (parameter('content-disposition', 'filename') ?? parameter('content-type', 'name') ?? '')
  ).trim()
}

function headerOf(part: MimePart, name: string): string {
  return part.headers.find((one) => one.name.toLowerCase() === name)?.value ?? ''
}
