import { create } from 'content-disposition'

/** Types a browser shows without running anything in them. The rest is sent as plain bytes. */
const SAFE_TYPES: readonly RegExp[] = [
  /^image\/(?:png|jpeg|gif|webp|avif|bmp|tiff|heic|x-icon)$/u,
  /^(?:audio|video|font)\/[a-z0-9.+-]+$/u,
  /^text\/(?:plain|csv|calendar|vcard|markdown)$/u,
  /^application\/(?:pdf|zip|gzip|json|msword|rtf|octet-stream|pkcs7-signature|pgp-signature)$/u,
  /^application\/vnd\.(?:openxmlformats-officedocument|oasis\.opendocument|ms-)[a-z0-9.-]+$/u,
  /^message\/rfc822$/u,
]

/**
 * The Content-Type to send for bytes that came in somebody's mail. Markup, scripts and anything
 * unknown become `application/octet-stream`; parameters are dropped, except a plain charset.
 */
export function safeContentType(declared: string): string {
  const [essence = '', ...parameters] = declared.toLowerCase().split(';')
  const type = essence.trim()
  if (!SAFE_TYPES.some((pattern) => pattern.test(type))) return 'application/octet-stream'
  const charset = parameters
    .map((parameter) => /^\s*charset="?([a-z0-9._-]+)"?\s*$/u.exec(parameter)?.[1])
    .find((name) => name !== undefined)
  return charset === undefined ? type : `${type}; charset=${charset}`
}

/**
 * `Content-Disposition: attachment` with the name in ASCII and, where that loses something, in
 * UTF-8 (RFC 6266, RFC 8187). Path separators, control and direction characters are taken out.
 */
export function attachmentDisposition(filename: string): string {
  const name =
    filename
      .toWellFormed()
      .replace(/[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/gu, '')
      .replace(/[/\\]/gu, '_')
      .replace(/^[.\s]+/u, '')
      .trim()
      .slice(0, 255)
      .toWellFormed() || 'download'
  return create(name, { fallback: name.replace(/[^\x20-\x7e]/gu, '_').replace(/["%]/gu, '_') })
}
