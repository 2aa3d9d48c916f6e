import { writeMessage, type AttachedFile, type Contact } from '../mime/write-message.ts'
import { encodePdf, encodePng } from './encode-pdf-and-png.ts'
import type { MailSource } from '../../google/mail-store/gmail-store.ts'
import { PHRASES, SENDERS, type Language } from './phrases.ts'
import { createRandom, mixSeed, type Random } from '../../control/seeded-random.ts'
import { createThreadLayout } from './thread-layout.ts'

export interface GeneratorOptions {
  messages: number
  /** Average messages a thread, at least 1; default 2.5. */
  threadSize?: number
  /** Default: all. English is half of the mail whatever the list. */
  languages?: readonly Language[]
  /** Share of messages with an HTML body, 0–1; default 0.5. */
  htmlShare?: number
  /** Share of messages with a file, 0–1; default 0.08. */
  attachmentShare?: number
  /** The newest message's time, milliseconds since the epoch; default: the simulator's now. */
  until?: number
  /** How far back the oldest message lies; default: 40 minutes a message, ten years at most. */
  spanMs?: number
  seed?: number
}

type Kind = 'person' | 'newsletter' | 'notice' | 'invoice'

interface Thread {
  kind: Kind
  language: Language
  subject: string
  other: Contact
}

const YEAR_MS = 365 * 24 * 3_600_000

/**
 * Realistic mail for one owner, up to a million messages and more. Nothing is kept: facts and texts
 * follow from (seed, index), so the same index always gives the same message.
 */
export function createMailGenerator(
  owner: Contact,
  options: GeneratorOptions & { until: number; seed: number },
): MailSource {
  const { messages: count, seed, until } = options
  const layout = createThreadLayout(seed, options.threadSize ?? 2.5)
  const spanMs = options.spanMs ?? Math.min(10 * YEAR_MS, count * 40 * 60_000)
  const languages: readonly Language[] = options.languages ?? [
    'en',
    'es',
    'de',
    'fr',
    'pl',
    'ja',
    'ar',
  ]
  const htmlShare = options.htmlShare ?? 0.5
  const attachmentShare = options.attachmentShare ?? 0.08
  const step = count > 0 ? spanMs / count : 0

  const randomOf = (index: number, use: number): Random => createRandom(mixSeed(seed, use, index))
  const dateOf = (index: number): number =>
    Math.floor(until - (count - 1 - index) * step - randomOf(index, 1).next() * step * 0.9)

  const threadOf = (head: number): Thread => {
    const random = randomOf(head, 2)
    const isOrganisation = random.chance(0.4)
    const language =
      random.chance(0.5) || languages.length === 0
        ? 'en'
        : (languages[random.below(languages.length)] ?? 'en')
    const { names, subjects } = PHRASES[language]
    const sender = SENDERS[random.below(SENDERS.length)] ?? SENDERS[0]
    if (isOrganisation) {
      const subject = ORGANISATION_SUBJECTS[sender.kind](random)
      const other = { name: sender.name, email: sender.email }
      return { kind: sender.kind, language: 'en', subject, other }
    }
    const name = random.pick(names)
    const other = { name, email: `${addressName(name, random)}@${random.pick(DOMAINS)}` }
    return { kind: 'person', language, subject: random.pick(subjects), other }
  }

  /** In a conversation every other message is the owner's, in the others none. */
  const isFromOwner = (thread: Thread, head: number, position: number): boolean =>
    thread.kind === 'person' && (position + (randomOf(head, 3).chance(0.2) ? 1 : 0)) % 2 === 1

  const previousOf = (index: number): number | null => layout.positionOf(index).previous
  const messageIdOf = (index: number): string =>
    `<g${index.toString(36)}.${(seed >>> 0).toString(36)}@mail.example>`

  return {
    count,
    generatorOptions: options,
    metadata: (index) => {
      const place = layout.positionOf(index)
      const thread = threadOf(place.head)
      const date = dateOf(index)
      const age = (until - date) / Math.max(spanMs, 1)
      const random = randomOf(index, 4)
      const fromOwner = isFromOwner(thread, place.head, place.position)
      return {
        threadHead: place.head,
        date,
        labels: labelsFor(thread.kind, fromOwner, age, random),
      }
    },
    indexOfMessageId: (messageId) => {
      const match = /^<g([0-9a-z]+)\.([0-9a-z]+)@mail\.example>$/u.exec(messageId)
      if (match?.[2] !== (seed >>> 0).toString(36)) return null
      const index = parseInt(match[1] ?? '', 36)
      return index < count ? index : null
    },
    raw: (index) => {
      const place = layout.positionOf(index)
      const thread = threadOf(place.head)
      const random = randomOf(index, 5)
      const fromOwner = isFromOwner(thread, place.head, place.position)
      const [from, to] = fromOwner ? [owner, thread.other] : [thread.other, owner]
      const text = bodyText(thread, from, place.position, random)
      const withHtml = thread.kind === 'newsletter' || random.chance(htmlShare)
      const isReply = place.previous !== null
      const references: string[] = []
      for (let at = place.previous; at !== null && references.length < 20; at = previousOf(at))
        references.unshift(messageIdOf(at))
      return writeMessage({
        from,
        to: [to],
        subject: isReply && thread.kind === 'person' ? `Re: ${thread.subject}` : thread.subject,
        date: dateOf(index),
        messageId: messageIdOf(index),
        ...(place.previous === null ? {} : { inReplyTo: messageIdOf(place.previous) }),
        references,
        text,
        ...(withHtml ? { html: bodyHtml(thread, text) } : {}),
        files: random.chance(attachmentShare) ? [fileFor(thread, random)] : [],
        headers:
          thread.kind === 'newsletter'
            ? {
                'List-Id': `<${thread.other.email.replace('@', '.')}>`,
                'List-Unsubscribe': `<mailto:unsubscribe@${thread.other.email.split('@')[1] ?? ''}>`,
              }
            : {},
      })
    },
  }
}

