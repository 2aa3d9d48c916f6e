import { fork, type ChildProcess } from 'node:child_process'
import { join, resolve } from 'node:path'
import { chromium, type Browser, type Page } from 'playwright-core'
import { chromiumExecutable } from '../app/chromium.ts'
import type { TestCommand, TestReport } from './test-messages.ts'

const ROOT = resolve(import.meta.dirname, '../../..')

type ReportOf<K extends TestReport['kind']> = Extract<TestReport, { kind: K }>

export interface DesktopApp {
  /** Everything the app reported so far. */
  reports: TestReport[]
  /** Resolves with the report of this kind after the `seen` first ones. */
  next<K extends TestReport['kind']>(kind: K, seen?: number): Promise<ReportOf<K>>
  all<K extends TestReport['kind']>(kind: K): ReportOf<K>[]
  /** The window's page, once it is loaded. */
  page(): Promise<Page>
  send(command: TestCommand): void
  /** Resolves with the exit code once the process has ended. */
  exited: Promise<number | null>
  /** Quits as the menu would, and waits. */
  quit(): Promise<number | null>
  output(): string
  /** SIGKILL, to the process and with it to what it started. */
  kill(): void
}

export interface LaunchOptions {
  dataDir: string
  args?: string[]
  env?: Record<string, string>
}

/** Starts the real built main bundle on the stand-in, in a process of its own. */
export async function launchDesktop(options: LaunchOptions): Promise<DesktopApp> {
  const child = fork(join(ROOT, 'out/main/index.js'), options.args ?? [], {
    cwd: ROOT,
    execArgv: ['--import', join(import.meta.dirname, 'register.ts')],
    silent: true,
    env: {
      ...process.env,
      MAILMANAGER_CHROMIUM: await chromiumExecutable(),
      MAILMANAGER_DATA_DIR: options.dataDir,
      MAILMANAGER_TOKEN_STORE: 'encrypted-file',
      ...options.env,
    },
  })
  const reports: TestReport[] = []
  const waiting = new Set<() => void>()
  let output = ''
  let browser: Browser | null = null
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk: Buffer) => (output += chunk.toString()))
  }
  child.on('message', (message) => {
    reports.push(message as TestReport)
    for (const check of [...waiting]) check()
  })
  const exited = exitOf(child).then(async (code) => {
    await browser?.close().catch(() => undefined)
    return code
  })

  const all = <K extends TestReport['kind']>(kind: K): ReportOf<K>[] =>
    reports.filter((each): each is ReportOf<K> => each.kind === kind)

  const next = <K extends TestReport['kind']>(kind: K, seen = 0): Promise<ReportOf<K>> =>
    new Promise((done, fail) => {
      const check = (): void => {
        const found = all(kind)[seen]
        if (found === undefined) return
        waiting.delete(check)
        done(found)
      }
      waiting.add(check)
      check()
      void exited.then((code) => fail(new Error(`Ended with ${code} before "${kind}":\n${output}`)))
    })

  return {
    reports,
    kill: () => void child.kill('SIGKILL'),
    all,
    next,
    async page() {
      const { endpoint } = await next('browser')
      await next('loaded')
      browser ??= await chromium.connectOverCDP(endpoint)
      const page = browser
        .contexts()[0]
        ?.pages()
        .find((each) => each.url().startsWith('https:'))
      if (page === undefined) throw new Error('The app has no window')
      return page
    },
    send: (command) => void child.send(command),
    exited,
    quit() {
      child.send({ do: 'quit' } satisfies TestCommand)
      return exited
    },
    output: () => output,
  }
}

function exitOf(child: ChildProcess): Promise<number | null> {
  return new Promise((done) => child.once('exit', done))
}
