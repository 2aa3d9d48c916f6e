import type { Person } from '#shared/contract/fields.ts'
import { searchableWords, SEPARATOR } from '#shared/domain/search-spellings.ts'
import { searchedText } from '../../mime/read/body-text.ts'
import type { IncomingMessage } from '../../ports/messages.ts'
import { ATTACHMENT_MARK, LINK_MARK, type SearchedFields } from './search-fields.ts'

// What comes after this is mostly quoted history and legal text; bounds the work per message.
const BODY_LIMIT = 20_000
const PEOPLE_LIMIT = 20_000
const FILES_LIMIT = 10_000
const SUBJECT_LIMIT = 2_000

/** What of a message is searched. */
export type SearchedMessage = Pick<
  IncomingMessage,
  'subject' | 'from' | 'to' | 'cc' | 'bcc' | 'replyTo' | 'body' | 'attachments'
>

/** The folded words a message is found by: subject, everyone named in it, its text and its files. */
export function searchWords(message: SearchedMessage): SearchedFields {
  return {
    body: searchableWords(searchedText(message.body, BODY_LIMIT)),
    subject: searchableWords(message.subject.slice(0, SUBJECT_LIMIT)),
    from: peopleWords([message.from]),
    to: peopleWords(message.to),
    cc: peopleWords(message.cc),
    bcc: peopleWords(message.bcc),
    others: peopleWords(message.replyTo),
    filename: listWords(fileNames(message), FILES_LIMIT),
    marks: marks(message),
  }
}

function marks({ body, attachments }: SearchedMessage): string {
  return [
    ...(attachments.some(({ isInline }) => !isInline) ? [ATTACHMENT_MARK] : []),
    ...(hasLink(body) ? [LINK_MARK] : []),
  ].join(' ')
}

function peopleWords(people: readonly Person[]): string {
  return listWords(
    people.map(({ name, email }) => `${name} ${email}`),
    PEOPLE_LIMIT,
  )
}

/** The words of several texts that no phrase may join, as many as `limit` characters hold. */
function listWords(texts: readonly string[], limit: number): string {
  const words: string[] = []
  let left = limit
  for (const text of texts) {
    if (left <= 0) break
    const found = searchableWords(text.slice(0, left))
    left -= text.length
    if (found !== '') words.push(found)
  }
  return words.join(` ${SEPARATOR} `)
}

// Pictures within the text have names that programs gave them.
function fileNames({ attachments }: SearchedMessage): string[] {
  return attachments
    .filter((attachment) => !attachment.isInline)
    .map((attachment) => attachment.filename)
}

const LINK_IN_HTML = /<a\s[^>]{0,2000}?href\s*=\s*["']?\s*https?:/iu
const LINK_IN_TEXT = /\bhttps?:\/\/\S/iu

function hasLink({ html, text }: IncomingMessage['body']): boolean {
  return (text !== null && LINK_IN_TEXT.test(text)) || (html !== null && LINK_IN_HTML.test(html))
}
