/** Schemes that may leave MailManager for the system: a browser or a mail program opens them. */
const SCHEMES = ['https:', 'http:', 'mailto:']
const LONGEST = 8_192

/**
 * The address to hand to the system's own opener, or null where it must not be. Only web and mail
 * addresses pass: `file:`, `smb:` and custom schemes start programs on some systems. The answer is
 * what the URL parser understood, so that the system cannot understand something else.
 */
export function externalUrl(text: string): string | null {
  // Control characters, spaces and backslashes are dropped or turned round by parsers: refuse them.
  if (text.length > LONGEST || /[\p{Cc}\s\\]/u.test(text)) return null
  const url = URL.parse(text)
  if (url === null || !SCHEMES.includes(url.protocol)) return null
  if (url.protocol === 'mailto:') return url.href
  // `https://bank.example@evil.example` reads like the bank's address.
  if (url.host === '' || url.username !== '' || url.password !== '') return null
  return url.href
}
