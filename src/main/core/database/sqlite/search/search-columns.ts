import { wordParts } from '../../search/word-parts.ts'
import {
  FIELDS_WITH_PARTS,
  SEARCHED_FIELDS,
  type SearchedFields,
} from '../../search/search-fields.ts'

/** The columns of the FTS5 tables: a field's words, and for some of them the parts of its words. */
export const WORD_COLUMNS: readonly string[] = SEARCHED_FIELDS
export const PART_COLUMNS: readonly string[] = FIELDS_WITH_PARTS.map(partsOf)
export const SEARCH_COLUMNS: readonly string[] = [...WORD_COLUMNS, ...PART_COLUMNS]

/** The column with the parts of a field's words. */
export function partsOf(field: string): string {
  return `${field}_parts`
}

/** The values of the columns, in their order. */
export function columnValues(fields: SearchedFields): string[] {
  return [
    ...SEARCHED_FIELDS.map((field) => fields[field]),
    ...FIELDS_WITH_PARTS.map((field) => wordParts(fields[field])),
  ]
}
