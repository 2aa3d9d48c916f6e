import { getDomain } from 'tldts'

/** Why a link deserves a second look before it is followed. */
export type LinkWarning =
  /** The text names a host, and the link goes to another. */
  | { kind: 'other_domain'; shown: string; actual: string }
  /** The host is written in look-alike letters (internationalised, RFC 3492). */
  | { kind: 'lookalike'; actual: string }
  /** `https://bank.example@evil.example`: what stands before the @ is only for show. */
  | { kind: 'disguised'; actual: string }

// A file’s name looks like a domain; these endings are files in mail, whatever else they may be.
const FILE_EXTENSIONS = new Set(
  'pdf doc docx xls xlsx ppt pptx odt ods zip rar png jpg jpeg gif txt csv html htm ics md'.split(
    ' ',
  ),
)
const HOST_IN_TEXT =
  /^(?:https?:\/\/)?(?:[^\s/@]+@)?((?:[\p{L}\p{N}_-]+\.)+[\p{L}]{2,63})(?::\d+)?(?:[/?#]\S*)?$/iu

/** The host that a link’s text claims to lead to, in lower case, or null when it claims none. */
export function findHostInText(text: string): string | null {
  const host = HOST_IN_TEXT.exec(text.trim())?.[1]?.toLowerCase()
  if (host === undefined) return null
  const hasScheme = /^https?:\/\//iu.test(text.trim())
  return !hasScheme && FILE_EXTENSIONS.has(host.split('.').at(-1) ?? '') ? null : toAsciiHost(host)
}

/**
 * The domain that its owner registered, by the public suffix list with its private part: two people's
 * pages at one host of pages are two domains. The host itself where it has none.
 */
export function getRegistrableDomain(host: string): string {
  return getDomain(host, { allowPrivateDomains: true }) ?? host.toLowerCase()
}

/** What is odd about a link, or null when nothing is. Only web links are judged. */
export function findLinkWarning(text: string, href: string): LinkWarning | null {
  const url = URL.canParse(href) ? new URL(href) : null
  if (url === null || !/^https?:$/u.test(url.protocol)) return null
  const actual = url.hostname
  if (url.username !== '' || url.password !== '') return { kind: 'disguised', actual }
  const shown = findHostInText(text)
  if (shown !== null && getRegistrableDomain(shown) !== getRegistrableDomain(actual)) {
    return { kind: 'other_domain', shown, actual }
  }
  return actual.split('.').some((label) => label.startsWith('xn--'))
    ? { kind: 'lookalike', actual }
    : null
}

/** As the URL parser would write the host, so that both sides compare alike. */
function toAsciiHost(host: string): string {
  return URL.canParse(`https://${host}`) ? new URL(`https://${host}`).hostname : host
}
