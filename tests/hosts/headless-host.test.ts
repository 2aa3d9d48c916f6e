import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

const ENTRY = resolve(import.meta.dirname, '../../out/main/server.js')

interface Run {
  child: ChildProcess
  stdout(): string
  stderr(): string
  /** Resolves with the URL of the one line on standard output. */
  url: Promise<string>
  exited: Promise<number | null>
}

let folder: string
let runs: Run[]
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'mailmanager-headless-'))
  runs = []
})
afterEach(async () => {
  for (const { child } of runs) child.kill('SIGKILL')
  await Promise.all(runs.map(({ exited }) => exited))
  rmSync(folder, { recursive: true, force: true })
})

function start(args: string[], env: Record<string, string> = {}): Run {
  const child = spawn(process.execPath, [ENTRY, ...args], {
    env: { ...process.env, MAILMANAGER_TOKEN_STORE: 'encrypted-file', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let stdout = ''
  let stderr = ''
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()))
  const url = new Promise<string>((done) => {
    child.stdout.on('data', (chunk: Buffer) => {
      stdout += chunk.toString()
      const [, found] = /listening on (\S+)\n/u.exec(stdout) ?? []
      if (found !== undefined) done(found)
    })
  })
  const exited = new Promise<number | null>((done) => child.once('close', done))
  const run = { child, stdout: () => stdout, stderr: () => stderr, url, exited }
  runs.push(run)
  return run
}

/** The last line on standard error: the one for the person. */
const lastLine = (run: Run): string => run.stderr().trimEnd().split('\n').at(-1) ?? ''

describe('the headless host', () => {
  it('prints one line, answers, lets a browser in, and stops cleanly on a signal', async () => {
    const run = start(['--port', '0', '--data-dir', folder])
    const url = await run.url
    expect(run.stdout()).toMatch(/^MailManager listening on http:\/\/127\.0\.0\.1:\d+\n$/u)
    expect(await (await fetch(`${url}/api/health`)).json()).toMatchObject({ status: 'ok' })

    const [entryUrl = ''] = /http:\/\/\S+\/\?token=\S+/u.exec(run.stderr()) ?? []
    const entered = await fetch(entryUrl, { redirect: 'manual' })
    const [cookie = ''] = entered.headers.get('set-cookie')?.split(';') ?? []
    const page = await fetch(url, { headers: { cookie } })
    expect(page.status).toBe(200)
    expect(await page.text()).toContain('<title>MailManager</title>')
    expect((await fetch(`${url}/api/mailboxes`, { headers: { cookie } })).status).toBe(200)

    run.child.kill('SIGTERM')
    expect(await run.exited).toBe(0)
    expect(run.stdout().split('\n')).toHaveLength(2)
  })

  it('never shows a token it was given', async () => {
    const token = 'canary-given-token'
    const run = start(['--port', '0', '--data-dir', folder, '--token', token])
    const headers = { authorization: `Bearer ${token}` }
    expect((await fetch(`${await run.url}/api/mailboxes?token=${token}`, { headers })).status).toBe(
      200,
    )
    run.child.kill('SIGINT')
    expect(await run.exited).toBe(0)
    expect(run.stdout() + run.stderr()).not.toContain(token)
  })

  it('stops with open event streams', async () => {
    const run = start(['--port', '0', '--data-dir', folder, '--token', 't'])
    const stream = await fetch(`${await run.url}/api/events`, {
      headers: { authorization: 'Bearer t' },
    })
    const reader = stream.body?.getReader()
    await reader?.read()
    run.child.kill('SIGTERM')
    expect(await run.exited).toBe(0)
  })

  it('says that a data folder is in use, that a port is, and leaves the first alone', async () => {
    const first = start(['--port', '0', '--data-dir', folder])
    const url = await first.url
    const sameFolder = start(['--port', '0', '--data-dir', folder])
    expect(await sameFolder.exited).toBe(1)
    expect(lastLine(sameFolder)).toContain('already running')
    const other = mkdtempSync(join(tmpdir(), 'mailmanager-headless-'))
    const samePort = start(['--port', new URL(url).port, '--data-dir', other])
    expect(await samePort.exited).toBe(1)
    expect(lastLine(samePort)).toContain('port is already in use')
    for (const run of [sameFolder, samePort]) {
      expect(run.stdout()).toBe('')
      expect(run.stderr()).not.toMatch(/^\s+at /mu)
    }
    expect((await fetch(`${url}/api/health`)).status).toBe(200)
    rmSync(other, { recursive: true, force: true })
  })

  it.each<[string[], Record<string, string>, RegExp]>([
    [['--port', 'http'], {}, /port must be/u],
    [['--colour', 'red'], {}, /--colour/u],
    [
      [],
      {
        DATABASE_URL: 'postgres://nobody:canary@127.0.0.1:1/none',
        DB_CONNECT_TIMEOUT_SECONDS: '1',
      },
      /./u,
    ],
    [
      [],
      { MAILMANAGER_GOOGLE_API_URL: 'https://gmail.evil.example' },
      /MAILMANAGER_GOOGLE_API_URL/u,
    ],
  ])('ends with code 1 and one plain line for %j %j', async (args, env, line) => {
    const run = start(
      ['--data-dir', folder, ...(args.includes('--port') ? [] : ['--port', '0']), ...args],
      env,
    )
    expect(await run.exited).toBe(1)
    expect(run.stdout()).toBe('')
    expect(lastLine(run)).toMatch(line)
    expect(run.stderr()).not.toContain('canary')
    expect(run.stderr()).not.toMatch(/^\s+at /mu)
  })
})
