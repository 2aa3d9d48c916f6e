import { fork, type ChildProcess } from 'node:child_process'
import { join } from 'node:path'
import { setImmediate as immediate } from 'node:timers/promises'
import { afterEach, describe, expect, it } from 'vitest'
import type { ErrorBody } from '#shared/errors.ts'
import type { CoreEvent } from '#shared/events.ts'
import {
  parseFromCore,
  type FromCore,
  type ShellRequest,
  type ToCore,
} from '#hosts/ipc/protocol.ts'
import {
  createCoreSupervisor,
  type CoreProcess,
  type CoreSupervisor,
} from '#hosts/ipc/core-supervisor.ts'
import { createRecordingLogger } from '../support/app/fake-core.ts'

interface Setup {
  supervisor: CoreSupervisor
  children: ChildProcess[]
  events: CoreEvent[]
  failures: ErrorBody[]
  /** Restart pauses that were asked for; each runs at once. */
  pauses: number[]
  nextEvent: (type: CoreEvent['type']) => Promise<CoreEvent>
}

let open: Setup | null = null
afterEach(async () => {
  await open?.supervisor.stop()
  open = null
})

function setup(
  options: {
    env?: () => Record<string, string>
    onShellRequest?: (request: ShellRequest) => Promise<void>
  } = {},
): Setup {
  const children: ChildProcess[] = []
  const events: CoreEvent[] = []
  const failures: ErrorBody[] = []
  const pauses: number[] = []
  const waiting: { type: string; found: (event: CoreEvent) => void }[] = []
  const supervisor = createCoreSupervisor({
    fork() {
      const child = fork(join(import.meta.dirname, 'ipc-core-process.ts'), {
        env: { ...process.env, ...options.env?.() },
        execArgv: [],
        // The structured clone, as between Electron's processes.
        serialization: 'advanced',
      })
      children.push(child)
      return processOf(child)
    },
    onEvent(event) {
      events.push(event)
      for (const { type, found } of waiting) if (type === event.type) found(event)
    },
    onShellRequest: options.onShellRequest ?? (async () => undefined),
    onFailure: (error) => void failures.push(error),
    logger: createRecordingLogger(),
    delay(ms, task) {
      // Restarts follow at once; the other timers (a minute of stability, a deadline) never come.
      if (ms > 20_000 || ms === 8_000) return () => undefined
      pauses.push(ms)
      const timer = setImmediate(task)
      return () => clearImmediate(timer)
    },
  })
  const nextEvent = (type: CoreEvent['type']): Promise<CoreEvent> =>
    new Promise((found) => waiting.push({ type, found }))
  supervisor.start()
  open = { supervisor, children, events, failures, pauses, nextEvent }
  return open
}

function processOf(child: ChildProcess): CoreProcess {
  return {
    send: (message: ToCore) => void child.send(message),
    onMessage: (listener: (message: FromCore) => void) =>
      void child.on('message', (message) => {
        const parsed = parseFromCore(message)
        if (parsed !== null) listener(parsed)
      }),
    onExit: (listener) => void child.on('exit', listener),
    kill: () => void child.kill('SIGKILL'),
  }
}

