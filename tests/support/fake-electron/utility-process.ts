import { fork } from 'node:child_process'
import { EventEmitter } from 'node:events'
import { fileURLToPath } from 'node:url'
import { app } from './electron-app.ts'
import { sendReport } from './test-messages.ts'

const PARENT_PORT = fileURLToPath(new URL('./parent-port.ts', import.meta.url))

interface ForkOptions {
  env?: NodeJS.ProcessEnv
}

/** A real process for each fork, with the same structured clone between the two. */
export const utilityProcess = {
  fork(entry: string, args: string[], options: ForkOptions): EventEmitter {
    const child = fork(entry, args, {
      env: options.env,
      execArgv: ['--import', PARENT_PORT],
      serialization: 'advanced',
    })
    if (child.pid !== undefined) sendReport({ kind: 'core', pid: child.pid })
    app.atExit.push(async () => void child.kill('SIGKILL'))
    const utility = new EventEmitter()
    child.on('message', (message) => utility.emit('message', message))
    child.on('exit', (code) => utility.emit('exit', code))
    return Object.assign(utility, {
      pid: child.pid,
      postMessage(message: unknown) {
        if (child.connected) child.send(message as object)
      },
      kill: () => child.kill(),
    })
  },
}
