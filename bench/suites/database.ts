import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { openStore } from '../../src/main/core/database/open-store.ts'
import { DEFAULT_SYNC_PREFERENCES, UNKNOWN_IDENTITY } from '../../src/main/core/ports/accounts.ts'
import type { IncomingMessage } from '../../src/main/core/ports/messages.ts'
import type { MessagePageQuery } from '../../src/main/core/ports/message-store.ts'
import type { Store } from '../../src/main/core/ports/store.ts'
import { createSeededRandom, syntheticMail } from '../setup/synthetic-mail.ts'
import { median, percentile, type BenchResult } from '../measure/bench-result.ts'

const BATCH = 500
const PAGE = 50
const REPEATS = 300
const DEEP = 950_000
// A size that is filled within seconds is measured this often, on a new file each time.
const RUNS = 3
const QUICKLY_FILLED = 100_000

/**
 * Measures the SQLite store at each size: ingest with the search index, pages at the top and deep
 * down, counters, and searches. Each figure of a small size is the median over several runs.
 * @param options.rows sizes in messages, ascending
 */
export async function benchDatabase(options: { rows: number[] }): Promise<BenchResult[]> {
  const results: BenchResult[] = []
  for (const rows of options.rows) {
    const runs: BenchResult[][] = []
    const wanted = rows <= QUICKLY_FILLED ? RUNS : 1
    while (runs.length < wanted) runs.push(await benchSize(rows))
    results.push(...medians(runs))
  }
  return results
}

/** The same figures of several runs, each as its median. */
function medians(runs: BenchResult[][]): BenchResult[] {
  const [first = []] = runs
  return first.map((result, index) => ({
    ...result,
    value: median(runs.map((run) => run[index]?.value ?? Number.NaN)),
  }))
}

