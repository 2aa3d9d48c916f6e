import type { Provider } from '../../src/shared/contract/enums.ts'
import { median, type BenchResult } from '../measure/bench-result.ts'
import { setUpSync } from '../setup/set-up-sync.ts'

const RUNS = 5

/** How long a person waits for something to read, in an account of 20,000 messages. */
export async function benchTimeToFirstMessages(
  provider: Provider,
  name: string,
): Promise<BenchResult> {
  const times: number[] = []
  for (let run = 0; run < RUNS; run += 1) {
    const bench = await setUpSync({
      accounts: [{ email: 'bench@mail.example', provider, messages: 20_000 }],
      quotaProfile: 'current',
    })
    try {
      const shown = bench.until(({ type }) => type === 'messages.changed')
      const began = performance.now()
      await bench.engine.start()
      await shown
      times.push(performance.now() - began)
    } finally {
      await bench.dispose()
    }
  }
  return {
    name: `${name}: first 50 inbox rows from an empty profile (stored, with bodies)`,
    value: median(times),
    unit: 'ms',
    goal: '<= 1500',
  }
}
