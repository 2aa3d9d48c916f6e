import {
  writeMessage,
  formatDate,
  type AttachedFile,
  type Contact,
} from '../mail/mime/write-message.ts'
import type { SeedMessage } from '../control/accounts.ts'
import { escapeHtml } from './newsletter-html.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR

/** One message of a demo conversation. */
export interface ConversationMessage {
  from: Contact
  /** Default: the owner, or whoever the message answers. */
  to?: readonly Contact[]
  cc?: readonly Contact[]
  /** Plain text; paragraphs stand apart by an empty line. */
  text: string
  /** Replaces the HTML that is made from the text. */
  html?: string
  /** Hours after the message before it; default 3. */
  after?: number
  files?: readonly AttachedFile[]
  /** Further files, which say when the message was sent. */
  filesAt?: (sentAt: number) => readonly AttachedFile[]
  isUnread?: boolean
  isStarred?: boolean
  /** Written and not sent. */
  isDraft?: boolean
}

export interface Conversation {
  subject: string
  /** Days before now at which it starts; a fraction gives hours. */
  daysAgo: number
  messages: readonly ConversationMessage[]
  /** User labels by name, or CATEGORY_ labels, on every message. */
  labels?: readonly string[]
  /** Default: the inbox for the last weeks, archived before. */
  box?: 'INBOX' | 'ARCHIVE' | 'SPAM' | 'TRASH'
  headers?: Readonly<Record<string, string>>
  /** Notices carry no quotes and no greeting of ours. */
  isBulk?: boolean
}

/** Mail older than this has mostly been filed. */
const INBOX_DAYS = 45

/** The conversations as seed messages of the owner's mailbox, oldest first. */
export function createSeedMessages(
  owner: Contact,
  now: number,
  conversations: readonly Conversation[],
): SeedMessage[] {
  return conversations
    .flatMap((conversation, index) => seedConversation(owner, now, conversation, index))
    .sort((a, b) => a.internalDate - b.internalDate)
}

function seedConversation(
  owner: Contact,
  now: number,
  conversation: Conversation,
  index: number,
): (SeedMessage & { internalDate: number })[] {
  const { subject, daysAgo, messages: lines, isBulk = false } = conversation
  const domain = owner.email.split('@')[1] ?? 'mail.example'
  const idOf = (at: number): string => `<${index}.${at}.demo@${domain}>`
  let date = now - daysAgo * DAY
  let latest = 0

  return lines.map((line, at) => {
    const previous = lines[at - 1]
    date = Math.min(
      at === 0 ? date : date + (line.after ?? 3) * HOUR,
      now - (lines.length - at) * 240_000,
    )
    // Never before what it answers, never in the future.
    const sentAt = Math.min(
      Math.max(daysAgo > 0.6 ? toDaytime(date) : date, latest + 240_000),
      now - (lines.length - at) * 60_000,
    )
    const answeredAt = latest
    latest = sentAt
    const isMine = line.from.email === owner.email
    const to = line.to ?? (isMine ? [previous?.from ?? lines[0]?.from ?? owner] : [owner])
    const isReply = at > 0
    const quoted = isReply && !isBulk && previous ? { line: previous, date: answeredAt } : null
    const raw = writeMessage({
      from: line.from,
      to: line.isDraft === true && line.to?.length === 0 ? [] : to,
      ...(line.cc ? { cc: line.cc } : {}),
      subject: isReply && !isBulk ? `Re: ${subject}` : subject,
      date: sentAt,
      messageId: idOf(at),
      ...(isReply
        ? {
            inReplyTo: idOf(at - 1),
            references: Array.from({ length: at }, (_, earlier) => idOf(earlier)),
          }
        : {}),
      text: quoted ? `${line.text}\n\n${quoteText(quoted.line, quoted.date)}` : line.text,
      html: line.html ?? htmlOf(line, quoted),
      files: [...(line.files ?? []), ...(line.filesAt?.(sentAt) ?? [])],
      ...(conversation.headers ? { headers: conversation.headers } : {}),
    })
    return { raw, internalDate: sentAt, ...labelsFor(conversation, line, isMine) }
  })
}

function labelsFor(
  { labels = [], box: place, daysAgo }: Conversation,
  line: ConversationMessage,
  isMine: boolean,
): { labels: string[]; isDraft?: boolean } {
  if (line.isDraft === true) return { labels: ['DRAFT', ...labels], isDraft: true }
  const where = place ?? (daysAgo <= INBOX_DAYS ? 'INBOX' : 'ARCHIVE')
  return {
    labels: [
      ...labels,
      ...(isMine ? ['SENT'] : where === 'ARCHIVE' ? [] : [where]),
      ...(isMine && where === 'TRASH' ? ['TRASH'] : []),
      ...(line.isUnread === true ? ['UNREAD'] : []),
      ...(line.isStarred === true ? ['STARRED'] : []),
    ],
  }
}

/** Nobody in this story writes at night. */
function toDaytime(date: number): number {
  const hour = new Date(date).getUTCHours()
  return hour < 7 ? date + (7 - hour) * HOUR : hour > 20 ? date - (hour - 18) * HOUR : date
}

function attribution(line: ConversationMessage, date: number): string {
  return `On ${formatDate(date).slice(0, 16)}, ${line.from.name} <${line.from.email}> wrote:`
}

function quoteText(line: ConversationMessage, date: number): string {
  const quoted = line.text
    .split('\n')
    .map((row) => (row === '' ? '>' : `> ${row}`))
    .join('\n')
  return `${attribution(line, date)}\n${quoted}`
}

function htmlOf(
  line: ConversationMessage,
  quoted: { line: ConversationMessage; date: number } | null,
): string {
  const direction = /[\u0600-\u06ff]/u.test(line.text) ? ' dir="rtl"' : ''
  const quote = quoted
    ? `<div class="gmail_quote"><div class="gmail_attr">${escapeHtml(attribution(quoted.line, quoted.date))}</div>` +
      `<blockquote class="gmail_quote" style="margin:0 0 0 .8ex;border-left:1px solid #ccc;padding-left:1ex">${paragraphs(quoted.line.text)}</blockquote></div>`
    : ''
  const pictures = (line.files ?? [])
    .filter((file) => file.contentId !== undefined)
    .map(
      (file) => `<p><img src="cid:${file.contentId ?? ''}" alt="${escapeHtml(file.filename)}"></p>`,
    )
  return `<div${direction}>${paragraphs(line.text)}${pictures.join('')}</div>${quote}`
}

function paragraphs(text: string): string {
  return text
    .split('\n\n')
    .map((paragraph) => `<p>${escapeHtml(paragraph).replaceAll('\n', '<br>')}</p>`)
    .join('\n')
}
