import { decodeHeaderValue, MAX_HEADER_LENGTH } from './header-text.ts'

export { parseAddressList } from './address-list.ts'
export { parseDate } from './parse-date.ts'
export { decodeHeaderValue }

/** Message ids without their angle brackets (RFC 5322 section 3.6.4), in order, once each. */
export function parseMessageIds(raw: string): string[] {
  const text = decodeHeaderValue(raw.slice(0, MAX_HEADER_LENGTH))
  const bracketed = [...text.matchAll(/<\s*([^<>\s]{1,998})\s*>/gu)].map((match) => match[1] ?? '')
  const found =
    bracketed.length > 0
      ? bracketed
      : text
          .split(/[\s,]+/u)
          .filter((word) => word.length < 999 && /^[^<>()"\s]+@[^<>()"\s]+$/u.test(word))
  return [...new Set(found)]
}