async function benchSize(rows: number): Promise<BenchResult[]> {
  const folder = mkdtempSync(join(tmpdir(), 'mailmanager-bench-'))
  const file = join(folder, 'mail.db')
  const quiet = () => undefined
  const store = await openStore({
    databaseUrl: null,
    file,
    clock: { now: () => 0, sleep: async () => undefined },
    logger: { debug: quiet, info: quiet, warn: quiet, error: quiet },
    migrationsFolder: resolve(import.meta.dirname, '../../drizzle'),
  })
  try {
    const size = rows >= 1_000_000 ? `${rows / 1_000_000}M` : `${rows / 1000}k`
    const ingest = await measureIngest(store, rows)
    return [
      {
        name: `ingest with search index, ${size}`,
        value: ingest.rate,
        unit: 'messages/s',
        goal: '≥ 10000',
      },
      {
        name: `longest hold of the event loop during ingest, ${size}, p99`,
        value: ingest.holdP99,
        unit: 'ms',
        goal: '≤ 16',
      },
      {
        name: `longest hold of the event loop during ingest, ${size}, max`,
        value: ingest.holdMax,
        unit: 'ms',
        goal: '≤ 16',
      },
      {
        name: `database file, ${size}`,
        value: statSync(file).size / 2 ** 20,
        unit: 'MiB',
        goal: '',
      },
      ...(await measureReads(store, rows, size)),
    ]
  } finally {
    await store.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

async function measureIngest(store: Store, rows: number) {
  await store.transaction(async (tx) => {
    await tx.users.insert({ id: 'u', email: null, name: 'Bench', createdAt: 0 })
    await tx.mailboxes.insert({
      id: 'm',
      userId: 'u',
      displayName: 'Bench',
      colour: null,
      signatureHtml: '',
      defaultAccountId: null,
      position: 0,
      createdAt: 0,
    })
    await tx.accounts.insert({
      id: 'a',
      mailboxId: 'm',
      userId: 'u',
      provider: 'gmail',
      displayLabel: 'Bench',
      emailAddress: null,
      status: 'connected',
      colour: 'blue',
      isDemo: false,
      ...UNKNOWN_IDENTITY,
      ...DEFAULT_SYNC_PREFERENCES,
      lastSyncedAt: null,
      lastError: null,
      createdAt: 0,
    })
  })
  const delays: number[] = []
  let spent = 0
  for (const batch of batchesOf(syntheticMail(rows, 1))) {
    const held = monitorEventLoopDelay({ resolution: 1 })
    held.enable()
    const start = performance.now()
    await store.transaction(async (tx) => await tx.messages.upsert('a', batch))
    spent += performance.now() - start
    held.disable()
    delays.push(held.max / 1e6)
  }
  return {
    rate: rows / (spent / 1000),
    holdP99: percentile(delays, 0.99),
    holdMax: Math.max(...delays),
  }
}

function* batchesOf(mail: Generator<IncomingMessage>): Generator<IncomingMessage[]> {
  let batch: IncomingMessage[] = []
  for (const message of mail) {
    batch.push(message)
    if (batch.length === BATCH) {
      yield batch
      batch = []
    }
  }
  if (batch.length > 0) yield batch
}

async function measureReads(store: Store, rows: number, size: string): Promise<BenchResult[]> {
  const { messages } = store.read
  const depth = Math.floor(Math.min(DEEP, rows * 0.94))
  const query = { accountIds: ['a'], box: 'ALL_MAIL', limit: PAGE } satisfies MessagePageQuery
  const [at] = await messages.page({ ...query, limit: 1, offset: depth })
  const random = createSeededRandom(2)
  const texts = [...syntheticMail(500, 3)].map((mail) => mail.body.text?.split(' ') ?? [])
  const anyWord = (): string => {
    const text = texts[Math.floor(random() * texts.length)] ?? []
    return text[Math.floor(random() * text.length)] ?? ''
  }
  // Words as people write them, so that common ones are asked for as often as they occur.
  const search = (words: () => string) => async () =>
    await messages.page({ ...query, search: words() })
  const start = (length: number) => () => {
    let word = ''
    while (word.length < length) word = anyWord()
    return word.slice(0, length)
  }
  const cases: [string, string, () => Promise<unknown>][] = [
    [`page of ${PAGE} at the top, ${size}`, '≤ 1', async () => await messages.page(query)],
    [
      `page of ${PAGE} at depth ${depth}, ${size}`,
      '≤ 1',
      async () => await messages.page({ ...query, after: at }),
    ],
    [
      `page of ${PAGE} conversations at the top, ${size}`,
      '≤ 1',
      async () => await store.read.threads.page({ mailboxId: 'm', box: 'ALL_MAIL', limit: PAGE }),
    ],
    [
      `page of ${PAGE} conversations at depth ${depth} messages, ${size}`,
      '≤ 1',
      async () =>
        await store.read.threads.page({
          mailboxId: 'm',
          box: 'ALL_MAIL',
          limit: PAGE,
          after: { sortKey: at?.id ?? 0, id: 0 },
        }),
    ],
    [`box counts, ${size}`, '≤ 1', async () => await messages.boxCounts(['a'])],
    [`search, one word, ${size}`, '≤ 10', search(anyWord)],
    [`search, two words, ${size}`, '≤ 10', search(() => `${anyWord()} ${anyWord()}`)],
    ...[1, 2, 3, 4, 5, 6].map((length): [string, string, () => Promise<unknown>] => [
      `search, ${length} letters typed, ${size}`,
      '≤ 10',
      search(start(length)),
    ]),
  ]
  const results: BenchResult[] = []
  for (const [label, goal, run] of cases) {
    const times = await timed(run)
    results.push(
      { name: `${label}, median`, value: median(times), unit: 'ms', goal },
      { name: `${label}, p95`, value: percentile(times, 0.95), unit: 'ms', goal },
    )
  }
  return results
}

async function timed(run: () => Promise<unknown>): Promise<number[]> {
  const times: number[] = []
  for (let repeat = 0; repeat < REPEATS; repeat++) {
    const start = performance.now()
    await run()
    times.push(performance.now() - start)
  }
  return times
}
