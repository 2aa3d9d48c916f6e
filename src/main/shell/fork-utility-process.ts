import { utilityProcess } from 'electron'

/** One end of the channel to a core process, and its life. */
export interface UtilityProcess {
  send(message: unknown): void
  onMessage(listener: (message: unknown) => void): void
  onExit(listener: (code: number | null) => void): void
  kill(): void
}

/** Starts the core's entry as a utility process: Node.js without a window, beside the main one. */
export function forkUtilityProcess(entry: string): UtilityProcess {
  const child = utilityProcess.fork(entry, [], {
    serviceName: 'MailManager core',
    stdio: 'inherit',
    env: process.env,
  })
  return {
    send: (message) => child.postMessage(message),
    onMessage: (listener) => void child.on('message', listener),
    onExit: (listener) => void child.on('exit', listener),
    kill: () => void child.kill(),
  }
}
