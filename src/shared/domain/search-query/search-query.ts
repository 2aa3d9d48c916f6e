/** Where in the typed text something stands: UTF-16 offsets, end exclusive. */
export interface Span {
  start: number
  end: number
}

/** A part of a message that a word can be looked for in. */
export type SearchField = 'from' | 'to' | 'cc' | 'bcc' | 'subject' | 'filename'

export type SearchFlag =
  'attachment' | 'link' | 'unread' | 'read' | 'starred' | 'snoozed' | 'replied'

/** What is looked for, as a tree. */
export type SearchNode =
  /** Every one of them; an empty list is everything. */
  | { kind: 'all'; nodes: SearchNode[] }
  /** At least one of them. */
  | { kind: 'any'; nodes: SearchNode[] }
  | { kind: 'not'; node: SearchNode }
  | {
      kind: 'words'
      field: SearchField | null
      text: string
      isQuoted: boolean
      /** Still being typed: its last word is the start of one. */
      isLast: boolean
      span: Span
    }
  | { kind: 'flag'; flag: SearchFlag }
  | { kind: 'place'; place: 'in' | 'label' | 'account' | 'mailbox'; name: string }
  /** Received in [since, before), epoch milliseconds. */
  | { kind: 'date'; since: number | null; before: number | null }
  /** Bytes, exclusive bounds. */
  | { kind: 'size'; larger: number | null; smaller: number | null }

/** Something in the typed text that is not what its writer may think. */
export interface SearchNotice {
  kind:
    'unknown-operator' | 'bad-value' | 'unclosed-quote' | 'unbalanced-parenthesis' | 'too-complex'
  text: string
  span: Span
}

export interface SearchQuery {
  node: SearchNode
  notices: SearchNotice[]
}
