import type { Person } from '../../../src/shared/contract/fields.ts'
import type { IncomingMessage } from '../../../src/main/core/ports/messages.ts'
import { createSeededRandom } from '../synthetic-mail.ts'
import { createVocabulary, type Random, type Vocabulary } from './vocabulary.ts'

/** Whoever's mail it is. */
export const OWNER: Person = { name: 'Mara Lund', email: 'mara.lund@firm.example' }

const CORRESPONDENTS = 4000
const NEWEST = Date.UTC(2026, 0, 1)
const MEAN_GAP_MS = 20 * 60_000
// Mean words of a text without what it quotes, with which it has about 190; their spread is log-normal. Klimt and Yang ("The Enron Corpus", 2004) found
// means of 150 to 300 with quoted text; most of a mailbox today is sent by programs.
const OWN_WORDS = 135
const SPREAD = 0.8
const MOST_WORDS = 3000
const SHARE_WITH_HTML = 0.6
const SHARE_WITH_FILES = 0.1
const KINDS: readonly { kind: Kind; share: number }[] = [
  { kind: 'personal', share: 0.4 },
  { kind: 'newsletter', share: 0.25 },
  { kind: 'receipt', share: 0.2 },
  { kind: 'list', share: 0.15 },
]
type Kind = 'personal' | 'newsletter' | 'receipt' | 'list'

interface Thread {
  id: number
  subject: string
  people: Person[]
  kind: Kind
  left: number
  references: string[]
  lastText: string
}

/** A mailbox with mail shaped like real mail, newest first, the same for the same seed. */
export function* realMail(count: number, seed: number): Generator<IncomingMessage> {
  const random = createSeededRandom(seed)
  const vocabulary = createVocabulary(random)
  const cast = correspondents(random, vocabulary)
  const threads: Thread[] = []
  let receivedAt = NEWEST
  for (let index = 0; index < count; index++) {
    receivedAt -= Math.floor(-Math.log(1 - random()) * MEAN_GAP_MS)
    const thread = nextThread(threads, index, random, vocabulary, cast)
    yield message(index, receivedAt, thread, random, vocabulary)
  }
}

function correspondents(random: Random, { words }: Vocabulary): Person[] {
  const latin = words.filter((word) => /^[a-z]{3,10}$/u.test(word))
  const one = () => latin[Math.floor(random() * latin.length)] ?? 'ana'
  const domains = Array.from({ length: 600 }, () => `${one()}.example`)
  const capital = (word: string) => word.charAt(0).toUpperCase() + word.slice(1)
  return Array.from({ length: CORRESPONDENTS }, () => {
    const [first, last] = [one(), one()]
    // A few providers have most people, as in life.
    const domain = domains[Math.floor(domains.length ** random()) - 1] ?? 'mail.example'
    return { name: `${capital(first)} ${capital(last)}`, email: `${first}.${last}@${domain}` }
  })
}

function nextThread(
  threads: Thread[],
  index: number,
  random: Random,
  { word }: Vocabulary,
  cast: Person[],
): Thread {
  const open = threads[Math.floor(random() * threads.length)]
  if (open !== undefined && random() < 0.55) {
    open.left -= 1
    if (open.left <= 0) threads.splice(threads.indexOf(open), 1)
    return open
  }
  const person = () => cast[Math.floor(cast.length ** random()) - 1] ?? OWNER
  const kind = drawnKind(random)
  const others = kind === 'personal' || kind === 'list' ? Math.floor(random() * 4) : 0
  const begun: Thread = {
    id: index,
    subject: sentence(word, 3 + Math.floor(random() * 7)),
    people: [person(), ...Array.from({ length: others }, person)],
    kind,
    left: kind === 'personal' || kind === 'list' ? Math.floor(12 ** random()) : 1,
    references: [],
    lastText: '',
  }
  if (begun.left > 1) threads.push(begun)
  if (threads.length > 400) threads.shift()
  return begun
}

function drawnKind(random: Random): Kind {
  let left = random()
  for (const { kind, share } of KINDS) {
    left -= share
    if (left < 0) return kind
  }
  return 'personal'
}

function sentence(word: () => string, length: number): string {
  return Array.from({ length }, word).join(' ')
}

