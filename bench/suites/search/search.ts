import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { openStore } from '../../../src/main/core/database/open-store.ts'
import type { IncomingMessage } from '../../../src/main/core/ports/messages.ts'
import type { Store } from '../../../src/main/core/ports/store.ts'
import { parseSearch } from '../../../src/shared/domain/search-query/parse-search.ts'
import {
  answers,
  searchable,
  type SearchableMessage,
} from '../../../tests/support/search/brute-force-search.ts'
import { median, percentile, type BenchResult } from '../../measure/bench-result.ts'
import { realMail } from '../../setup/real-mail/real-mail.ts'
import { createVocabulary } from '../../setup/real-mail/vocabulary.ts'
import { seedOwner } from '../../setup/seed-database.ts'
import { createSeededRandom } from '../../setup/synthetic-mail.ts'
import { drawQuestions, type QuestionClass } from './questions.ts'
import { peer, plainTable, writeMaildir, type SearchSystem } from './systems.ts'

const SEED = 1
const BATCH = 500
const EACH = 60
// Reading every message for a question takes a second at this size.
const MOST_JUDGED = 100_000
const JUDGED_EACH = 12
const QUERY = { accountIds: ['account'], box: 'ALL_MAIL' as const, limit: 50 }

/**
 * Search on mail shaped like real mail: the store, a plain FTS5 table and, where asked and installed,
 * notmuch and mu, the same questions in one run. Up to 100,000 messages the store's answers are held
 * against reading every message.
 */
export async function benchSearch(options: {
  rows: number[]
  peers: boolean
}): Promise<BenchResult[]> {
  const results: BenchResult[] = []
  for (const rows of options.rows) results.push(...(await benchSize(rows, options.peers)))
  return results
}

