import Sqlite from 'better-sqlite3'
import type { BenchResult } from '../measure/bench-result.ts'
import { isComplete, setUpSync } from '../setup/set-up-sync.ts'
import type { BenchAccount } from '../setup/simulator-worker.ts'

const POLLS = 10
const MESSAGES = 2_000

/** What a look for changes costs where nothing changed: requests, quota, and writes. */
export async function benchSyncIdle(): Promise<BenchResult[]> {
  return [
    ...(await idlePolls({ email: 'idle@mail.example', provider: 'gmail', messages: MESSAGES })),
    ...(await idlePolls({
      email: 'idle@contoso.example',
      provider: 'outlook',
      messages: MESSAGES,
    })),
  ]
}

async function idlePolls(account: BenchAccount): Promise<BenchResult[]> {
  const { email, provider } = account
  const bench = await setUpSync({ accounts: [account] })
  const watcher = new Sqlite(bench.file, { readonly: true })
  try {
    const complete = bench.until(isComplete(email))
    await bench.engine.start()
    await complete
    await bench.engine.syncNow(email)
    await bench.measure()
    let writes = 0
    for (let poll = 0; poll < POLLS; poll += 1) {
      const before = versionOf(watcher)
      await bench.engine.syncNow(email)
      if (versionOf(watcher) !== before) writes += 1
    }
    const { totals } = await bench.measure()
    const name = provider === 'gmail' ? 'Gmail' : 'Outlook, 17 folders'
    return [
      {
        name: `poll with nothing new (${name})`,
        value: totals.httpRequests / POLLS,
        unit: 'HTTP requests',
        goal: provider === 'gmail' ? '1' : '2',
      },
      {
        name: '  of the quota',
        value: totals.units / POLLS,
        unit: provider === 'gmail' ? 'units' : 'requests, each part of a batch counted',
        goal: provider === 'gmail' ? '2' : '',
      },
      {
        name: `  polls of ${POLLS} that wrote to the database`,
        value: writes,
        unit: '',
        goal: '0',
      },
    ]
  } finally {
    watcher.close()
    await bench.dispose()
  }
}

/** Changes whenever another connection has committed a write, however small. */
function versionOf(watcher: Sqlite.Database): unknown {
  return watcher.pragma('data_version', { simple: true })
}
