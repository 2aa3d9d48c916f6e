import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { seedDatabase } from '../setup/seed-database.ts'
import { median, type BenchResult } from '../measure/bench-result.ts'

const SERVER = resolve(import.meta.dirname, '../../out/main/server.js')
const TOKEN = 'bench-token'
const RUNS = 5

/**
 * The built headless host on a database of each size: time from spawning the process until it
 * answers health and the newest 50 of the inbox, and its resident memory when idle.
 */
export async function benchCore(options: { rows: number[] }): Promise<BenchResult[]> {
  const results: BenchResult[] = []
  for (const rows of options.rows) {
    const dataDir = mkdtempSync(join(tmpdir(), 'mailmanager-bench-'))
    try {
      const { mailboxId } = await seedDatabase(dataDir, rows)
      const runs: { startMs: number; memoryMb: number }[] = []
      for (let run = 0; run < RUNS; run += 1) runs.push(await startOnce(dataDir, mailboxId))
      const bare = await bareNodeStart()
      results.push(
        {
          name: `core start to first page, ${rows.toLocaleString('en')} messages`,
          value: median(runs.map((run) => run.startMs)),
          unit: 'ms (whole process)',
          goal: '<= 300',
        },
        {
          name: `  of which an empty Node process`,
          value: bare,
          unit: 'ms',
          goal: 'for comparison',
        },
        {
          name: `core memory idle, ${rows.toLocaleString('en')} messages`,
          value: median(runs.map((run) => run.memoryMb)),
          unit: 'MB resident',
          goal: '<= 150',
        },
      )
    } finally {
      rmSync(dataDir, { recursive: true, force: true })
    }
  }
  return results
}

async function startOnce(
  dataDir: string,
  mailboxId: string,
): Promise<{ startMs: number; memoryMb: number }> {
  const began = performance.now()
  const child = spawn(
    process.execPath,
    [SERVER, '--port', '0', '--data-dir', dataDir, '--token', TOKEN],
    {
      env: {
        ...process.env,
        MAILMANAGER_TOKEN_STORE: 'encrypted-file',
        MAILMANAGER_LOG_LEVEL: 'error',
      },
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  )
  try {
    const url = await new Promise<string>((done, fail) => {
      let output = ''
      child.stdout.on('data', (chunk: Buffer) => {
        output += chunk.toString()
        const line = /listening on (http:\S+)/u.exec(output)
        if (line?.[1] !== undefined) done(line[1])
      })
      child.once('exit', (code) => fail(new Error(`the host ended with ${code}`)))
    })
    const answer = await fetch(`${url}/api/mailboxes/${mailboxId}/emails?box=INBOX&limit=50`, {
      headers: { authorization: `Bearer ${TOKEN}` },
    })
    const page = (await answer.json()) as { items: unknown[] }
    if (page.items.length !== 50) throw new Error('the page is not what was seeded')
    const startMs = performance.now() - began
    await delay(1_500)
    return { startMs, memoryMb: residentMb(child.pid) }
  } finally {
    child.kill('SIGTERM')
    await new Promise((done) => child.once('exit', done))
  }
}

/** Resident set of a process in MB; NaN where /proc is missing. */
function residentMb(pid: number | undefined): number {
  try {
    const status = readFileSync(`/proc/${pid ?? 'self'}/status`, 'utf8')
    return Number(/VmRSS:\s+(\d+) kB/u.exec(status)?.[1]) / 1024
  } catch {
    return Number.NaN
  }
}

async function bareNodeStart(): Promise<number> {
  const times: number[] = []
  for (let run = 0; run < RUNS; run += 1) {
    const began = performance.now()
    const child = spawn(process.execPath, ['-e', ''])
    await new Promise((done) => child.once('exit', done))
    times.push(performance.now() - began)
  }
  return median(times)
}
