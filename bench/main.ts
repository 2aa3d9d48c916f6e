import { mkdirSync, writeFileSync } from 'node:fs'
import { cpus, totalmem } from 'node:os'
import { join, resolve } from 'node:path'
import { buildIfNeeded } from '../scripts/build/build-if-needed.ts'
import type { BenchResult } from './measure/bench-result.ts'

/**
 * `npm run bench [-- --quick] [--slow 2] [--only database,core,sync-gmail]`: prints a table, then one line of
 * JSON, and keeps the JSON under bench-results/. `--only sync` names all that begin with it;
 * `--only search` takes `--rows N` and `--peers`, which asks notmuch and mu too where they are installed.
 * `--slow` divides the speed of the sync benchmarks' clocks, for a machine that is busy.
 */

type Suite = (options: { quick: boolean; slow: number; peers: boolean }) => Promise<BenchResult[]>

const rowsAt = process.argv.indexOf('--rows')
const rows = Number(process.argv[rowsAt + 1])

const SUITES: Record<string, () => Promise<Suite>> = {
  database: async () => {
    const { benchDatabase } = await import('./suites/database.ts')
    return ({ quick }) => benchDatabase({ rows: quick ? [100_000] : [100_000, 1_000_000] })
  },
  search: async () => {
    const { benchSearch } = await import('./suites/search/search.ts')
    const sizes = (quick: boolean) => (rowsAt < 0 ? [quick ? 20_000 : 100_000] : [rows])
    return ({ quick, peers }) => benchSearch({ rows: sizes(quick), peers })
  },
  core: async () => {
    const { benchCore } = await import('./suites/core-start.ts')
    return ({ quick }) =>
      benchCore({ rows: quick ? [1_000, 100_000] : [1_000, 100_000, 1_000_000] })
  },
  'sync-gmail': async () => (await import('./suites/sync-gmail.ts')).benchSyncGmail,
  'sync-outlook': async () => (await import('./suites/sync-outlook.ts')).benchSyncOutlook,
  'sync-idle': async () => (await import('./suites/sync-idle.ts')).benchSyncIdle,
  'sync-faults': async () => (await import('./suites/sync-faults.ts')).benchSyncFaults,
  'sync-many-accounts': async () =>
    (await import('./suites/sync-many-accounts.ts')).benchSyncManyAccounts,
}

const quick = process.argv.includes('--quick')
const slowAt = process.argv.indexOf('--slow')
const slow = slowAt < 0 ? 1 : Number(process.argv[slowAt + 1])
const onlyAt = process.argv.indexOf('--only')
const only = onlyAt < 0 ? null : (process.argv[onlyAt + 1] ?? '').split(',')

const isChosen = (name: string): boolean =>
  only === null || only.some((wanted) => name === wanted || name.startsWith(`${wanted}-`))

// What is measured of the core is the built host.
if (isChosen('core')) buildIfNeeded()
const results: BenchResult[] = []
for (const [name, load] of Object.entries(SUITES)) {
  if (!isChosen(name)) continue
  process.stderr.write(`measuring: ${name} …\n`)
  const suite = await load()
  results.push(...(await suite({ quick, slow, peers: process.argv.includes('--peers') })))
}

const rounded = results.map((result) => ({ ...result, value: Number(result.value.toPrecision(4)) }))
console.table(
  rounded.map(({ name, value, unit, goal }) => ({ what: name, measured: value, unit, goal })),
)
const report = {
  machine: {
    cpus: cpus().length,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    node: process.version,
  },
  results: rounded,
}
console.log(JSON.stringify(report))
const folder = resolve(import.meta.dirname, '../bench-results')
mkdirSync(folder, { recursive: true })
writeFileSync(join(folder, 'latest.json'), `${JSON.stringify(report, null, 2)}\n`)
