import { measureEventLoopDelay } from '../measure/event-loop-delay.ts'
import type { BenchResult } from '../measure/bench-result.ts'
import { isComplete, setUpSync, type SyncBench } from '../setup/set-up-sync.ts'
import type { BenchAccount } from '../setup/simulator-worker.ts'
import { storedIds } from '../../tests/support/database/stored-messages.ts'

const PER_PROVIDER = 5
const FIRST_MESSAGES = 50

/**
 * Ten accounts that first-sync at once into one store. The core has this thread to itself, as it has
 * its own process on the desktop; the simulator is in another thread.
 */
export async function benchSyncManyAccounts(options: { quick: boolean }): Promise<BenchResult[]> {
  const messages = options.quick ? 1_000 : 10_000
  const accounts = Array.from({ length: PER_PROVIDER }, (_, index): BenchAccount[] => [
    { email: `gmail${index}@mail.example`, provider: 'gmail', messages },
    { email: `outlook${index}@contoso.example`, provider: 'outlook', messages },
  ]).flat()
  const label = `10 accounts of ${messages.toLocaleString('en')} messages at once`
  process.stderr.write(`  ${label}\n`)
  const bench = await setUpSync({ accounts })
  try {
    const complete = Promise.all(accounts.map(({ email }) => bench.until(isComplete(email))))
    const began = performance.now()
    const shown = accounts.map(async ({ email }) => {
      await untilFirstMessages(bench, email)
      return performance.now() - began
    })
    const watched = measureEventLoopDelay()
    await bench.engine.start()
    const times = (await Promise.all(shown)).toSorted((one, other) => one - other)
    await complete
    const { wall, own } = watched()
    const seconds = (performance.now() - began) / 1_000
    const known = await Promise.all(accounts.map(({ email }) => storedIds(bench.store, email)))
    const stored = known.reduce((sum, { size }) => sum + size, 0)
    return [
      {
        name: `first account's ${FIRST_MESSAGES} inbox rows stored (${label})`,
        value: times[0] ?? Number.NaN,
        unit: 'ms',
        goal: '<= 1500',
      },
      {
        name: `  tenth account's`,
        value: times.at(-1) ?? Number.NaN,
        unit: 'ms',
        goal: '',
      },
      {
        name: '  longest block of the event loop, in its own processor time',
        value: own.max,
        unit: 'ms',
        goal: '<= 50',
      },
      { name: '  p99 of the same', value: own.p99, unit: 'ms', goal: '<= 16' },
      {
        name: '  longest block on the wall clock (monitorEventLoopDelay), other processes included',
        value: wall.max,
        unit: 'ms',
        goal: '',
      },
      { name: '  p99 of the same', value: wall.p99, unit: 'ms', goal: '' },
      { name: '  until all are complete', value: seconds, unit: 's', goal: '' },
      {
        name: '  messages missing at the end',
        value: accounts.length * messages - stored,
        unit: '',
        goal: '0',
      },
    ]
  } finally {
    await bench.dispose()
  }
}

/** Resolves when the account's inbox has its first rows: asked again at each of its announcements. */
async function untilFirstMessages(bench: SyncBench, accountId: string): Promise<void> {
  for (;;) {
    await bench.until((event) => event.type === 'messages.changed' && event.accountId === accountId)
    const counts = await bench.store.read.messages.boxCounts([accountId])
    if (counts.some(({ box, total }) => box === 'INBOX' && total >= FIRST_MESSAGES)) return
  }
}