async function benchSize(rows: number, withPeers: boolean): Promise<BenchResult[]> {
  const folder = mkdtempSync(join(tmpdir(), 'mailmanager-bench-'))
  const systems: SearchSystem[] = []
  try {
    const sample: IncomingMessage[] = []
    const { store, system, hold, ids } = await storeSystem(folder, rows, sample)
    systems.push(system, plainTable(folder, realMail(rows, SEED)))
    if (withPeers) {
      writeMaildir(folder, realMail(rows, SEED))
      systems.push(peer('notmuch', folder, rows), peer('mu', folder, rows))
    }
    const { words } = createVocabulary(createSeededRandom(SEED))
    const classes = drawQuestions(sample, words, EACH)
    const table = [...(await timeClasses(classes, systems)), ...figures(systems, hold)]
    console.log(`\n${rows.toLocaleString('en')} messages; milliseconds, median / p95`)
    console.table(Object.fromEntries(table.map(({ what, ...rest }) => [what, rest])))
    const judgement = rows <= MOST_JUDGED ? await judge(classes, store, ids) : []
    const size = rows.toLocaleString('en')
    return [
      ...asResults(table, size),
      ...judgement.map((one) => ({ ...one, name: `${one.name}, ${size}` })),
    ]
  } finally {
    for (const system of systems) system.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

async function storeSystem(folder: string, rows: number, sample: IncomingMessage[]) {
  const file = join(folder, 'mail.db')
  const quiet = () => undefined
  const store = await openStore({
    databaseUrl: null,
    file,
    clock: { now: () => 0, sleep: async () => undefined },
    logger: { debug: quiet, info: quiet, warn: quiet, error: quiet },
    migrationsFolder: resolve(import.meta.dirname, '../../../drizzle'),
  })
  await seedOwner(store)
  let longestHold = 0
  const ids: number[] = []
  let spent = 0
  let batch: IncomingMessage[] = []
  let seen = 0
  const flush = async () => {
    const full = batch
    batch = []
    const held = monitorEventLoopDelay({ resolution: 1 })
    held.enable()
    const start = performance.now()
    const stored = await store.transaction((tx) => tx.messages.upsert('account', full))
    spent += performance.now() - start
    held.disable()
    longestHold = Math.max(longestHold, held.max)
    ids.push(...stored)
  }
  for (const message of realMail(rows, SEED)) {
    batch.push(message)
    if (seen++ % Math.ceil(rows / 500) === 0) sample.push(message)
    if (batch.length === BATCH) await flush()
  }
  if (batch.length > 0) await flush()
  const system: SearchSystem = {
    name: 'store',
    rate: rows / (spent / 1000),
    sizeBytes: statSync(file).size,
    async ask(_kind, question) {
      const start = performance.now()
      await store.read.messages.page({ ...QUERY, search: question })
      return performance.now() - start
    },
    close: () => void store.close(),
  }
  return { store, system, hold: longestHold / 1e6, ids }
}

interface Row {
  what: string
  [system: string]: string
}

async function timeClasses(classes: QuestionClass[], systems: SearchSystem[]): Promise<Row[]> {
  const rows: Row[] = []
  for (const kind of classes) {
    const row: Row = { what: kind.name }
    for (const system of systems) {
      const times: number[] = []
      for (const question of kind.questions.slice(0, 10)) await system.ask(kind, question)
      for (const question of kind.questions) {
        const time = await system.ask(kind, question)
        if (time !== null) times.push(time)
      }
      row[system.name] =
        times.length === 0
          ? '-'
          : `${median(times).toFixed(2)} / ${percentile(times, 0.95).toFixed(2)}`
    }
    rows.push(row)
  }
  return rows
}

function figures(systems: SearchSystem[], hold: number): Row[] {
  const of = (value: (system: SearchSystem) => string) =>
    Object.fromEntries(systems.map((system) => [system.name, value(system)]))
  return [
    { what: 'indexed, messages/s', ...of(({ rate }) => rate.toFixed(0)) },
    { what: 'size, MiB', ...of(({ sizeBytes }) => (sizeBytes / 2 ** 20).toFixed(0)) },
    { what: 'longest hold of the event loop, ms', store: hold.toFixed(1) },
  ]
}

function asResults(table: Row[], size: string): BenchResult[] {
  return table.flatMap((row) => {
    const value = Number(row['store']?.split(' / ').at(-1))
    const plain = Number(row['plain FTS5 table']?.split(' / ').at(-1))
    const unit = row.what.includes('MiB')
      ? 'MiB'
      : row.what.includes('/s')
        ? 'messages/s'
        : 'ms, p95'
    const ratio = Number.isNaN(plain) ? '' : ` (plain table ${plain})`
    return [{ name: `search: ${row.what}, ${size}`, value, unit, goal: `≤ 5${ratio}` }]
  })
}

/** Of the newest 50: how many are missing, and how many do not belong. */
async function judge(
  classes: QuestionClass[],
  store: Store,
  ids: readonly number[],
): Promise<BenchResult[]> {
  // Made again here, so that the questions are not timed beside all of it.
  const judged: SearchableMessage[] = []
  for (const message of realMail(ids.length, SEED)) {
    judged.push(searchable(ids[judged.length] ?? 0, message))
  }
  judged.sort((one, other) => other.id - one.id)
  const results: BenchResult[] = []
  const listed = judged.filter(
    ({ message: { placement } }) => !placement.isSpam && !placement.isTrash,
  )
  for (const { name, questions } of classes) {
    let expected = 0
    let right = 0
    let strays = 0
    for (const question of questions.slice(0, JUDGED_EACH)) {
      const { node } = parseSearch(question, { now: 0, timeZone: 'UTC', locale: 'en' })
      const wanted = new Set<number>()
      for (const one of listed) {
        if (wanted.size === 50) break
        if (answers(node, one)) wanted.add(one.id)
      }
      const found = await store.read.messages.page({ ...QUERY, search: question })
      expected += wanted.size
      right += found.filter(({ id }) => wanted.has(id)).length
      strays += found.filter(({ id }) => !wanted.has(id)).length
    }
    const recall = expected === 0 ? 100 : (100 * right) / expected
    results.push(
      { name: `search: ${name}, recall`, value: recall, unit: '%', goal: '100' },
      { name: `search: ${name}, strays`, value: strays, unit: 'messages', goal: '0' },
    )
  }
  return results
}
