import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parseSearch } from '#shared/domain/search-query/parse-search.ts'
import { createSeededRandom } from '../../bench/setup/synthetic-mail.ts'
import { DIALECTS, openTestStore, type TestStore } from '../support/database/test-store.ts'
import { EFFORT } from '../support/effort.ts'
import {
  answers,
  meaningOf,
  searchable,
  type SearchableMessage,
} from '../support/search/brute-force-search.ts'
import {
  drawByRank,
  drawnPerson,
  drawnWords,
  generatedMail,
  NEWEST,
  type Random,
} from '../support/search/generated-mail.ts'
import { seedAccount } from './fixtures.ts'

// Enough that the oldest are beyond the table of recent mail (sqlite/search/recent-window.ts).
const MESSAGES = EFFORT > 1 ? 5000 : 2500
/** `npm run test:long` asks 10,000. */
const QUESTIONS = EFFORT > 1 ? 10_000 : 400
const TIMEOUT_MS = EFFORT > 1 ? 3_600_000 : 120_000
const DATES = { now: NEWEST, timeZone: 'Europe/Madrid', locale: 'en-GB' }

describe.each(DIALECTS)('any question on %s', (dialect) => {
  let opened: TestStore
  let accountId: string
  let stored: SearchableMessage[]

  beforeAll(async () => {
    opened = await openTestStore(dialect)
    const { account } = await seedAccount(opened.store)
    accountId = account.id
    const messages = generatedMail(createSeededRandom(7), MESSAGES)
    stored = []
    for (let at = 0; at < messages.length; at += 250) {
      const batch = messages.slice(at, at + 250)
      const ids = await opened.store.transaction((tx) => tx.messages.upsert(accountId, batch))
      stored.push(...batch.map((message, index) => searchable(ids[index] ?? 0, message)))
    }
    stored.sort((one, other) => other.id - one.id)
  })
  afterAll(async () => await opened.dispose())

  it(
    'finds what reading every message finds, newest first, and as many',
    { timeout: TIMEOUT_MS },
    async () => {
      const random = createSeededRandom(11)
      for (let asked = 0; asked < QUESTIONS; asked++) {
        const question = drawnQuestion(random)
        const node = meaningOf(parseSearch(question, DATES).node)
        const isFound = (one: SearchableMessage) =>
          node !== null && isListed(one) && answers(node, one)
        const expected = stored.filter(isFound)
        const query = {
          accountIds: [accountId],
          box: 'ALL_MAIL' as const,
          search: question,
          dates: DATES,
        }
        const page = await opened.store.read.messages.page({ ...query, limit: 50 })
        expect(
          page.map(({ id }) => id),
          question,
        ).toEqual(expected.slice(0, 50).map(({ id }) => id))
        const last = page.at(-1)
        if (page.length < 50 || last === undefined || asked % 10 > 0) continue
        const after = { sortKey: last.sortKey, id: last.id }
        const next = await opened.store.read.messages.page({ ...query, after, limit: 20 })
        expect(
          next.map(({ id }) => id),
          `${question} (second page)`,
        ).toEqual(expected.slice(50, 70).map(({ id }) => id))
        expect(await opened.store.read.messages.count(query), question).toBe(expected.length)
      }
    },
  )
})

function isListed({ message: { placement } }: SearchableMessage): boolean {
  return !placement.isSpam && !placement.isTrash && !placement.isDraft
}

function drawnQuestion(random: Random): string {
  const many = 1 + Math.floor(random() * 3)
  const parts = Array.from({ length: many }, () => drawnPart(random, 0))
  return parts.join(random() < 0.15 ? ' OR ' : ' ')
}

function drawnPart(random: Random, depth: number): string {
  const word = () => drawnWords(random, 1)
  const cut = (text: string) => {
    const letters = Array.from(text)
    const start = random() < 0.5 ? 0 : Math.floor(random() * letters.length)
    return letters.slice(start, start + 2 + Math.floor(random() * 5)).join('')
  }
  const kinds: (() => string)[] = [
    word,
    word,
    () => cut(word()),
    () => `"${drawnWords(random, 3)}"`,
    () => drawnPerson(random).email,
    () => cut(drawnPerson(random).email),
    () =>
      `${drawByRank(random, ['from', 'to', 'cc', 'bcc', 'subject', 'filename'])}:${cut(word())}`,
    () => `${drawByRank(random, ['from', 'to'])}:${drawnPerson(random).email}`,
    () => `subject:"${drawnWords(random, 2)}"`,
    () => drawByRank(random, ['has:attachment', 'is:unread', 'is:read', 'is:starred', 'has:link']),
    () =>
      `${drawByRank(random, ['before', 'after', 'on'])}:2025-${String(1 + Math.floor(random() * 12)).padStart(2, '0')}`,
    () => `${drawByRank(random, ['larger', 'smaller'])}:${Math.floor(random() * 900)}k`,
    () => `-${depth < 2 ? drawnPart(random, depth + 1) : word()}`,
    () =>
      depth < 2 ? `(${drawnPart(random, depth + 1)} OR ${drawnPart(random, depth + 1)})` : word(),
  ]
  return kinds[Math.floor(random() * kinds.length)]?.() ?? word()
}
