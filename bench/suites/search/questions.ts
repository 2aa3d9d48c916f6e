import { createSeededRandom } from '../../setup/synthetic-mail.ts'
import type { IncomingMessage } from '../../../src/main/core/ports/messages.ts'

/** Questions of one kind, as a person types them. */
export interface QuestionClass {
  name: string
  questions: string[]
  /** The same for a plain FTS5 table, notmuch and mu; null where they have no such question. */
  plain: ((question: string) => string) | null
  xapian: ((question: string) => string) | null
}

const quoted = (text: string) => `"${text.replaceAll('"', '')}"`
const words = (text: string) => text.split(' ').map(quoted).join(' ')
const begun = (text: string) => `${quoted(text)}*`
const star = (text: string) => `${text}*`

/**
 * Questions drawn from the mail itself, so that common words are asked for as often as they occur.
 *
 * @param sample messages from all of the mailbox
 * @param vocabulary all words, commonest first
 */
export function drawQuestions(
  sample: readonly IncomingMessage[],
  vocabulary: readonly string[],
  each: number,
): QuestionClass[] {
  const random = createSeededRandom(17)
  const one = <T>(list: readonly T[]): T => {
    const drawn = list[Math.floor(random() * list.length)]
    if (drawn === undefined) throw new Error('There is nothing to draw from')
    return drawn
  }
  const lineOf = (least: number): string[] => {
    for (;;) {
      const lines = (one(sample).body.text ?? '').split('\n')
      const found = one(lines).split(' ')
      if (found.length >= least && !found[0]?.startsWith('>')) return found
    }
  }
  const wordOf = (accept: (word: string) => boolean): string => {
    for (;;) {
      const word = one(lineOf(4))
      if (accept(word)) return word
    }
  }
  const make = (draw: () => string) => Array.from({ length: each }, draw)
  const ascii = /^[a-z]+$/u
  const starts = [1, 2, 3, 4, 5].map((letters): QuestionClass => {
    const draw = () =>
      wordOf((word) => ascii.test(word) && word.length >= letters).slice(0, letters)
    return { name: `${letters} letters typed`, questions: make(draw), plain: begun, xapian: star }
  })
  return [
    {
      name: 'rare word',
      questions: make(() => one(vocabulary.slice(30_000))),
      plain: begun,
      xapian: star,
    },
    {
      name: 'word of half of all mail',
      questions: make(() => one(vocabulary.slice(5, 30))),
      plain: begun,
      xapian: star,
    },
    { name: 'one word', questions: make(() => wordOf(() => true)), plain: begun, xapian: star },
    {
      name: 'two words',
      questions: make(() => {
        const line = lineOf(6)
        return `${line[1] ?? ''} ${line[4] ?? ''}`
      }),
      plain: words,
      xapian: (text) => text,
    },
    {
      name: 'phrase',
      questions: make(() => quoted(lineOf(6).slice(2, 5).join(' '))),
      plain: (text) => text,
      xapian: (text) => text,
    },
    {
      name: 'address',
      questions: make(() => one(sample).from.email),
      plain: (text) => quoted(text),
      xapian: (text) => quoted(text),
    },
    {
      name: 'from:name',
      questions: make(() => `from:${one(sample).from.name.split(' ')[0] ?? ''}`),
      plain: (text) => `people : ${begun(text.slice(5))}`,
      xapian: (text) => text,
    },
    {
      name: 'word has:attachment',
      questions: make(() => `${wordOf(() => true)} has:attachment`),
      plain: null,
      xapian: null,
    },
    ...starts,
    {
      name: 'accent left out',
      questions: make(() =>
        wordOf((word) => /[áéíóúñäöüłøçšž]/u.test(word))
          .normalize('NFD')
          .replace(/\p{M}/gu, '')
          .replace('ł', 'l')
          .replace('ø', 'o')
          .replace('đ', 'd'),
      ),
      plain: begun,
      xapian: star,
    },
    {
      name: 'two Han letters',
      questions: make(() => wordOf((word) => /^\p{Script=Han}{2,}$/u.test(word)).slice(0, 2)),
      plain: begun,
      xapian: star,
    },
    {
      name: 'no match',
      questions: make(() => `zzqx${wordOf(() => true)}`),
      plain: begun,
      xapian: star,
    },
  ]
}