function message(
  index: number,
  receivedAt: number,
  thread: Thread,
  random: Random,
  { word }: Vocabulary,
): IncomingMessage {
  const isSent = thread.kind === 'personal' && random() < 0.25
  const [first = OWNER, ...rest] = thread.people
  const from = isSent
    ? OWNER
    : (thread.people[Math.floor(random() * thread.people.length)] ?? first)
  const text = body(thread, from, random, word)
  thread.lastText = text.slice(0, 1500)
  const rfcMessageId = `${index}.${thread.id}@mail.example`
  const references = thread.references.slice(-10)
  thread.references.push(rfcMessageId)
  const isReply = references.length > 0
  const hasFile = random() < SHARE_WITH_FILES
  const hasHtml = thread.kind !== 'list' && random() < SHARE_WITH_HTML / 0.77
  return {
    providerMessageId: `m${index.toString(16).padStart(15, '0')}`,
    providerThreadId: `t${thread.id.toString(16).padStart(15, '0')}`,
    rfcMessageId,
    inReplyTo: references.at(-1) ?? null,
    references,
    from,
    replyTo: thread.kind === 'newsletter' ? [{ name: '', email: `reply-${from.email}` }] : [],
    to: isSent ? [first] : [OWNER, ...rest.slice(0, 2)],
    cc: isReply ? rest.slice(2) : [],
    bcc: [],
    subject: isReply ? `Re: ${thread.subject}` : thread.subject,
    snippet: text.slice(0, 120),
    receivedAt,
    sizeBytes: text.length + 3000 + (hasFile ? Math.floor(10 ** (4 + random() * 3)) : 0),
    placement: {
      labels: [isSent ? 'SENT' : 'INBOX'],
      isRead: random() < 0.85,
      isStarred: random() < 0.02,
      inInbox: !isSent && random() < 0.6,
      isSent,
      isDraft: false,
      isSpam: random() < 0.01,
      isTrash: false,
    },
    headers: [
      { name: 'Date', value: new Date(receivedAt).toUTCString() },
      { name: 'MIME-Version', value: '1.0' },
    ],
    body: hasHtml ? { html: asHtml(text, thread.kind), text } : { html: null, text },
    attachments: hasFile ? [file(word, random)] : [],
    defects: [],
  }
}

function body(thread: Thread, from: Person, random: Random, word: () => string): string {
  // Box and Muller's normal deviate, for a log-normal number of words.
  const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
  const mean = Math.log(OWN_WORDS) - SPREAD ** 2 / 2
  const words = Math.min(MOST_WORDS, Math.max(8, Math.round(Math.exp(mean + SPREAD * normal))))
  const lines: string[] = []
  for (let left = words; left > 0; left -= 14) lines.push(sentence(word, Math.min(14, left)))
  const isPersonal = thread.kind === 'personal' || thread.kind === 'list'
  const number = Math.floor(random() * 10 ** 8)
  const parts = [
    ...(isPersonal ? ['Hi,', ''] : []),
    ...(thread.kind === 'receipt' ? [`Order ${number}, total ${(number % 90_000) / 100} EUR`] : []),
    ...lines,
    ...(isPersonal
      ? ['', 'Best regards', from.name, from.email]
      : ['', `https://x.example/${number}`]),
    ...(isPersonal && thread.lastText !== '' && random() < 0.7
      ? [
          '',
          ...thread.lastText
            .split('\n')
            .slice(0, 20)
            .map((line) => `> ${line}`),
        ]
      : []),
  ]
  return parts.join('\n')
}

function asHtml(text: string, kind: Kind): string {
  const paragraphs = text
    .split('\n')
    .map(
      (line) =>
        `<p style="margin:0 0 8px 0;font-family:Arial,sans-serif">${line.replaceAll('<', '&lt;')}</p>`,
    )
    .join('\n')
  const inner =
    kind === 'newsletter'
      ? `<table width="600"><tr><td>${paragraphs}</td></tr></table>`
      : paragraphs
  return `<html><head><style>p{color:#222}</style></head><body>${inner}</body></html>`
}

function file(word: () => string, random: Random): IncomingMessage['attachments'][number] {
  const ending = ['pdf', 'docx', 'xlsx', 'jpg', 'zip'][Math.floor(random() * 5)] ?? 'pdf'
  return {
    partId: '2',
    providerAttachmentId: 'a',
    filename: `${word()}-${word()}.${ending}`,
    contentType: 'application/octet-stream',
    sizeBytes: 50_000,
    contentId: null,
    isInline: false,
  }
}
