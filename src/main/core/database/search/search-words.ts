import type { Person } from '#shared/contract/fields.ts'
import { searchableWords } from '#shared/domain/search-spellings.ts'
import type { IncomingMessage } from '../../ports/messages.ts'
import { searchedText } from '../../mime/read/body-text.ts'

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

/**
 * The folded words a message is found by: subject, everyone named in it, its
 * text, and the names of its files.
 */
export function searchWords(message: SearchedMessage): string {
  const people = [message.from, ...message.to, ...message.cc, ...message.bcc, ...message.replyTo]
  return searchableWords(
    [
      message.subject.slice(0, SUBJECT_LIMIT),
      people.map(personText).join('\n').slice(0, PEOPLE_LIMIT),
      fileNames(message).slice(0, FILES_LIMIT),
      searchedText(message.body, BODY_LIMIT),
    ].join('\n'),
  )
}

function personText(person: Person): string {
  return `${person.name} ${person.email}`
}

// Pictures within the text have names that programs gave them.
function fileNames({ attachments }: SearchedMessage): string {
  return attachments
    .filter((attachment) => !attachment.isInline)
    .map((attachment) => attachment.filename)
    .join('\n')
}
