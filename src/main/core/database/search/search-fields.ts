import type { SearchField } from '#shared/domain/search-query/search-query.ts'

/**
 * The searched parts of a message. `others` are people who are named in neither of the fields that
 * can be asked for; `marks` are words that nobody can type, for what is true of the message.
 */
export const SEARCHED_FIELDS = [
  'body',
  'subject',
  'from',
  'to',
  'cc',
  'bcc',
  'others',
  'filename',
  'marks',
] as const
export type SearchedField = (typeof SEARCHED_FIELDS)[number] | SearchField

/** Fields that are found by any part of a word, not only by its start. */
export const FIELDS_WITH_PARTS = ['subject', 'from', 'to', 'cc', 'bcc', 'others'] as const

/** Folded words of each field, with one space between them and a separator (shared/domain/search-spellings.ts) between unlike things. */
export type SearchedFields = Record<SearchedField, string>

/** The word of a message with a file that is not a picture within its text. */
export const ATTACHMENT_MARK = '·attachment'

/** The word of a message with a link to a web page. */
export const LINK_MARK = '·link'
