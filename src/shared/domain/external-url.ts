/** Schemes that may leave MailManager for the system: a browser or a mail program opens them. */
const SCHEMES: readonly string[] = ['https:', 'http:', 'mailto:']
const LONGEST = 8_192

/** True for a scheme that a link in mail may have, as `URL.protocol` writes it. */
export function isFollowedScheme(protocol: string): boolean {
  return SCHEMES.includes(protocol)
}

/**
 * The fields of a mailto link that are honoured (RFC 6068). Others, such as `attach`, have been used
 * to make clients send local files or set headers.
 */
export const MAILTO_FIELDS = ['to', 'cc', 'bcc', 'subject', 'body'] as const
export type MailtoField = (typeof MAILTO_FIELDS)[number]

export function isMailtoField(name: string): name is MailtoField {
  return MAILTO_FIELDS.some((field) => field === name)
}

/**
 * The address to hand to the system's own opener, or null where it must not be. Only web and mail
 * addresses pass: `file:`, `smb:` and custom schemes start programs on some systems. The answer is
 * what the URL parser understood, so that the system cannot understand something else.
 */
export function externalUrl(text: string): string | null {
  // Control characters, spaces and backslashes are dropped or turned round by parsers: refuse them.
  if (text.length > LONGEST || /[\p{Cc}\s\\]/u.test(text)) return null
  const url = URL.parse(text)
  if (url === null || !isFollowedScheme(url.protocol)) return null
  if (url.protocol === 'mailto:') return url.href
  // `https://bank.example@evil.example` reads like the bank's address.
  if (url.host === '' || url.username !== '' || url.password !== '') return null
  return url.href
}
