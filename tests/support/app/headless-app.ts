import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

const ROOT = resolve(import.meta.dirname, '../../..')
export const TEST_TOKEN = 'test-token-for-the-headless-host'

export interface ApiResponse<T = Record<string, unknown>> {
  status: number
  body: T
}

export interface HeadlessApp {
  url: string
  dataDir: string
  /** Everything the process wrote, for canary scans. */
  output(): string
  /** A call as a script makes it: bearer token, snake_case. */
  api<T = Record<string, unknown>>(
    method: string,
    path: string,
    body?: unknown,
  ): Promise<ApiResponse<T>>
  /** The address a browser enters by. */
  entryUrl: string
  /** SIGTERM and wait; answers the exit code. */
  stop(): Promise<number | null>
  /** SIGKILL and wait. */
  kill(): Promise<void>
  /** `stop`, and the data folder goes. */
  dispose(): Promise<void>
}

/** Runs the real built headless host in a process of its own. */
export async function startHeadlessApp(
  options: { dataDir?: string; port?: number; env?: Record<string, string> } = {},
): Promise<HeadlessApp> {
  const dataDir = options.dataDir ?? mkdtempSync(join(tmpdir(), 'mailmanager-test-'))
  const child = spawn(
    process.execPath,
    [
      join(ROOT, 'out/main/server.js'),
      '--port',
      String(options.port ?? 0),
      '--data-dir',
      dataDir,
      '--token',
      TEST_TOKEN,
    ],
    {
      cwd: ROOT,
      env: {
        ...process.env,
        MAILMANAGER_TOKEN_STORE: 'encrypted-file',
        MAILMANAGER_CHECK_OUTPUT: 'true',
        ...options.env,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  )
  let output = ''
  const exited = new Promise<number | null>((done) => child.once('exit', (code) => done(code)))
  const url = await new Promise<string>((done, fail) => {
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString()
      const line = /^MailManager listening on (http:\S+)$/mu.exec(output)
      if (line?.[1] !== undefined) done(line[1])
    })
    child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()))
    void exited.then((code) => fail(new Error(`The host ended with ${code}:\n${output}`)))
  })
  const stop = (): Promise<number | null> => endProcess(child, 'SIGTERM', exited)
  return {
    url,
    dataDir,
    entryUrl: `${url}/?token=${TEST_TOKEN}`,
    output: () => output,
    api: (method, path, body) => request(url, method, path, body),
    stop,
    async kill() {
      await endProcess(child, 'SIGKILL', exited)
    },
    async dispose() {
      await stop()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

function endProcess(
  child: ChildProcess,
  signal: NodeJS.Signals,
  exited: Promise<number | null>,
): Promise<number | null> {
  child.kill(signal)
  return exited
}

async function request<T>(
  url: string,
  method: string,
  path: string,
  body: unknown,
): Promise<ApiResponse<T>> {
  const answer = await fetch(`${url}${path}`, {
    method,
    headers: {
      authorization: `Bearer ${TEST_TOKEN}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  return { status: answer.status, body: (await answer.json()) as T }
}
