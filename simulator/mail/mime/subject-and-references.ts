import { decodeEncodedWords } from './encoded-words.ts'
import { headerValue, type HeaderField } from './headers.ts'

const REPLY_PREFIX = /^\s*(?:(?:re|fwd?|aw|wg|rv|sv|tr|antw|odp)(?:\[\d+\])?\s*[:：]\s*)+/iu

/** A subject without Re:, Fwd: and their relatives, folded for comparison. */
export function baseSubject(subject: string): string {
  return decodeEncodedWords(subject)
    .replace(REPLY_PREFIX, '')
    .replace(/\s+/gu, ' ')
    .trim()
    .toLowerCase()
}

/** The Message-IDs a message answers to, nearest first, with their angle brackets. */
export function parseReferences(headers: readonly HeaderField[]): string[] {
  const inReplyTo = parseMessageIds(headerValue(headers, 'in-reply-to') ?? '')
  const references = parseMessageIds(headerValue(headers, 'references') ?? '').reverse()
  return [...new Set([...inReplyTo, ...references])]
}

/** Every `<…>` of a header value. */
export function parseMessageIds(value: string): string[] {
  return value.match(/<[^<>\s]{1,995}>/gu) ?? []
}
