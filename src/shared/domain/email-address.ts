/** Reading and writing the addresses of RFC 5322 section 3.4, for what people really type. */

export interface EmailAddress {
  name: string
  email: string
}

// addr-spec without comments and quoted local parts, plus internationalised domains (RFC 6531).
const ADDRESS = /^[^\s<>"(),:;@[\]\\]+@[^\s<>"(),:;@[\]\\.]+(\.[^\s<>"(),:;@[\]\\.]+)*$/u
// eslint-disable-next-line no-control-regex -- control characters are what must be kept out
const CONTROL = /[\u0000-\u001f\u007f\u0085\u2028\u2029]/u

/** True for `local@domain` with no space, control character or delimiter in it. */
export function isEmailAddress(text: string): boolean {
  return text.length <= 320 && !CONTROL.test(text) && ADDRESS.test(text)
}

/**
 * Reads one `name <address>` or a bare address.
 * Answers null when there is no usable address, or when a control character could smuggle a header.
 */
export function parseEmailAddress(text: string): EmailAddress | null {
  const trimmed = text.trim()
  if (CONTROL.test(trimmed)) return null
  const angled = /^(.*)<([^<>]+)>$/su.exec(trimmed)
  if (!angled) return isEmailAddress(trimmed) ? { name: '', email: trimmed } : null
  const email = (angled[2] ?? '').trim()
  if (!isEmailAddress(email)) return null
  return { name: unquote((angled[1] ?? '').trim()), email }
}

/** Splits a typed list on commas and semicolons that stand outside quotes and angle brackets. */
export function splitAddressList(text: string): string[] {
  const parts: string[] = []
  let current = ''
  let quoted = false
  let angled = false
  for (const char of text) {
    if (char === '"') quoted = !quoted
    else if (char === '<') angled = true
    else if (char === '>') angled = false
    if (!quoted && !angled && (char === ',' || char === ';' || char === '\n')) {
      parts.push(current)
      current = ''
    } else {
      current += char
    }
  }
  parts.push(current)
  return parts.map((part) => part.trim()).filter((part) => part !== '')
}

/** `Ana Ruiz <ana@example.com>`, quoting the name where its characters demand it. */
export function formatEmailAddress(mailbox: EmailAddress): string {
  if (mailbox.name === '') return mailbox.email
  const name = /^[\p{L}\p{N} '_-]+$/u.test(mailbox.name)
    ? mailbox.name
    : `"${mailbox.name.replace(/["\\]/gu, '\\$&')}"`
  return `${name} <${mailbox.email}>`
}

function unquote(name: string): string {
  const quoted = /^"(.*)"$/su.exec(name)
  return quoted ? (quoted[1] ?? '').replace(/\\(.)/gsu, '$1') : name
}