describe('the core process and its supervisor', () => {
  it('carries calls there and back, also those made before it was ready', async () => {
    const { supervisor, children } = setup()
    expect(await supervisor.call('mailboxes.list', {})).toEqual({
      ok: true,
      value: [{ pid: children[0]?.pid }],
    })
  })

  it('validates in the core, and answers errors as results', async () => {
    const { supervisor } = setup()
    expect(await supervisor.call('mailboxes.get', {})).toMatchObject({
      ok: false,
      error: { code: 'invalid_input' },
    })
  })

  it('brings events', async () => {
    const { supervisor, nextEvent } = setup()
    const changed = nextEvent('settings.changed')
    await supervisor.call('settings.get', {})
    expect(await changed).toEqual({ type: 'settings.changed' })
  })

  it('lets the core ask the shell, and tells it when that failed', async () => {
    const asked: ShellRequest[] = []
    const { supervisor } = setup({
      onShellRequest: async (request) => {
        asked.push(request)
        if (asked.length > 1) throw new Error('There is no browser here')
      },
    })
    expect(await supervisor.call('demo.start', {})).toMatchObject({ ok: true })
    expect(asked).toEqual([{ type: 'open-url', url: 'https://accounts.example/consent' }])
    expect(await supervisor.call('demo.start', {})).toMatchObject({
      ok: false,
      error: { code: 'api_error' },
    })
  })

  it('starts it again after a kill: calls in flight fail, later ones work', async () => {
    const { supervisor, children, nextEvent, pauses } = setup()
    await supervisor.call('mailboxes.list', {})
    const hanging = supervisor.call('auth.me', {})
    const restarted = nextEvent('core.restarted')
    children[0]?.kill('SIGKILL')
    expect(await hanging).toMatchObject({
      ok: false,
      error: { code: 'api_error', message: expect.stringMatching(/restarted/u) },
    })
    await restarted
    expect(await supervisor.call('mailboxes.list', {})).toEqual({
      ok: true,
      value: [{ pid: children[1]?.pid }],
    })
    expect(pauses).toEqual([100])
  })

  it('waits longer from crash to crash', async () => {
    const { supervisor, pauses } = setup()
    for (let crash = 0; crash < 4; crash += 1) {
      expect(await supervisor.call('auth.logout', {})).toMatchObject({ ok: false })
    }
    expect(pauses.slice(0, 3)).toEqual([100, 500, 2000])
    expect(pauses.every((pause, index) => index === 0 || pause >= (pauses[index - 1] ?? 0))).toBe(
      true,
    )
  })

  it('says why where the core cannot start, once, and recovers when it can', async () => {
    let reason: string | null = 'The database does not answer'
    const { supervisor, failures, nextEvent } = setup({
      env: () => (reason === null ? {} : { FAIL: reason }),
    })
    expect(await supervisor.call('mailboxes.list', {})).toEqual({
      ok: false,
      error: { code: 'database_connection_error', message: 'The database does not answer' },
    })
    await supervisor.call('mailboxes.list', {})
    expect(failures).toHaveLength(1)
    reason = null
    const changed = nextEvent('settings.changed')
    while (!(await supervisor.call('settings.get', {})).ok) await immediate()
    expect(await changed).toEqual({ type: 'settings.changed' })
  })

  it('cancels a call at the core, which answers it', async () => {
    const { supervisor, nextEvent } = setup()
    const arrived = nextEvent('mailboxes.changed')
    const cancelling = new AbortController()
    const answer = supervisor.call('status.get', {}, cancelling.signal)
    await arrived
    cancelling.abort()
    expect(await answer).toEqual({
      ok: false,
      error: { code: 'cancelled', message: 'Cancelled at the core' },
    })
  })

  it('never sends a call that was cancelled while the core was starting', async () => {
    const { supervisor } = setup()
    const cancelling = new AbortController()
    const answer = supervisor.call('auth.me', {}, cancelling.signal)
    cancelling.abort()
    // At the core this operation never ends.
    expect(await answer).toMatchObject({ ok: false, error: { code: 'cancelled' } })
  })

  it('refuses a core whose messages have another form, and says what to do', async () => {
    const { supervisor, failures } = setup({ env: () => ({ VERSION: '0' }) })
    expect(await supervisor.call('mailboxes.list', {})).toMatchObject({
      ok: false,
      error: { code: 'api_error', message: expect.stringMatching(/start it again/u) },
    })
    expect(failures).toHaveLength(1)
  })

  it('stops it cleanly, and answers nothing afterwards', async () => {
    const { supervisor, children } = setup()
    await supervisor.call('mailboxes.list', {})
    await supervisor.stop()
    expect(children).toHaveLength(1)
    expect(children[0]?.exitCode).toBe(0)
    expect(await supervisor.call('mailboxes.list', {})).toMatchObject({ ok: false })
  })

  it('refuses what cannot be sent, and goes on', async () => {
    const { supervisor, children } = setup()
    await supervisor.call('mailboxes.list', {})
    // The structured clone has no form for a function.
    const uncloneable = { run: () => undefined }
    expect(await supervisor.call('mailboxes.list', uncloneable)).toMatchObject({
      ok: false,
      error: { code: 'invalid_input' },
    })
    expect(await supervisor.call('mailboxes.list', {})).toMatchObject({ ok: true })
    expect(children).toHaveLength(1)
  })
})
