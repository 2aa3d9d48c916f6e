import { SEPARATOR } from '#shared/domain/search-spellings.ts'
import { FIELDS_WITH_PARTS } from '../../search/search-fields.ts'
import type { TextCondition, TextSpelling, TextTerm } from '../../search/text-condition.ts'
import { PART_COLUMNS, partsOf, WORD_COLUMNS } from './search-columns.ts'

/** The words of the index that begin so; null where they are too many to be asked for one by one. */
export type ExpandStart = (start: string) => string[] | null

// A word that stands nowhere.
const NOTHING = `"${SEPARATOR}nothing"`

/** The condition as FTS5 is asked (sqlite.org/fts5.html#full_text_query_syntax). */
export function matchExpression(text: TextCondition, expand: ExpandStart): string {
  const inBrackets = (one: TextCondition) => `(${matchExpression(one, expand)})`
  switch (text.kind) {
    case 'all':
      return text.nodes.map(inBrackets).join(' AND ')
    case 'any':
      return text.nodes.map(inBrackets).join(' OR ')
    case 'without':
      return [text.node, ...text.others].map(inBrackets).join(' NOT ')
    case 'term':
      return text.spellings.map((one) => `(${spelling(text, one, expand)})`).join(' OR ')
  }
}

function spelling(
  { field, isPart }: TextTerm,
  { words, isStart }: TextSpelling,
  expand: ExpandStart,
): string {
  const asWord = phrase(words, isStart, expand)
  const hasParts = isPart && (field === null || isFieldWithParts(field))
  if (!hasParts) return field === null ? ofWords(words, asWord) : `${columns([field])} : ${asWord}`
  const parts = field === null ? PART_COLUMNS : [partsOf(field)]
  if (isStart && words.length === 1) {
    return field === null ? asWord : `${columns([field, ...parts])} : ${asWord}`
  }
  // The parts of an address written as one are the only ones that hold more than one word.
  const asPart = phrase([words.join(SEPARATOR)], true, expand)
  // Where parts are looked for too, the word may stand in their columns as well.
  const inWords = field === null ? asWord : `${columns([field])} : ${asWord}`
  return `(${inWords}) OR (${columns(parts)} : ${asPart})`
}

/**
 * What is found among whole words only. A list of columns makes FTS5 three times slower, and a phrase
 * needs none: among parts, a word is followed by its own end or by a separator.
 */
function ofWords(words: readonly string[], asWord: string): string {
  const isOwnEnd = words.some((word, index) => words[index - 1]?.slice(1) === word)
  return words.length > 1 && !isOwnEnd ? asWord : `${columns(WORD_COLUMNS)} : ${asWord}`
}

function phrase(words: readonly string[], isStart: boolean, expand: ExpandStart): string {
  if (!isStart) return quoted(words.join(' '))
  const endings = expand(words.at(-1) ?? '')
  if (endings === null) return `${quoted(words.join(' '))} *`
  if (endings.length === 0) return NOTHING
  const before = words.slice(0, -1)
  return `(${endings.map((ending) => quoted([...before, ending].join(' '))).join(' OR ')})`
}

function isFieldWithParts(field: string): boolean {
  return FIELDS_WITH_PARTS.some((one) => one === field)
}

const columns = (names: readonly string[]) => `{${names.map(quoted).join(' ')}}`
// In quotes not even AND or NEAR is an operator.
const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`
