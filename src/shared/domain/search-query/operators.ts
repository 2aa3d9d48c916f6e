import type { SearchField, SearchFlag } from './search-query.ts'

/** What may stand behind an operator. */
export type OperatorKind =
  | { kind: 'text'; field: SearchField }
  | { kind: 'flag'; flags: Readonly<Record<string, SearchFlag>> }
  | { kind: 'place'; place: 'in' | 'label' | 'account' | 'mailbox' }
  | { kind: 'date'; bound: 'since' | 'before' | 'on' }
  | { kind: 'age'; bound: 'since' | 'before' }
  | { kind: 'size'; bound: 'larger' | 'smaller' }

export interface SearchOperator {
  /** As it is offered and written. */
  name: string
  aliases: readonly string[]
  value: OperatorKind
}

const text = (field: SearchField, ...aliases: string[]): SearchOperator => ({
  name: field,
  aliases,
  value: { kind: 'text', field },
})
const place = (
  name: 'in' | 'label' | 'account' | 'mailbox',
  ...aliases: string[]
): SearchOperator => ({
  name,
  aliases,
  value: { kind: 'place', place: name },
})

/**
 * Every operator of the query language, named as in Gmail where Gmail has it
 * (support.google.com/mail/answer/7190).
 */
export const SEARCH_OPERATORS: readonly SearchOperator[] = [
  text('from'),
  text('to'),
  text('cc'),
  text('bcc'),
  text('subject'),
  text('filename', 'file'),
  {
    name: 'has',
    aliases: [],
    value: {
      kind: 'flag',
      flags: {
        attachment: 'attachment',
        attachments: 'attachment',
        file: 'attachment',
        link: 'link',
        links: 'link',
      },
    },
  },
  {
    name: 'is',
    aliases: [],
    value: {
      kind: 'flag',
      flags: {
        unread: 'unread',
        read: 'read',
        starred: 'starred',
        flagged: 'starred',
        snoozed: 'snoozed',
        replied: 'replied',
        answered: 'replied',
      },
    },
  },
  place('in'),
  place('label', 'folder', 'category'),
  place('account'),
  place('mailbox'),
  { name: 'before', aliases: ['until', 'older'], value: { kind: 'date', bound: 'before' } },
  { name: 'after', aliases: ['since', 'newer'], value: { kind: 'date', bound: 'since' } },
  { name: 'on', aliases: ['date'], value: { kind: 'date', bound: 'on' } },
  { name: 'older_than', aliases: [], value: { kind: 'age', bound: 'before' } },
  { name: 'newer_than', aliases: [], value: { kind: 'age', bound: 'since' } },
  { name: 'larger', aliases: ['size', 'bigger'], value: { kind: 'size', bound: 'larger' } },
  { name: 'smaller', aliases: [], value: { kind: 'size', bound: 'smaller' } },
]

const BY_NAME = new Map(
  SEARCH_OPERATORS.flatMap((one) => [one.name, ...one.aliases].map((name) => [name, one] as const)),
)

/** The operator of a name or alias, in any case. */
export function findOperator(name: string): SearchOperator | null {
  return BY_NAME.get(name.toLowerCase()) ?? null
}
