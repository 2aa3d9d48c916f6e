import { existsSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { Worker } from 'node:worker_threads'
import type { SimulatorWorkerData, SimulatorWorkerMessage } from '#simulator/worker.ts'
import type { Logger } from '../ports/services.ts'

export type DemoSimulator = Extract<SimulatorWorkerMessage, { type: 'ready' }>

/**
 * The simulated provider behind demo accounts: one worker thread, started when a demo account is
 * first needed, remembering what was done to it in a file of its own.
 */
export function createDemoSimulator(options: {
  workersFolder: string
  stateFile: string
  logger: Logger
}): { get(): Promise<DemoSimulator>; stop(): Promise<void> } {
  let worker: Worker | null = null
  let starting: Promise<DemoSimulator> | null = null

  async function start(): Promise<DemoSimulator> {
    await mkdir(dirname(options.stateFile), { recursive: true })
    const started = new Worker(workerEntry(options.workersFolder), {
      workerData: {
        stateFile: options.stateFile,
        demo: true,
        enforceQuota: false,
      } satisfies SimulatorWorkerData,
    })
    worker = started
    return new Promise((done, fail) => {
      started.once('message', (message: SimulatorWorkerMessage) => {
        if (message.type === 'ready') done(message)
        else
          fail(
            new Error(message.type === 'failed' ? message.message : 'The demo provider stopped.'),
          )
      })
      started.on('error', (error) => {
        options.logger.error({ err: error }, 'the demo provider failed')
        starting = null
        fail(error instanceof Error ? error : new Error(String(error)))
      })
      started.on('exit', () => {
        starting = null
        fail(new Error('The demo provider stopped before it was ready.'))
      })
    })
  }

  return {
    get: () => (starting ??= start()),
    async stop() {
      if (worker === null) return
      const ended = new Promise((done) => worker?.once('exit', done))
      worker.postMessage('stop')
      await ended
      worker = null
    },
  }
}

/** The bundled worker of an installed app, or the source when run from it. */
function workerEntry(workersFolder: string): string {
  const built = join(workersFolder, 'simulator-worker.js')
  return existsSync(built) ? built : join(workersFolder, '../../simulator/worker.ts')
}
