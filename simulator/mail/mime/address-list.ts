import { decodeEncodedWords } from './encoded-words.ts'

/** A person in a header. The address is lower-cased. */
export interface MailAddress {
  name: string
  email: string
}

const ADDR_SPEC = /^[^\s@<>()[\],;:"\\]+@(?:[^\s@<>()[\],;:"\\.]+\.)*[^\s@<>()[\],;:"\\.]+$/u

/**
 * The addresses of a header value (RFC 5322 address-list, groups flattened), or null where some
 * entry is no address: Gmail refuses such a header as a whole.
 */
export function parseAddressList(value: string): MailAddress[] | null {
  const addresses: MailAddress[] = []
  for (const entry of splitEntries(value)) {
    const address = parseEntry(entry)
    if (!address) return null
    addresses.push(address)
  }
  return addresses
}

/** Entries between commas, quotes, comments and angle brackets respected; group names dropped. */
function splitEntries(value: string): string[] {
  const entries: string[] = []
  let entry = ''
  let quoted = false
  let depth = 0
  let angle = false
  const finish = (): void => {
    if (entry.trim() !== '') entries.push(entry.trim())
    entry = ''
  }
  for (let at = 0; at < value.length; at += 1) {
    const char = value[at] ?? ''
    if (quoted && char === '\\') {
      entry += char + (value[at + 1] ?? '')
      at += 1
      continue
    }
    if (char === '"' && depth === 0) quoted = !quoted
    if (quoted || char === '"') {
      entry += char
      continue
    }
    if (char === '(') depth += 1
    else if (char === ')') depth = Math.max(0, depth - 1)
    else if (depth > 0) continue
    else if (char === '<') angle = true
    else if (char === '>') angle = false
    if (char === '(' || char === ')') continue
    if (!angle && (char === ',' || char === ';')) finish()
    else if (!angle && char === ':') entry = ''
    else entry += char
  }
  finish()
  return entries
}

function parseEntry(entry: string): MailAddress | null {
  const bracket = /^(.*)<([^<>]*)>\s*$/su.exec(entry)
  const email = (bracket ? (bracket[2] ?? '') : entry).trim().toLowerCase()
  if (!ADDR_SPEC.test(email)) return null
  const name = decodeEncodedWords((bracket?.[1] ?? '').trim().replace(/^"(.*)"$/su, '$1'))
  return { name: name.replace(/\\(.)/gu, '$1'), email }
}
