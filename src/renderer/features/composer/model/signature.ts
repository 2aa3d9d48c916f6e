import { SIGNATURE_CLASS } from '../../../state/signature-class.ts'
import { isBlank, htmlToText } from './message-body.ts'

/** A text with the signature under it, and a line to write on above it. */
export function appendSignature(written: string, signatureHtml: string): string {
  const start = written === '' ? '<p></p>' : written
  if (isBlank(signatureHtml)) return start
  return `${start}<div class="${SIGNATURE_CLASS}">${signatureHtml}</div>`
}

const ELEMENT = new RegExp(`<div class="${SIGNATURE_CLASS}">([^]*?)</div>`, 'u')

/**
 * The text with another mailbox's signature. One that the person has changed by hand stays; so does
 * the text of someone who took the signature out.
 */
export function replaceSignature(written: string, before: string, after: string): string {
  const found = ELEMENT.exec(written)
  if (found === null) return isBlank(before) ? appendSignature(written, after) : written
  const untouched = hasSameText(found[1] ?? '', before)
  return untouched ? appendSignature(written.replace(ELEMENT, ''), after) : written
}

function hasSameText(one: string, other: string): boolean {
  const words = (html: string) => htmlToText(html).replace(/\s+/gu, ' ').trim()
  return words(one) === words(other)
}
