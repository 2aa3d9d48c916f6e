import { parentPort, workerData } from 'node:worker_threads'
import { demoAccounts } from './demo/accounts.ts'
import {
  startSimulator,
  type GoogleCredentials,
  type MicrosoftCredentials,
  type SimulatorOptions,
} from './start.ts'

/** `workerData`: what the thread is started with. `demo` fills an empty simulator with demo mail. */
export type SimulatorWorkerData = Omit<SimulatorOptions, 'now'> & { demo?: boolean }

/** What the thread posts. */
export type SimulatorWorkerMessage =
  | {
      type: 'ready'
      url: string
      googleApiUrl: string
      googleOauthUrl: string
      googleCredentials: GoogleCredentials
      graphUrl: string
      microsoftOauthUrl: string
      microsoftCredentials: MicrosoftCredentials
      accounts: { email: string; displayName: string }[]
    }
  | { type: 'failed'; message: string }
  | { type: 'stopped' }

/** Runs the simulator in a worker thread until it is told `stop`. */
async function runWorker(): Promise<void> {
  const port = parentPort
  if (!port) throw new Error('simulator/worker.ts runs as a worker thread only')
  const post = (message: SimulatorWorkerMessage): void => port.postMessage(message)
  try {
    const { demo = false, ...options } = workerData as SimulatorWorkerData
    const simulator = await startSimulator(options)
    if (demo && simulator.accounts.list().length === 0)
      for (const account of demoAccounts(simulator.clock.now())) simulator.accounts.create(account)
    port.on('message', (message: unknown) => {
      if (message !== 'stop') return
      void simulator
        .close()
        .then(
          () => post({ type: 'stopped' }),
          (error: unknown) => post({ type: 'failed', message: textOf(error) }),
        )
        .finally(() => port.close())
    })
    post({
      type: 'ready',
      url: simulator.url,
      googleApiUrl: simulator.googleApiUrl,
      googleOauthUrl: simulator.googleOauthUrl,
      googleCredentials: simulator.googleCredentials,
      graphUrl: simulator.graphUrl,
      microsoftOauthUrl: simulator.microsoftOauthUrl,
      microsoftCredentials: simulator.microsoftCredentials,
      accounts: simulator.accounts.list().map(({ email, displayName }) => ({ email, displayName })),
    })
  } catch (error) {
    post({ type: 'failed', message: textOf(error) })
    port.close()
  }
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

void runWorker()
