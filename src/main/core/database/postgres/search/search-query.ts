import { SEPARATOR } from '#shared/domain/search-spellings.ts'
import { FIELDS_WITH_PARTS } from '../../search/search-fields.ts'
import type { TextCondition, TextSpelling, TextTerm } from '../../search/text-condition.ts'
import { FIELD_TAGS, PART_TAG } from './search-vector.ts'

/** The condition as a tsquery (postgresql.org/docs/current/datatype-textsearch.html). */
export function searchQuery(text: TextCondition): string {
  switch (text.kind) {
    case 'all':
      return text.nodes.map(inBrackets).join(' & ')
    case 'any':
      return text.nodes.map(inBrackets).join(' | ')
    case 'without':
      return [inBrackets(text.node), ...text.others.map((one) => `!${inBrackets(one)}`)].join(' & ')
    case 'term':
      return text.spellings.map((one) => `(${spelling(text, one)})`).join(' | ')
  }
}

const inBrackets = (text: TextCondition) => `(${searchQuery(text)})`

function spelling({ field, isPart }: TextTerm, { words, isStart }: TextSpelling): string {
  const tag = field === null ? '' : FIELD_TAGS[field]
  const last = words.length - 1
  const phrase = words
    .map((word, index) => lexeme(tag + word, isStart && index === last))
    .join(' <-> ')
  const hasParts = isPart && (field === null || FIELDS_WITH_PARTS.some((one) => one === field))
  if (!hasParts) return phrase
  return `(${phrase}) | ${lexeme(tag + PART_TAG + words.join(SEPARATOR), true)}`
}

// Folded words hold letters and digits only, and in quotes nothing is an operator.
function lexeme(word: string, isStart: boolean): string {
  return `'${word.replaceAll('\\', '\\\\').replaceAll("'", "''")}'${isStart ? ':*' : ''}`
}
