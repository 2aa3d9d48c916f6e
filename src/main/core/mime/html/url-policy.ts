import { isFollowedScheme, isMailtoField } from '#shared/domain/external-url.ts'

/** Blanks and control characters that URL parsers drop, and that therefore hide a scheme. */
const DROPPED = /[\p{Cc} \u00a0\u2028\u2029\ufeff]+/gu

/**
 * The target of a link that may be followed, normalised, or null. Only http, https and mailto;
 * a user name before the host is dropped, because it only serves to look like another host.
 */
export function safeLinkUrl(raw: string): string | null {
  const text = raw.replace(/^[^!-~\u00a1-\uffff]+/u, '').trimEnd()
  const url = parse(/^www\./iu.test(text) ? `https://${text}` : schemeRelative(text))
  if (url === null || !isFollowedScheme(url.protocol)) return null
  if (url.protocol !== 'mailto:') {
    url.username = ''
    url.password = ''
    return url.href
  }
  // Not by URLSearchParams, which reads a plus as a space: in a mailto link it is a plus (RFC 6068).
  const fields = url.search.slice(1).split('&')
  url.search = fields.filter((field) => isMailtoField(fieldName(field))).join('&')
  return url.href
}

function fieldName(field: string): string {
  const name = field.split('=', 1)[0] ?? ''
  try {
    return decodeURIComponent(name).toLowerCase()
  } catch {
    return name.toLowerCase()
  }
}

/** An address made absolute where it is relative and the message names its base. */
export function resolveUrl(raw: string, base: string | null): string {
  if (base === null || /^\s*(?:[a-z][a-z0-9+.-]*:|www\.)/iu.test(raw)) return raw
  return URL.parse(raw, base)?.href ?? raw
}

/** The address of a base element, or null where it is none of the web. */
export function webBase(raw: string | null): string | null {
  const url = raw === null ? null : parse(schemeRelative(raw.trim()))
  return url?.protocol === 'https:' || url?.protocol === 'http:' ? url.href : null
}

/** What an image's address points to. */
export type ImageSource =
  | { kind: 'embedded'; url: string }
  | { kind: 'cid'; id: string }
  | { kind: 'remote'; url: string }
  | { kind: 'none' }

const EMBEDDED =
  /^data:image\/(?:png|jpe?g|gif|webp|bmp|avif)(?:;[\w=.-]{1,40})*;base64,[A-Za-z0-9+/=]*$/iu

/** Sorts an image address. SVG is not among the embedded types: it is a document, not a picture. */
export function classifyImageUrl(raw: string): ImageSource {
  const text = raw.replace(DROPPED, '')
  if (/^data:/iu.test(text)) {
    return EMBEDDED.test(text) ? { kind: 'embedded', url: text } : { kind: 'none' }
  }
  const cid = /^cid:(.{1,998})$/iu.exec(text)
  if (cid) return { kind: 'cid', id: decodeCid(cid[1] ?? '') }
  const url = parse(schemeRelative(raw.trim()))
  if (url?.protocol !== 'http:' && url?.protocol !== 'https:') return { kind: 'none' }
  return { kind: 'remote', url: url.href }
}

function decodeCid(id: string): string {
  try {
    return decodeURIComponent(id)
  } catch {
    return id
  }
}

function schemeRelative(text: string): string {
  return /^[/\\]{2}/u.test(text) ? `https:${text}` : text
}

function parse(text: string): URL | null {
  return URL.canParse(text) ? new URL(text) : null
}
