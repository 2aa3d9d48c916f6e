import { isEmailAddress } from '../email-address.ts'

const LONGEST_WORD = 4_000
const SCHEME = /^(?:mailto|smtp):/iu
/** What no address begins with; a full stop, quotation marks and list marks of other scripts too. */
const BEFORE = new Set('<([{>.,:;!?"“”„«»‹›‘’…·•–—'.split(''))
/** May begin an address, and are decoration where the same one follows it: 'ana@example.com'. */
const PAIRED = new Set("'`*_~".split(''))
const IN_DOMAIN = /[\p{L}\p{M}\p{N}\p{So}]/u

/**
 * The addresses in one word that was typed or pasted, in order: without `mailto:`, quotation marks,
 * brackets and a trailing full stop; several where a slash or the like stands between them. Empty
 * where any part of the word would be left out.
 */
export function findAddresses(word: string): string[] {
  if (word.length > LONGEST_WORD || !word.includes('@')) return []
  if (SCHEME.test(word)) return findInMailto(word.replace(SCHEME, ''))
  const whole = findOne(word)
  if (whole !== null) return [whole]
  const parts = word.split(/[/|&\\<>]+/u).filter((part) => part !== '')
  return parts.length > 1 ? allOrNone(parts) : []
}

/** The people of a `mailto:` link (RFC 6068); its other fields are no recipients. */
function findInMailto(link: string): string[] {
  const [path = '', query = ''] = link.split('?', 2)
  const fields = query.split('&').filter((field) => /^(?:to|cc|bcc)=/iu.test(field))
  return allOrNone([path, ...fields.map((field) => field.replace(/^\w+=/u, ''))].map(decode))
}

function allOrNone(parts: readonly string[]): string[] {
  const found = parts.flatMap((part) => findOne(part) ?? [])
  return found.length === parts.length ? found : []
}

function findOne(word: string): string | null {
  let start = 0
  while (start < word.length && BEFORE.has(word[start] ?? '')) start += 1
  let end = word.length
  while (end > start && !IN_DOMAIN.test(word[end - 1] ?? '')) end -= 1
  // A symbol beyond the basic plane is two units; neither matches alone.
  if (/[\ud800-\udbff]/u.test(word[end] ?? '')) end = word.length
  const first = word[start] ?? ''
  if (PAIRED.has(first) && word.slice(end).includes(first)) start += 1
  const email = word.slice(start, end)
  return isEmailAddress(email) && !email.startsWith('/') ? email : null
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
