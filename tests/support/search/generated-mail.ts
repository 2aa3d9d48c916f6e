import type { Person } from '#shared/contract/fields.ts'
import type { IncomingMessage } from '#core/ports/messages.ts'
import { mail } from '../../database/fixtures.ts'

/** Few words in many scripts, drawn by rank, so that questions of several words find something. */
const WORDS =
  'the plan of meeting invoice budget Łódź Müller señal e-mail hanoi report noon Ελλάδα ёлка привет 京都 会議室 سلام שלום हिन्दी O’Brien cooperation 2026 café naïve anna annabel plans planning'.split(
    ' ',
  )
const PEOPLE: readonly Person[] = [
  { name: 'Ana Ruiz', email: 'ana.ruiz@firm.example' },
  { name: 'Anna Nowak', email: 'office@hanoi.example' },
  { name: 'Łukasz', email: 'lukasz+shop@firm.example' },
  { name: '', email: 'no-reply@news.example.org' },
  { name: '山田 太郎', email: 'taro@firm.example' },
  { name: 'Bo', email: 'bo@elsewhere.example' },
]
const DAY_MS = 86_400_000
export const NEWEST = Date.UTC(2026, 2, 1, 12)

export type Random = () => number

/** Draws by rank: the first far more often than the last. */
export function drawByRank<T>(random: Random, list: readonly T[]): T {
  const at = Math.floor(list.length ** random()) - 1
  const drawn = list[Math.min(at, list.length - 1)] ?? list[0]
  if (drawn === undefined) throw new Error('Nothing can be drawn of an empty list')
  return drawn
}

export function drawnWords(random: Random, most: number): string {
  const many = 1 + Math.floor(random() * most)
  return Array.from({ length: many }, () => drawByRank(random, WORDS)).join(' ')
}

export function drawnPerson(random: Random): Person {
  return drawByRank(random, PEOPLE)
}

/** Messages with every field, flag and size that a question can ask for. */
export function generatedMail(random: Random, count: number): IncomingMessage[] {
  return Array.from({ length: count }, (_, index) => {
    const people = () => (random() < 0.4 ? [drawnPerson(random)] : [])
    const link = random() < 0.2 ? ' https://x.example/a' : ''
    const text = `${drawnWords(random, 40)}${link}`
    const box = random()
    return mail(`m${index}`, {
      subject: drawnWords(random, 6),
      from: drawnPerson(random),
      to: [drawnPerson(random), ...people()],
      cc: people(),
      bcc: people(),
      replyTo: random() < 0.1 ? [drawnPerson(random)] : [],
      receivedAt: NEWEST - Math.floor(random() * 400 * DAY_MS),
      sizeBytes: Math.floor(10 ** (2 + random() * 6)),
      attachments: random() < 0.2 ? [attachment(`${drawnWords(random, 2)}.pdf`)] : [],
      body: random() < 0.4 ? { html: null, text } : { html: `<p>${text}</p>`, text: null },
      place: {
        isRead: random() < 0.7,
        isStarred: random() < 0.2,
        isSpam: box < 0.05,
        isTrash: box > 0.95,
        isSent: box > 0.8 && box <= 0.9,
        inInbox: box > 0.05 && box < 0.7,
      },
    })
  })
}

function attachment(filename: string): IncomingMessage['attachments'][number] {
  return {
    partId: '2',
    providerAttachmentId: 'a',
    filename,
    contentType: 'application/pdf',
    sizeBytes: 9,
    contentId: null,
    isInline: false,
  }
}
