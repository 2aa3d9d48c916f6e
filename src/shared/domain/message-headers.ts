import { boundReferences } from './references.ts'

/** The header fields of a message that outlive its body, as they are stored. */
export interface MessageHeaders {
  /** Message-ID of the message this one answers, without angle brackets. */
  inReplyTo: string | null
  /** Message-IDs of the References header, oldest first, without angle brackets. */
  references: string[]
  /** Auto-Submitted without parameters, lower case (RFC 3834): `auto-replied`, `auto-generated`. */
  autoSubmitted: string | null
  /** List-Unsubscribe as sent (RFC 2369): one or more addresses in angle brackets. */
  listUnsubscribe: string | null
  /** List-Unsubscribe-Post as sent (RFC 8058). */
  listUnsubscribePost: string | null
  /** report-type of a multipart/report, lower case (RFC 6522): `delivery-status` for a bounce. */
  reportType: string | null
}

const MAX_WORD = 100
const MAX_LIST_UNSUBSCRIBE = 4_000

/** Picks the lasting header fields out of a message's decoded headers. */
export function pickMessageHeaders(message: {
  inReplyTo: string | null
  references: readonly string[]
  headers: readonly { name: string; value: string }[]
}): MessageHeaders {
  const values = new Map<string, string>()
  for (const { name, value } of message.headers) {
    const key = name.trim().toLowerCase()
    // Of a field that occurs twice the first counts, as mail programs show it.
    if (WANTED.has(key) && !values.has(key)) values.set(key, value.trim())
  }
  return {
    inReplyTo: message.inReplyTo,
    references: boundReferences(message.references),
    autoSubmitted: firstWord(values.get('auto-submitted')),
    listUnsubscribe: textOf(values.get('list-unsubscribe'), MAX_LIST_UNSUBSCRIBE),
    listUnsubscribePost: textOf(values.get('list-unsubscribe-post'), MAX_WORD),
    reportType: reportTypeOf(values.get('content-type') ?? ''),
  }
}

const WANTED = new Set([
  'auto-submitted',
  'list-unsubscribe',
  'list-unsubscribe-post',
  'content-type',
])

function firstWord(value: string | undefined): string | null {
  return textOf(value?.split(/[;\s(]/u, 1)[0]?.toLowerCase(), MAX_WORD)
}

function textOf(value: string | undefined, maxLength: number): string | null {
  return value === undefined || value === '' ? null : value.slice(0, maxLength)
}

function reportTypeOf(contentType: string): string | null {
  if (!/^multipart\/report\b/iu.test(contentType)) return null
  const found = /;\s*report-type\s*=\s*(?:"([^"]{1,100})"|([^\s;"]{1,100}))/iu.exec(contentType)
  return (found?.[1] ?? found?.[2])?.toLowerCase() ?? null
}
