import type { Person } from '../contract/fields.ts'
import { cleanName } from './address-list/read-typed-entry.ts'
import { splitEntries } from './address-list/split-entries.ts'
import { cleanEmailAddress } from './email-address.ts'
import { isSameAddress } from './own-addresses.ts'

/** What an answer needs to know of the people in a message. */
export interface AnsweredMessage {
  fromEmail: string
  fromName: string
  replyTo: readonly Person[]
  to: readonly Person[]
  cc: readonly Person[]
  /** The box it is in. */
  box: string
  headers: readonly { name: string; value: string }[]
}

interface ReplyRecipients {
  to: Person[]
  cc: Person[]
}

/**
 * Who an answer goes to; with `all`, everyone else who got the message is copied. Oneself is never
 * among them, unless nobody else is there.
 *
 * An outside Reply-To counts before From, also where both From and To are oneself, as in mail of a
 * contact form. One's own sent message is followed up to those it was written to.
 */
export function replyRecipients(
  message: AnsweredMessage,
  isMe: (email: string) => boolean,
  all: boolean,
): ReplyRecipients {
  const outside = (people: readonly Person[]) => people.filter(({ email }) => !isMe(email))
  const sender: Person = { name: message.fromName, email: message.fromEmail }
  const authors = outside(authorsOf(message, sender, isMe))
  const followUp = all ? outside(peopleIn(message, 'mail-followup-to')) : []
  if (followUp.length > 0) return { to: distinct(followUp, new Set()), cc: [] }
  const isFollowedUp = isMe(sender.email) && (authors.length === 0 || message.box === 'SENT')
  const seen = new Set<string>()
  if (isFollowedUp && outside([...message.to, ...message.cc]).length > 0) {
    const to = distinct(outside(message.to), seen)
    const cc = distinct(outside(message.cc), seen)
    if (to.length === 0) return { to: cc, cc: [] }
    return { to, cc: all ? cc : [] }
  }
  if (authors.length === 0) return { to: [noteTo(message, sender)], cc: [] }
  const to = distinct(authors, seen)
  // A list that names itself in Reply-To is among those copied.
  const others = outside([...message.replyTo, ...message.to, ...message.cc])
  return { to, cc: all ? distinct(others, seen) : [] }
}

/**
 * Who is answered. Mail-Reply-To says it outright (https://cr.yp.to/proto/replyto.html). A Reply-To
 * that a mailing list put there names the list: an answer to one person must not go to everybody.
 */
function authorsOf(
  message: AnsweredMessage,
  sender: Person,
  isMe: (email: string) => boolean,
): readonly Person[] {
  const isOutside = ({ email }: Person) => !isMe(email)
  const asked = peopleIn(message, 'mail-reply-to')
  if (asked.some(isOutside)) return asked
  const lists = listAddresses(message)
  const isList = ({ email }: Person) => lists.some((list) => isSameAddress(list, email))
  const replyTo = message.replyTo.filter(isOutside)
  const people = replyTo.filter((person) => !isList(person))
  if (people.length > 0) return people
  // Where the list wrote itself into From as well, there is nobody else to answer.
  return replyTo.length === 0 || (isOutside(sender) && !isList(sender)) ? [sender] : replyTo
}

/** The addresses that List-Post names (RFC 2369 section 3.4). */
function listAddresses(message: AnsweredMessage): string[] {
  const value = headerOf(message, 'list-post')
  return [...value.matchAll(/<mailto:([^<>?\s]{1,320})/giu)].map((found) => found[1] ?? '')
}

function peopleIn(message: AnsweredMessage, header: string): Person[] {
  return splitEntries(headerOf(message, header), 'header').flatMap(({ pieces }) => {
    const angled = pieces.findLast(({ kind }) => kind === 'angled')
    const words = pieces.filter(({ kind }) => kind === 'text' || kind === 'quoted')
    const text = words.map((piece) => piece.text).join('')
    const email = cleanEmailAddress(angled?.text ?? text)
    if (email === null) return []
    return [{ name: angled === undefined ? '' : cleanName(text, email), email }]
  })
}

function headerOf({ headers }: AnsweredMessage, name: string): string {
  return headers.find((header) => header.name.toLowerCase() === name)?.value.slice(0, 10_000) ?? ''
}

/** A note to oneself is answered at the address it was written to. */
function noteTo({ to, replyTo }: AnsweredMessage, sender: Person): Person {
  return to[0] ?? replyTo[0] ?? sender
}

function distinct(people: readonly Person[], seen: Set<string>): Person[] {
  return people.filter(({ email }) => {
    const key = email.toLowerCase()
    if (key === '' || seen.has(key)) return false
    seen.add(key)
    return true
  })
}
