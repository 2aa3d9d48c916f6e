import {
  headerValue,
  parseHeaders,
  splitHeader,
  type HeaderField,
} from '../../../mail/mime/headers.ts'
import { decodeEncodedWords } from '../../../mail/mime/encoded-words.ts'
import type { GmailStore } from '../../mail-store/gmail-store.ts'
import { parseMime, walkParts } from '../../../mail/mime/parse-mime.ts'
import { snippetOf } from '../../../mail/mime/snippet.ts'
import { invalidArgument } from '../../errors.ts'

/** A search string, taken apart: conditions on labels, and others that need the message itself. */
export interface SearchFilter {
  acceptsLabels(labels: readonly string[]): boolean
  acceptsRow(mailbox: GmailStore, row: number): boolean
  /** Whether the search itself names spam, trash or everywhere. */
  includesSpamTrash: boolean
}

type RowTest = (mailbox: GmailStore, row: number) => boolean

const TERM = /(-?)(?:([a-z_0-9]+):)?(?:"([^"]*)"|(\S+))/giu

/**
 * Parses the part of Gmail's search syntax the simulator serves: in:, is:, label:, from:, to:,
 * subject:, rfc822msgid:, after:, before:, has:attachment, words, and `-` before any of them.
 */
export function parseSearch(query: string, mailbox: GmailStore): SearchFilter {
  const labelTests: ((labels: readonly string[]) => boolean)[] = []
  const rowTests: RowTest[] = []
  let reachesSpamTrash = false

  for (const match of query.matchAll(TERM)) {
    const negated = match[1] === '-'
    const operator = match[2]?.toLowerCase() ?? ''
    const value = match[3] ?? match[4] ?? ''
    const byLabel = labelTest(operator, value.toLowerCase(), mailbox)
    if (byLabel) {
      labelTests.push((labels) => byLabel(labels) !== negated)
      if (!negated && operator === 'in' && /^(?:spam|trash|anywhere)$/iu.test(value))
        reachesSpamTrash = true
      continue
    }
    const byRow = rowTest(operator, value)
    rowTests.push((box, row) => byRow(box, row) !== negated)
    if (operator === 'rfc822msgid') reachesSpamTrash = true
  }
  return {
    acceptsLabels: (labels) => labelTests.every((test) => test(labels)),
    acceptsRow: (box, row) => rowTests.every((test) => test(box, row)),
    includesSpamTrash: reachesSpamTrash,
  }
}

function labelTest(
  operator: string,
  value: string,
  mailbox: GmailStore,
): ((labels: readonly string[]) => boolean) | null {
  const has = (label: string) => (labels: readonly string[]) => labels.includes(label)
  if (operator === 'in' && value === 'anywhere') return () => true
  if (operator === 'in' || operator === 'label') {
    const known = [...mailbox.labels.values()].find(
      ({ name }) => name.toLowerCase().replaceAll(/[ /]/gu, '-') === value.replaceAll('/', '-'),
    )
    return has(known?.id ?? (value === 'draft' || value === 'drafts' ? 'DRAFT' : value))
  }
  if (operator === 'is') {
    if (value === 'read') return (labels) => !labels.includes('UNREAD')
    if (['unread', 'starred', 'important'].includes(value)) return has(value.toUpperCase())
    throw invalidArgument(`The simulator does not serve the search term is:${value}`)
  }
  return null
}

function rowTest(operator: string, value: string): RowTest {
  const wanted = value.toLowerCase()
  const inHeader =
    (...names: string[]): RowTest =>
    (mailbox, row) => {
      const headers = headersAt(mailbox, row)
      return names.some((name) =>
        decodeEncodedWords(headerValue(headers, name) ?? '')
          .toLowerCase()
          .includes(wanted),
      )
    }
  switch (operator) {
    case 'rfc822msgid': {
      const id = `<${value.replace(/^<|>$/gu, '')}>`
      return (mailbox, row) => headerValue(headersAt(mailbox, row), 'message-id') === id
    }
    case 'from':
      return inHeader('from')
    case 'to':
      return inHeader('to', 'cc', 'bcc')
    case 'subject':
      return inHeader('subject')
    case 'after':
    case 'before': {
      const at = dateOf(operator, value)
      return ({ columns }, row) =>
        operator === 'after'
          ? (columns.internalDate[row] ?? 0) >= at
          : (columns.internalDate[row] ?? 0) < at
    }
    case 'has':
      if (wanted !== 'attachment')
        throw invalidArgument(`The simulator does not serve the search term has:${value}`)
      return (mailbox, row) =>
        [...walkParts(parseMime(mailbox.raw(row)))].some((part) => part.filename !== '')
    case '':
      return (mailbox, row) =>
        inHeader('from', 'to', 'subject')(mailbox, row) ||
        snippetOf(parseMime(mailbox.raw(row)))
          .toLowerCase()
          .includes(wanted)
    default:
      throw invalidArgument(`The simulator does not serve the search operator ${operator}:`)
  }
}

function headersAt(mailbox: GmailStore, row: number): HeaderField[] {
  return parseHeaders(splitHeader(mailbox.raw(row)).header)
}

/** Seconds since the epoch, or a date, which Gmail reads in its own time zone; here UTC. */
function dateOf(operator: string, value: string): number {
  if (/^\d{6,}$/u.test(value)) return Number(value) * 1000
  const match = /^(\d{4})[/-](\d{1,2})[/-](\d{1,2})$/u.exec(value)
  if (!match) throw invalidArgument(`Not a date in the search: ${operator}:${value}`)
  return Date.UTC(Number(match[1]), Number(match[2]) - 1, Number(match[3]))
}
