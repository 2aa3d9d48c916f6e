import type { IncomingMessage } from '../../src/main/core/ports/messages.ts'

/** A small fast generator of repeatable numbers in [0, 1) (mulberry32). */
export function createSeededRandom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

const VOCABULARY_SIZE = 40_000
const BODY_WORDS = 80
const ONSETS =
  'b br c ch cl d dr f fl g gr h j k l m n p pl pr qu r s sh sk st str t th tr v w'.split(' ')
const VOWELS = 'a ai e ea i io o ou u y'.split(' ')
const CODAS = ['', '', 'n', 'r', 's', 't', 'l', 'nd', 'ng', 'st', 'm', 'ck']
const ACCENTED = ['Łódź', 'Müller', 'señal', 'café', 'Ørsted', 'naïve']
const NEWEST = Date.UTC(2026, 0, 1)
const MEAN_GAP_MS = 5 * 60_000

/** Mail as an account's first sync brings it: newest first, words as common as in real text. */
export function* syntheticMail(count: number, seed: number): Generator<IncomingMessage> {
  const random = createSeededRandom(seed)
  const vocabulary = words(random)
  // Zipf's law: the n-th commonest word is about n times rarer than the commonest.
  const word = () => vocabulary[Math.floor(VOCABULARY_SIZE ** random()) - 1] ?? 'the'
  const sentence = (length: number) => Array.from({ length }, word).join(' ')
  let receivedAt = NEWEST
  for (let index = 0; index < count; index++) {
    receivedAt -= Math.floor(random() * 2 * MEAN_GAP_MS)
    const name = `${sentence(1)} ${sentence(1)}`
    const thread = Math.floor(index / 4)
    // Mail comes newest first, so what it answers has the higher numbers of its thread.
    const references = Array.from(
      { length: 3 - (index % 4) },
      (_, earlier) => `${4 * thread + 3 - earlier}.${seed}@mail.example.com`,
    )
    const kind = random()
    const accent =
      random() < 0.2 ? ` ${ACCENTED[Math.floor(random() * ACCENTED.length)] ?? ''}` : ''
    const text = sentence(BODY_WORDS) + accent
    yield {
      providerMessageId: `m${seed}-${index.toString(16).padStart(14, '0')}`,
      providerThreadId: `t${seed}-${thread.toString(16)}`,
      rfcMessageId: `${index}.${seed}@mail.example.com`,
      inReplyTo: references.at(-1) ?? null,
      references,
      from: { name, email: `${name.replace(' ', '.')}@example.com` },
      replyTo: [],
      to: [{ name: 'Ana Ruiz', email: 'ana@example.org' }],
      cc: [],
      bcc: [],
      subject: sentence(6),
      snippet: text.slice(0, 120),
      receivedAt,
      sizeBytes: text.length + 2000,
      placement: {
        labels: ['INBOX'],
        isRead: random() < 0.9,
        isStarred: random() < 0.02,
        inInbox: kind < 0.95,
        isSent: kind >= 0.95 && kind < 0.98,
        isDraft: false,
        isSpam: kind >= 0.98 && kind < 0.99,
        isTrash: kind >= 0.99,
      },
      headers: [
        { name: 'Received', value: `from mail${index % 7}.example.com by mx.example.org` },
        { name: 'Date', value: new Date(receivedAt).toUTCString() },
        { name: 'MIME-Version', value: '1.0' },
        { name: 'Content-Type', value: 'text/plain; charset=utf-8' },
      ],
      body: { html: null, text },
      attachments: [],
      defects: [],
    }
  }
}

/** Made-up words, commonest first; as in English the commonest are short. */
function words(random: () => number): string[] {
  const one = (list: string[]) => list[Math.floor(random() * list.length)] ?? ''
  const syllable = () => one(ONSETS) + one(VOWELS) + one(CODAS)
  const made = new Set<string>()
  while (made.size < VOCABULARY_SIZE) {
    const length = 1 + Math.floor(Math.log10(made.size + 2) * (0.4 + random() * 0.6))
    made.add(Array.from({ length }, syllable).join(''))
  }
  return [...made]
}
