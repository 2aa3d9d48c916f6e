import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as delay } from 'node:timers/promises'
import type { Random } from '../../../simulator/control/seeded-random.ts'
import type { SyncChildOptions } from './sync-process-main.ts'

const ROOT = resolve(import.meta.dirname, '../../..')
const NODE = join(ROOT, 'node_modules/.bin/node')
const CHILD = join(ROOT, 'tests/support/sync/sync-process-main.ts')

/** A first sync in a real process; `onLine` hears each phase and count. */
export function runSyncProcess(
  options: SyncChildOptions,
  onLine: (line: string) => void,
): ChildProcess {
  const child = spawn(NODE, [CHILD, JSON.stringify(options)], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  createInterface({ input: child.stdout }).on('line', onLine)
  return child
}

/** Runs it and kills it with -9 at a moment that `random` chooses. */
export async function runAndKill(options: SyncChildOptions, random: Random): Promise<void> {
  let lines = 0
  const wanted = 1 + random.below(6)
  const child = runSyncProcess(options, (line) => {
    lines += 1
    const isTime = lines === wanted || line.startsWith('complete')
    if (isTime) void delay(random.below(40)).then(() => child.kill('SIGKILL'))
  })
  await once(child, 'exit')
}

/**
 * Runs it until it has everything and has polled once more: a process that was killed after it was
 * complete starts as complete, before it knows what happened meanwhile. Returns the last line.
 */
export async function runUntilComplete(options: SyncChildOptions): Promise<string> {
  const caughtUp = Promise.withResolvers<string>()
  let last = ''
  const child = runSyncProcess(options, (line) => {
    if (line === 'polled') caughtUp.resolve(last)
    else last = line
  })
  const line = await caughtUp.promise
  child.kill('SIGKILL')
  await once(child, 'exit')
  return line
}
