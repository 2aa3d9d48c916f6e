import type { SearchedField } from './search-fields.ts'

/** What the text of a message must hold. */
export type TextCondition =
  | { kind: 'all'; nodes: TextCondition[] }
  | { kind: 'any'; nodes: TextCondition[] }
  /** The first and none of the others. */
  | { kind: 'without'; node: TextCondition; others: TextCondition[] }
  | TextTerm

/** One thing that is looked for, in any of several spellings. */
export interface TextTerm {
  kind: 'term'
  spellings: TextSpelling[]
  /** In this field alone; null in all of them. */
  field: SearchedField | null
  /** In fields of people and subjects it may also be a part of a word. */
  isPart: boolean
}

export interface TextSpelling {
  /** Folded words that stand next to each other. */
  words: string[]
  /** The last word is the start of one. */
  isStart: boolean
}
