import type { QuotaProfile } from '../../src/main/core/providers/gmail/index.ts'
import { measureCpuUsage } from '../measure/cpu-usage.ts'
import type { BenchResult } from '../measure/bench-result.ts'
import { benchTimeToFirstMessages } from './time-to-first-messages.ts'
import { isComplete, setUpSync } from '../setup/set-up-sync.ts'
import { storedIds } from '../../tests/support/database/stored-messages.ts'

const EMAIL = 'bench@mail.example'

interface Run {
  profile: QuotaProfile
  messages: number
  timeScale: number
}

/**
 * Gmail's first sync under both quota profiles. Where real time would take hours the clocks of both
 * sides run faster by the factor in the name; a smaller run at a lower factor shows whether that
 * distorts. A short run can come out above 100 %: the ceiling is a steady rate, and each unused
 * minute may be spent at once.
 */
export async function benchSyncGmail(options: {
  quick: boolean
  slow: number
}): Promise<BenchResult[]> {
  const runs: Run[] = options.quick
    ? [
        { profile: 'current', messages: 10_000, timeScale: 20 },
        { profile: 'legacy', messages: 10_000, timeScale: 4 },
      ]
    : [
        { profile: 'current', messages: 100_000, timeScale: 20 },
        { profile: 'legacy', messages: 100_000, timeScale: 4 },
        { profile: 'current', messages: 10_000, timeScale: 10 },
      ]
  const results = [await benchTimeToFirstMessages('gmail', 'Gmail')]
  for (const run of runs) {
    results.push(...(await wholeMailbox({ ...run, timeScale: run.timeScale / options.slow })))
  }
  return results
}

async function wholeMailbox({ profile, messages, timeScale }: Run): Promise<BenchResult[]> {
  const label = `Gmail, ${profile} quota, ${messages.toLocaleString('en')} messages, time x${timeScale}`
  process.stderr.write(`  ${label}\n`)
  const bench = await setUpSync({
    accounts: [{ email: EMAIL, provider: 'gmail', messages }],
    quotaProfile: profile,
    timeScale,
  })
  try {
    const complete = bench.until(isComplete(EMAIL))
    const cpu = measureCpuUsage()
    await bench.engine.start()
    await complete
    const cpuShare = cpu()
    const run = await bench.measure()
    const stored = (await storedIds(bench.store, EMAIL)).size
    const looks = run.totals.methods['history.list']?.calls ?? 0
    return [
      {
        name: `share of the quota ceiling used, first minute on (${label})`,
        value: 100 * run.steadyShare,
        unit: '%',
        goal: '>= 97',
      },
      {
        name: `  of the whole run, ${run.minutes.toFixed(1)} min`,
        value: 100 * run.wholeShare,
        unit: '%',
        goal: '>= 97',
      },
      {
        name: '  calls throttled',
        value: (100 * run.totals.throttled) / run.calls,
        unit: '%',
        goal: '<= 0.1',
      },
      { name: '  messages missing at the end', value: messages - stored, unit: '', goal: '0' },
      {
        name: '  HTTP requests per 1,000 messages, 4 per thread, looks for changes not counted',
        value: (1_000 * (run.totals.httpRequests - looks)) / messages,
        unit: '',
        goal: '<= 8',
      },
      {
        name: '  looks for changes meanwhile, every 20 s',
        value: looks,
        unit: 'requests of 2 units',
        goal: '',
      },
      {
        name: '  processor, core and simulator together',
        value: cpuShare,
        unit: '% of one core',
        goal: 'far below 200',
      },
    ]
  } finally {
    await bench.dispose()
  }
}
