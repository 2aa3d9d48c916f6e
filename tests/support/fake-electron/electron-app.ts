import { EventEmitter } from 'node:events'
import { mkdirSync, readFileSync, renameSync, rmSync, watch, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** An event whose default can be prevented, as Electron's are. */
export function createCancellableEvent(fields: Record<string, unknown> = {}): {
  prevented: () => boolean
  event: Record<string, unknown>
} {
  let prevented = false
  const event = { ...fields, preventDefault: () => (prevented = true) }
  return { event, prevented: () => prevented }
}

interface Closable {
  close(): void
}

class App extends EventEmitter {
  readonly isPackaged = false
  /** Set by the parts of the stand-in that must end with it. */
  windows: () => Closable[] = () => []
  atExit: (() => Promise<void>)[] = []
  #name = 'app'
  #paths = new Map<string, string>()
  #quitting = false

  setName(name: string): void {
    this.#name = name
  }
  getName(): string {
    return this.#name
  }
  setPath(name: string, path: string): void {
    this.#paths.set(name, path)
  }
  getPath(name: string): string {
    const path = this.#paths.get(name) ?? join(tmpdir(), `electron-stand-in-${process.pid}`, name)
    mkdirSync(path, { recursive: true })
    return path
  }
  get quitting(): boolean {
    return this.#quitting
  }
  whenReady(): Promise<void> {
    return Promise.resolve()
  }

  /** One process for each profile folder; a second one leaves its arguments and is told to go. */
  requestSingleInstanceLock(): boolean {
    const folder = this.getPath('userData')
    const lock = join(folder, 'SingletonLock')
    const handover = join(folder, 'second-instance.json')
    if (isAlive(readPid(lock))) {
      writeFileSync(`${handover}.part`, JSON.stringify(process.argv))
      renameSync(`${handover}.part`, handover)
      return false
    }
    writeFileSync(lock, String(process.pid))
    rmSync(handover, { force: true })
    const watcher = watch(folder, (_change, name) => {
      if (name !== 'second-instance.json') return
      const argv = takeArguments(handover)
      if (argv !== null) this.emit('second-instance', {}, argv, folder)
    })
    this.atExit.push(async () => {
      watcher.close()
      rmSync(lock, { force: true })
    })
    return true
  }

  /** Electron's order: before-quit, the windows close, will-quit (which may be held up), the end. */
  quit(): void {
    if (!this.#quitting) this.emit('before-quit', createCancellableEvent().event)
    this.#quitting = true
    for (const window of this.windows()) window.close()
    const willQuit = createCancellableEvent()
    this.emit('will-quit', willQuit.event)
    if (!willQuit.prevented()) this.exit(0)
  }

  exit(code: number): void {
    const ended = Promise.allSettled(this.atExit.map((task) => task()))
    void ended.then(() => process.exit(code))
  }
}

export const app = new App()

function readPid(file: string): number | null {
  try {
    return Number(readFileSync(file, 'utf8'))
  } catch {
    return null
  }
}

function isAlive(pid: number | null): boolean {
  if (pid === null) return false
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

function takeArguments(file: string): string[] | null {
  try {
    const argv = JSON.parse(readFileSync(file, 'utf8')) as string[]
    rmSync(file)
    return argv
  } catch {
    // Another change event for the same file; it was taken before.
    return null
  }
}
