import { measureCpuUsage } from '../measure/cpu-usage.ts'
import { measureRequestsInFlight } from '../measure/requests-in-flight.ts'
import type { BenchResult } from '../measure/bench-result.ts'
import { benchTimeToFirstMessages } from './time-to-first-messages.ts'
import { isComplete, setUpSync } from '../setup/set-up-sync.ts'
import { storedIds } from '../../tests/support/database/stored-messages.ts'

const EMAIL = 'bench@contoso.example'
/** Requests per application and mailbox in ten minutes. */
const CEILING_PER_MINUTE = 1_000

/**
 * Outlook's first sync of a mailbox with folders inside folders. It is bound by requests in flight
 * rather than by the 10,000 requests in ten minutes. A second run on a slower clock shows how much
 * of what is missing is the processor's fault.
 */
export async function benchSyncOutlook(options: {
  quick: boolean
  slow: number
}): Promise<BenchResult[]> {
  const runs = options.quick
    ? [{ messages: 10_000, timeScale: 1 }]
    : [
        { messages: 100_000, timeScale: 1 },
        { messages: 20_000, timeScale: 0.25 },
      ]
  const results = [await benchTimeToFirstMessages('outlook', 'Outlook')]
  for (const run of runs) {
    results.push(...(await wholeMailbox({ ...run, timeScale: run.timeScale / options.slow })))
  }
  return results
}

async function wholeMailbox(options: {
  messages: number
  timeScale: number
}): Promise<BenchResult[]> {
  const { messages, timeScale } = options
  const label = `Outlook, ${messages.toLocaleString('en')} messages, time x${timeScale}`
  process.stderr.write(`  ${label}\n`)
  const bench = await setUpSync({
    accounts: [{ email: EMAIL, provider: 'outlook', messages }],
    timeScale,
  })
  try {
    const complete = bench.until(isComplete(EMAIL))
    const places = measureRequestsInFlight()
    const cpu = measureCpuUsage()
    const began = performance.now()
    await bench.engine.start()
    await complete
    const seconds = (performance.now() - began) / 1_000
    const { share, most } = places()
    const cpuShare = cpu()
    const run = await bench.measure()
    const stored = (await storedIds(bench.store, EMAIL)).size
    const { httpRequests, batchRequests, batchParts, methods, throttled } = run.totals
    return [
      {
        name: `background places in use, of 3 (${label})`,
        value: 100 * share,
        unit: '%',
        goal: '>= 90',
      },
      { name: '  most requests in flight at once', value: most, unit: '', goal: '<= 4' },
      {
        name: `  share of the 10,000 requests in ten minutes, over ${run.minutes.toFixed(2)} min`,
        value: (100 * run.totals.units) / (CEILING_PER_MINUTE * run.minutes),
        unit: '%',
        goal: '',
      },
      { name: '  calls throttled', value: throttled, unit: '', goal: '0' },
      { name: '  messages missing at the end', value: messages - stored, unit: '', goal: '0' },
      {
        name: '  HTTP requests per 1,000 messages, a batch as one',
        value: (1_000 * httpRequests) / messages,
        unit: '',
        goal: '<= 12',
      },
      {
        name: '  requests per 1,000 messages, each part of a batch counted, as Graph does',
        value: (1_000 * (httpRequests - batchRequests + batchParts)) / messages,
        unit: '',
        goal: '',
      },
      {
        name: '  of which looks for changes, every 20 s',
        value: (methods['graph.mailFolders.delta']?.calls ?? 1) - 1,
        unit: 'looks',
        goal: '',
      },
      { name: '  messages', value: messages / seconds, unit: 'per real second', goal: '' },
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
