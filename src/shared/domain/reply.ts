import type { Person } from '../contract/fields.ts'
import { escapeHtml, textToHtml } from './text-to-html.ts'

export { forwardSubject, replySubject } from './subject-prefixes.ts'

/** What an answer needs to know of the people in a message. */
export interface ReplyContext {
  fromEmail: string
  fromName: string
  replyTo: readonly Person[]
  to: readonly Person[]
  cc: readonly Person[]
}

/** The sanitised body of a message that is being answered or forwarded. */
export interface QuotableBody {
  htmlBody: string | null
  textBody: string | null
}

const MAX_REFERENCES = 50

/**
 * Who an answer goes to. Reply-To counts before From. Answering one's own message writes to its
 * recipients again. With `all`, everyone else who got it is copied; own addresses never are.
 */
export function replyRecipients(
  content: ReplyContext,
  selfAddresses: readonly string[],
  all: boolean,
): { to: Person[]; cc: Person[] } {
  const self = new Set(selfAddresses.map((address) => address.toLowerCase()))
  const sender: Person = { name: content.fromName, email: content.fromEmail }
  const isOwn = self.has(content.fromEmail.toLowerCase())
  const wanted = isOwn ? content.to : content.replyTo.length > 0 ? content.replyTo : [sender]
  const seen = new Set<string>()
  const others = distinct(wanted, seen, self)
  // A note to oneself has nobody else to go to.
  const to = others.length > 0 ? others : distinct([...wanted, sender], seen, new Set()).slice(0, 1)
  const copied = isOwn ? content.cc : [...content.to, ...content.cc]
  return { to, cc: all ? distinct(copied, seen, self) : [] }
}

function distinct(people: readonly Person[], seen: Set<string>, self: Set<string>): Person[] {
  return people.filter(({ email }) => {
    const key = email.toLowerCase()
    if (key === '' || self.has(key) || seen.has(key)) return false
    seen.add(key)
    return true
  })
}

/**
 * The message below an answer, quoted. `intro` is the localised line before it ("On 3 May 2026,
 * Ana Ruiz wrote:"), plain text.
 */
export function quoteHtml(body: QuotableBody, wording: { intro: string }): string {
  return (
    `<div class="mail-quote"><p>${escapeHtml(wording.intro)}</p>` +
    `<blockquote style="margin: 0 0 0 0.8ex; border-left: 2px solid #cccccc; padding-left: 1ex">` +
    `${bodyHtml(body)}</blockquote></div>`
  )
}

/** The message below a forward: localised heading and header lines, then the whole body. */
export function forwardHtml(
  body: QuotableBody,
  wording: { heading: string; lines: readonly { label: string; value: string }[] },
): string {
  const lines = wording.lines.map(
    ({ label, value }) => `<b>${escapeHtml(label)}</b> ${escapeHtml(value)}`,
  )
  return (
    `<div class="mail-forward"><p>${[escapeHtml(wording.heading), ...lines].join('<br>')}</p>` +
    `${bodyHtml(body)}</div>`
  )
}

/** The References of an answer (RFC 5322 section 3.6.4), cut in the middle when it grows too long. */
export function replyReferences(parent: {
  rfcMessageId: string | null
  inReplyTo: string | null
  references: readonly string[]
}): string[] {
  const earlier =
    parent.references.length > 0 || parent.inReplyTo === null
      ? parent.references
      : [parent.inReplyTo]
  const chain = [...new Set([...earlier, ...(parent.rfcMessageId ? [parent.rfcMessageId] : [])])]
  if (chain.length <= MAX_REFERENCES) return chain
  return [...chain.slice(0, 1), ...chain.slice(1 - MAX_REFERENCES)]
}

/** Style sheets stay behind: quoted among other text, they would restyle that too. */
function bodyHtml(body: QuotableBody): string {
  if (body.htmlBody === null) return textToHtml(body.textBody ?? '')
  return body.htmlBody.replace(/<style>[^<]*<\/style>/gu, '')
}
