import { parentPort, workerData } from 'node:worker_threads'
import { startSimulator, type GoogleCredentials } from '../simulator/start.ts'

/** The simulator in a thread of its own, so that what is measured does not wait for it. */
export interface SyncSimulatorData {
  email: string
  messages: number
  threadSize: number
  quotaProfile: 'current' | 'legacy'
  latencyMs: number
  timeScale: number
}

export interface SyncSimulatorReady {
  url: string
  tokens: { accessToken: string; refreshToken: string }
  client: GoogleCredentials['installed']
}

/** What was asked of the simulator since it started, or since the last measure. */
export interface SyncMeasure {
  /** Of the quota ceiling, 0 to 1. */
  wholeShare: number
  /** From the second minute on: the first may be spent in a burst. */
  steadyShare: number
  minutes: number
  calls: number
  throttled: number
  httpRequests: number
  looks: number
  units: number
}

const MINUTE = 60_000

async function runThread(): Promise<void> {
  const port = parentPort
  if (!port) throw new Error('bench/sync-simulator.ts runs as a worker thread only')
  const { email, messages, threadSize, ...options } = workerData as SyncSimulatorData
  const simulator = await startSimulator(options)
  const { ledger } = simulator
  simulator.accounts.create({ email, messages: { messages, threadSize } })
  const measure = (): SyncMeasure => {
    const spent = ledger.calls().filter(({ units }) => units > 0)
    const began = spent[0]?.at ?? 0
    const end = spent.at(-1)?.at ?? 0
    const totals = ledger.snapshot()
    const answer = {
      wholeShare: ledger.utilisation(email, began, end).share,
      steadyShare: ledger.utilisation(email, began + MINUTE, end).share,
      minutes: (end - began) / MINUTE,
      calls: Object.values(totals.methods).reduce((sum, method) => sum + method.calls, 0),
      throttled: totals.throttled,
      httpRequests: totals.httpRequests,
      looks: totals.methods['history.list']?.calls ?? 0,
      units: totals.units,
    }
    ledger.reset()
    return answer
  }
  port.on('message', (message: unknown) => {
    if (message === 'measure') port.postMessage(measure())
    else void simulator.close().then(() => port.close())
  })
  port.postMessage({
    url: simulator.url,
    tokens: simulator.issueTokens(email, ['https://www.googleapis.com/auth/gmail.modify']),
    client: simulator.googleCredentials.installed,
  } satisfies SyncSimulatorReady)
}

await runThread()
