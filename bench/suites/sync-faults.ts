import type { FaultRule } from '../../simulator/start-simulator.ts'
import type { BenchResult } from '../measure/bench-result.ts'
import { isComplete, setUpSync } from '../setup/set-up-sync.ts'
import type { BenchAccount } from '../setup/simulator-worker.ts'
import { storedIds } from '../../tests/support/database/stored-messages.ts'

const SHARE = 0.2

/** A fifth of everything fails: parts of batches, and at Graph pages of lists as well. */
const GMAIL_FAULTS: FaultRule[] = [{ match: { method: 'batch' }, action: { partialBatch: SHARE } }]
const OUTLOOK_FAULTS: FaultRule[] = [
  { match: { method: 'graph.batch' }, action: { partialBatch: SHARE } },
  ...['graph.messages.list', 'graph.messages.delta'].flatMap((method) => [
    {
      match: { method, part: false },
      probability: SHARE / 2,
      action: { status: 503, retryAfter: 1 },
    },
    { match: { method, part: false }, probability: SHARE / 2, action: { status: 429 } },
  ]),
]

/** Whether a first sync through failures still ends with everything, and what that costs. */
export async function benchSyncFaults(options: {
  quick: boolean
  slow: number
}): Promise<BenchResult[]> {
  const messages = options.quick ? 10_000 : 100_000
  return [
    ...(await syncThroughFaults(
      { email: 'faults@mail.example', provider: 'gmail', messages },
      60 / options.slow,
    )),
    ...(await syncThroughFaults(
      { email: 'faults@contoso.example', provider: 'outlook', messages },
      20 / options.slow,
    )),
  ]
}

async function syncThroughFaults(account: BenchAccount, timeScale: number): Promise<BenchResult[]> {
  const { email, provider, messages } = account
  const label = `${provider}, ${messages.toLocaleString('en')} messages, a fifth of all parts and pages failing, time x${timeScale}`
  process.stderr.write(`  ${label}\n`)
  const bench = await setUpSync({
    accounts: [account],
    timeScale,
    faults: provider === 'gmail' ? GMAIL_FAULTS : OUTLOOK_FAULTS,
  })
  try {
    const complete = bench.until(isComplete(email))
    await bench.engine.start()
    await complete
    const { totals, calls, failed, minutes } = await bench.measure()
    const stored = (await storedIds(bench.store, email)).size
    return [
      {
        name: `messages missing when the sync says complete (${label})`,
        value: messages - stored,
        unit: '',
        goal: '0',
      },
      {
        name: '  in the backlog then',
        value: await bench.store.read.sync.backlogSize(email),
        unit: '',
        goal: '0',
      },
      {
        name: '  calls and parts that failed',
        value: (100 * (failed + totals.throttled)) / calls,
        unit: '%',
        goal: '',
      },
      {
        name: '  HTTP requests per 1,000 messages',
        value: (1_000 * totals.httpRequests) / messages,
        unit: '',
        goal: '',
      },
      { name: '  minutes of the provider’s time', value: minutes, unit: 'min', goal: '' },
    ]
  } finally {
    await bench.dispose()
  }
}
