import { isBlank } from './body.ts'

/** The element the editor keeps a signature in, so that it can be exchanged as one. */
export const SIGNATURE_CLASS = 'mm_signature'

/** A text with the signature under it, and a line to write on above it. */
export function withSignature(written: string, signatureHtml: string): string {
  const start = written === '' ? '<p></p>' : written
  if (isBlank(signatureHtml)) return start
  return `${start}<div class="${SIGNATURE_CLASS}">${signatureHtml}</div>`
}
