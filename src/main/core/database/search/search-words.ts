import type { Person } from '#shared/contract/fields.ts'
import { foldText } from '#shared/domain/fold-text.ts'
import type { IncomingMessage } from '../../ports/messages.ts'
import { visibleText } from '../../mime/html/visible-text.ts'

// What comes after this is mostly quoted history and legal text; bounds the work per message.
const BODY_LIMIT = 20_000
const PEOPLE_LIMIT = 20_000
const SUBJECT_LIMIT = 2_000

/** What of a message is searched. */
export type SearchedMessage = Pick<
  IncomingMessage,
  'subject' | 'from' | 'to' | 'cc' | 'bcc' | 'replyTo' | 'body'
>

/** The folded words a message is found by: subject, everyone named in it, and its text. */
export function searchWords(message: SearchedMessage): string {
  const people = [message.from, ...message.to, ...message.cc, ...message.bcc, ...message.replyTo]
  return foldText(
    [
      message.subject.slice(0, SUBJECT_LIMIT),
      people.map(personText).join('\n').slice(0, PEOPLE_LIMIT),
      bodyText(message.body),
    ].join('\n'),
  )
}

function personText(person: Person): string {
  return `${person.name} ${person.email}`
}

function bodyText(body: IncomingMessage['body']): string {
  if (body.text !== null && body.text.trim() !== '') return body.text.slice(0, BODY_LIMIT)
  return body.html === null ? '' : visibleText(body.html, BODY_LIMIT)
}
