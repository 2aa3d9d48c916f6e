import { parentPort, workerData } from 'node:worker_threads'
import { addDemoAccounts } from './demo/demo-accounts.ts'
import { NO_FAULTS } from './demo/no-faults.ts'
import {
  startServices,
  type GoogleCredentials,
  type MicrosoftCredentials,
  type Simulator,
  type SimulatorOptions,
} from './start-services.ts'

/** `workerData`: what the thread is started with. `demo` adds the demo accounts that are missing. */
export type SimulatorWorkerData = Omit<SimulatorOptions, 'now'> & { demo?: boolean }

export interface SimulatedPerson {
  email: string
  displayName: string
  provider: 'gmail' | 'outlook'
  /** Whether anybody ever signed in with this account, though it may have been signed out since. */
  hasSignedIn: boolean
}

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
      accounts: SimulatedPerson[]
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
    const simulator = await startServices(options, { faults: NO_FAULTS, serveControl: null })
    if (demo) addDemoAccounts(simulator.accounts, simulator.clock.now())
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
      accounts: peopleOf(simulator),
    })
  } catch (error) {
    post({ type: 'failed', message: textOf(error) })
    port.close()
  }
}

function peopleOf(simulator: Simulator): SimulatedPerson[] {
  const { accounts } = simulator
  return [
    ...accounts.list().map((account) => ({ account, provider: 'gmail' as const })),
    ...accounts.listMicrosoft().map((account) => ({ account, provider: 'outlook' as const })),
  ].map(({ account: { email, displayName }, provider }) => ({
    email,
    displayName,
    provider,
    hasSignedIn: simulator.hasSignedIn(email),
  }))
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

void runWorker()