const DOMAINS = [
  'brightworks.example',
  'atelier-norte.example',
  'mail.example',
  'uni.example',
] as const

const ORGANISATION_SUBJECTS: Record<Exclude<Kind, 'person'>, (random: Random) => string> = {
  newsletter: (random) => random.pick(['New this week', 'The autumn list', 'Five good reads']),
  notice: (random) =>
    random.pick([
      `Booking ${100_000 + random.below(900_000)} confirmed`,
      `Pipeline ${random.below(9_000) + 1_000} passed`,
      'Your loans are due on Friday',
    ]),
  invoice: (random) => `Invoice ${2_000 + random.below(8_000)} for your records`,
}

function addressName(name: string, random: Random): string {
  const plain = name
    .normalize('NFKD')
    .replace(/[^\w ]/gu, '')
    .trim()
    .toLowerCase()
    .replace(/\s+/gu, '.')
  return plain === '' || plain === '.' ? `kontakt${random.below(900) + 100}` : plain
}

function labelsFor(kind: Kind, fromOwner: boolean, age: number, random: Random): string[] {
  if (fromOwner) return ['SENT']
  if (random.chance(0.01)) return ['SPAM', 'UNREAD']
  if (random.chance(0.02)) return ['TRASH']
  const labels: string[] = []
  // Old mail is mostly read and archived, fresh mail is not.
  if (random.chance(0.95 - age * 0.7)) labels.push('INBOX')
  if (random.chance(0.3 - age * 0.25)) labels.push('UNREAD')
  if (random.chance(0.03)) labels.push('STARRED')
  if (kind === 'person') labels.push('IMPORTANT', 'CATEGORY_PERSONAL')
  else labels.push(kind === 'newsletter' ? 'CATEGORY_PROMOTIONS' : 'CATEGORY_UPDATES')
  return labels
}

function bodyText(thread: Thread, from: Contact, position: number, random: Random): string {
  const phrases = PHRASES[thread.language]
  const sentences: string[] = []
  const wanted = 2 + random.below(position === 0 ? 8 : 4)
  const length = Math.min(wanted, phrases.sentences.length)
  const start = random.below(phrases.sentences.length)
  for (let at = 0; at < length; at += 1)
    sentences.push(phrases.sentences[(start + at) % phrases.sentences.length] ?? '')
  const half = Math.ceil(sentences.length / 2)
  return [
    greeting(random.pick(phrases.greetings)),
    sentences.slice(0, half).join(' '),
    sentences.slice(half).join(' '),
    `${random.pick(phrases.closings)}\n${from.name}`,
  ].join('\n\n')
}

/** Japanese greetings end with their own full stop. */
function greeting(words: string): string {
  return words.endsWith('。') ? words : `${words},`
}

function bodyHtml(thread: Thread, text: string): string {
  const rtl = thread.language === 'ar' ? ' dir="rtl"' : ''
  const paragraphs = text
    .split('\n\n')
    .map((paragraph) => `<p>${escapeHtml(paragraph).replaceAll('\n', '<br>')}</p>`)
  const banner =
    thread.kind === 'newsletter'
      ? `<img src="https://img.example.com/${thread.other.email}/header.png" width="600" alt="">`
      : ''
  return `<!doctype html><html${rtl}><body style="font-family:sans-serif">${banner}${paragraphs.join('')}</body></html>`
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}

function fileFor(thread: Thread, random: Random): AttachedFile {
  return random.chance(0.6)
    ? {
        filename: `${thread.kind === 'invoice' ? 'invoice' : 'notes'}-${random.below(900) + 100}.pdf`,
        contentType: 'application/pdf',
        content: encodePdf([thread.subject, thread.other.name]),
      }
    : {
        filename: `photo-${random.below(900) + 100}.png`,
        contentType: 'image/png',
        content: encodePng(48, 32, (x, y) => [(x * 5) & 255, (y * 7) & 255, random.below(64) + 96]),
      }
}
