import type { Person } from '#shared/contract/fields.ts'
import { boundReferences } from '#shared/domain/references.ts'
import type { Header, IncomingAttachment, MessageBody } from '../../ports/messages.ts'
import { chooseBody } from './choose-body.ts'
import {
  decodeHeaderValue,
  parseAddressList,
  parseDate,
  parseMessageIds,
} from '../headers/header-values.ts'
import { stripBidiControls } from '../headers/header-text.ts'
import { snippetOf } from './snippet.ts'

/** One node of a message's MIME tree, transfer encoding already undone. */
export interface MimePart {
  /** The part's number, unique within the message and stable across reads. */
  partId: string
  /** As declared; parameters are read from `headers`. */
  contentType: string
  headers: Header[]
  /** As declared, or empty where it should be looked for in `headers`. */
  filename: string
  /** Decoded size. */
  sizeBytes: number
  /** The provider's handle for content that did not come with the message. */
  providerAttachmentId: string | null
  content: Uint8Array | null
  children: MimePart[]
}

/** What reading a message gives, whichever provider or file it came from. */
export interface ParsedMessage {
  /** The first author; empty strings where the message names none. */
  from: Person
  to: Person[]
  cc: Person[]
  bcc: Person[]
  replyTo: Person[]
  subject: string
  /** Without angle brackets. */
  rfcMessageId: string | null
  inReplyTo: string | null
  references: string[]
  /** Epoch milliseconds, or null where no date in the headers can be believed. */
  date: number | null
  /** Decoded for display, in the order of the message. */
  headers: Header[]
  snippet: string
  body: MessageBody
  attachments: IncomingAttachment[]
  /** What could not be read as written, in plain words. */
  defects: string[]
}

const MAX_SUBJECT = 2000

/**
 * Turns headers and a MIME tree into the pieces of a message. Never throws. `fallbackSnippet` is
 * the provider's own, used where the body gives none.
 */
export function buildParsedMessage(input: {
  headers: Header[]
  root: MimePart
  fallbackSnippet?: string
  defects?: readonly string[]
}): ParsedMessage {
  const defects = new Set(input.defects)
  const byName = groupByName(input.headers)
  const joined = (name: string): string => (byName.get(name) ?? []).join(', ')
  const first = (name: string): string | null => byName.get(name)?.[0] ?? null

  const { body, attachments } = chooseBody(input.root, defects)
  const senders = parseAddressList(joined('from'))
  const from = senders[0] ?? parseAddressList(joined('sender'))[0] ?? { name: '', email: '' }
  if (from.email === '') defects.add('The message does not say who sent it.')
  if (senders.length > 1) defects.add('The message names more than one sender; the first is shown.')

  return {
    from,
    to: parseAddressList(joined('to')),
    cc: parseAddressList(joined('cc')),
    bcc: parseAddressList(joined('bcc')),
    replyTo: parseAddressList(joined('reply-to')),
    subject: parseSubject(first('subject') ?? ''),
    rfcMessageId: parseMessageIds(first('message-id') ?? '')[0] ?? null,
    inReplyTo: parseMessageIds(first('in-reply-to') ?? '')[0] ?? null,
    references: boundReferences(parseMessageIds(joined('references'))),
    date: readDate(byName, defects),
    headers: input.headers.map(({ name, value }) => ({
      name: decodeHeaderValue(name).slice(0, 200),
      value: decodeHeaderValue(value),
    })),
    snippet: snippetOf(body) || snippetOf({ html: input.fallbackSnippet ?? null, text: null }),
    body,
    attachments,
    defects: [...defects].slice(0, 20),
  }
}

function groupByName(headers: Header[]): Map<string, string[]> {
  const byName = new Map<string, string[]>()
  for (const { name, value } of headers) {
    const key = name.trim().toLowerCase()
    const values = byName.get(key)
    if (values) values.push(value)
    else byName.set(key, [value])
  }
  return byName
}

function parseSubject(raw: string): string {
  return stripBidiControls(decodeHeaderValue(raw)).replace(/\s+/gu, ' ').slice(0, MAX_SUBJECT)
}

/** The Date header, or else the time the last server wrote into its Received line. */
function readDate(byName: Map<string, string[]>, defects: Set<string>): number | null {
  const date = parseDate(byName.get('date')?.[0] ?? null)
  if (date !== null) return date
  defects.add('The message has no date that can be read.')
  const received = byName.get('received')?.[0]
  return received === undefined ? null : parseDate(received.slice(received.lastIndexOf(';') + 1))
}
