import { parentPort, workerData } from 'node:worker_threads'
import {
  startSimulator,
  type FaultRule,
  type GoogleCredentials,
  type LedgerSnapshot,
} from '../../simulator/start-simulator.ts'

/** The simulator in a thread of its own, so that what is measured does not wait for it. */
export interface SyncSimulatorData {
  accounts: BenchAccount[]
  quotaProfile: 'current' | 'legacy'
  latencyMs: number
  timeScale: number
  faults: FaultRule[]
}

export interface BenchAccount {
  email: string
  provider: 'gmail' | 'outlook'
  messages: number
}

export interface BenchTokens {
  accessToken: string
  refreshToken: string
}

export interface SyncSimulatorReady {
  url: string
  tokens: Record<string, BenchTokens>
  googleClient: GoogleCredentials['installed']
  microsoft: { clientId: string; scopes: readonly string[] }
}

/** What was asked of the simulator since it started, or since the last measure. */
export interface SyncMeasure {
  totals: LedgerSnapshot
  calls: number
  /** Calls that failed by the fault script or otherwise, throttled ones not included. */
  failed: number
  /** From the first call to the last, on the simulator's clock. */
  minutes: number
  /** Of Gmail's quota ceiling, 0 to 1. */
  wholeShare: number
  /** From the second minute on: the first may be spent in a burst. */
  steadyShare: number
}

const MICROSOFT_SCOPES = ['openid', 'offline_access', 'User.Read', 'Mail.ReadWrite', 'Mail.Send']
const GMAIL_SCOPES = ['https://www.googleapis.com/auth/gmail.modify']
const MINUTE = 60_000
const THREAD_SIZE = 4
/** Folders as a person makes them: some at the top, some inside others. */
const OWN_FOLDERS = [
  'Projects',
  'Projects/Clients',
  'Projects/Clients/Archive 2024',
  'Projects/Internal',
  'Family',
  'Travel',
  'Travel/Bookings',
  'Receipts',
  'Newsletters',
]

async function runThread(): Promise<void> {
  const port = parentPort
  if (!port) throw new Error('bench/sync-simulator.ts runs as a worker thread only')
  const { accounts, faults, ...options } = workerData as SyncSimulatorData
  const simulator = await startSimulator(options)
  const { ledger } = simulator
  const tokens: Record<string, BenchTokens> = {}
  for (const { email, provider, messages } of accounts) {
    const mail = { messages, threadSize: THREAD_SIZE }
    if (provider === 'gmail') {
      simulator.accounts.create({ email, messages: mail })
      tokens[email] = simulator.issueTokens(email, GMAIL_SCOPES)
    } else {
      simulator.accounts.createMicrosoft({ email, messages: mail, folders: OWN_FOLDERS })
      tokens[email] = simulator.issueMicrosoftTokens(email, MICROSOFT_SCOPES)
    }
  }
  for (const rule of faults) simulator.faults.add(rule)

  const measure = (): SyncMeasure => {
    const spent = ledger.calls().filter(({ units }) => units > 0)
    const began = spent[0]?.at ?? 0
    const end = spent.at(-1)?.at ?? 0
    const totals = ledger.snapshot()
    const methods = Object.values(totals.methods)
    const email = accounts[0]?.email ?? ''
    const answer = {
      totals,
      calls: methods.reduce((sum, { calls }) => sum + calls, 0),
      failed: methods.reduce((sum, { failed }) => sum + failed, 0),
      minutes: (end - began) / MINUTE,
      wholeShare: ledger.utilisation(email, began, end).share,
      steadyShare: ledger.utilisation(email, began + MINUTE, end).share,
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
    tokens,
    googleClient: simulator.googleCredentials.installed,
    microsoft: { clientId: simulator.microsoftCredentials.client_id, scopes: MICROSOFT_SCOPES },
  } satisfies SyncSimulatorReady)
}

await runThread()
