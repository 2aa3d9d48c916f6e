import { MessageChannel } from 'node:worker_threads'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { CANCEL_CHANNEL } from '#shared/bridge.ts'
import { operationNames } from '#shared/contract/index.ts'
import { UPLOAD_CHANNEL } from '#shared/upload.ts'
import { OperationError, type Result } from '#shared/errors.ts'
import { createIpcServer, type IpcServer } from '#hosts/ipc/ipc-server.ts'
import { handleRendererCalls, isTrustedSender, type IpcSender } from '#hosts/ipc/renderer-calls.ts'
import {
  parseFromCore,
  parseToCore,
  PROTOCOL_VERSION,
  type FromCore,
  type ToCore,
} from '#hosts/ipc/protocol.ts'
import type { CallExtras } from '#core/ports/core.ts'
import { createFakeCore, LOCAL_USER, createRecordingLogger } from '../support/app/fake-core.ts'

describe('the core’s end of the channel', () => {
  let channel: MessageChannel
  let end: IpcServer
  const log = createRecordingLogger()
  const onStop = vi.fn()
  const next = (): Promise<FromCore> => new Promise((done) => channel.port1.once('message', done))

  beforeEach(() => {
    channel = new MessageChannel()
    log.lines.length = 0
    end = createIpcServer({
      endpoint: {
        send: (message: FromCore) => channel.port2.postMessage(message),
        onMessage: (listener: (message: ToCore) => void) =>
          void channel.port2.on('message', listener),
      },
      logger: log,
      onStop,
    })
  })
  afterEach(() => channel.port1.close())

  it('answers as the local profile, bytes included', async () => {
    const core = createFakeCore()
    const download = { filename: 'a', contentType: 'text/plain', bytes: new Uint8Array([1, 2]) }
    core.setResult('emails.raw', download)
    const ready = next()
    end.serve(core)
    expect(await ready).toEqual({ kind: 'ready', version: PROTOCOL_VERSION })
    const input = { mailboxId: 'm', providerMessageId: 'p' }
    channel.port1.postMessage({ kind: 'call', id: 7, name: 'emails.raw', input } satisfies ToCore)
    expect(await next()).toEqual({ kind: 'answer', id: 7, result: { ok: true, value: download } })
    expect(core.calls).toEqual([
      { name: 'emails.raw', input, caller: { userId: LOCAL_USER, sessionToken: null } },
    ])
  })

  it('passes on the events of the local profile only', async () => {
    const core = createFakeCore()
    const ready = next()
    end.serve(core)
    await ready
    core.publish('somebody-else', { type: 'mailboxes.changed' })
    core.publish(LOCAL_USER, { type: 'settings.changed' })
    expect(await next()).toEqual({ kind: 'event', event: { type: 'settings.changed' } })
  })

  it.each(['nothing.here', 'constructor', '__proto__', ''])(
    'has no operation "%s"',
    async (name) => {
      const ready = next()
      end.serve(createFakeCore())
      await ready
      channel.port1.postMessage({ kind: 'call', id: 1, name, input: {} } satisfies ToCore)
      expect(await next()).toMatchObject({
        result: { ok: false, error: { code: 'route_not_found' } },
      })
    },
  )

  it('turns a core that throws into an api_error without the reason, logged once', async () => {
    const core = createFakeCore()
    core.setResult('mailboxes.list', new Error('secret detail'))
    const ready = next()
    end.serve(core)
    await ready
    channel.port1.postMessage({
      kind: 'call',
      id: 1,
      name: 'mailboxes.list',
      input: {},
    } satisfies ToCore)
    const answer = await next()
    expect(answer).toMatchObject({ result: { ok: false, error: { code: 'api_error' } } })
    expect(JSON.stringify(answer)).not.toContain('secret')
    expect(log.lines).toHaveLength(1)
  })

  it('cancels the call that is named, and no other', async () => {
    const core = createFakeCore()
    const signals: AbortSignal[] = []
    core.setResult('mailboxes.list', ({ signal }: CallExtras) => {
      if (signal !== undefined) signals.push(signal)
      return new Promise<Result<unknown>>((done) =>
        signal?.addEventListener('abort', () => done({ ok: true, value: 'ended' })),
      )
    })
    const ready = next()
    end.serve(core)
    await ready
    const call = { kind: 'call', name: 'mailboxes.list', input: {} } as const
    const answer = next()
    channel.port1.postMessage({ ...call, id: 1 } satisfies ToCore)
    channel.port1.postMessage({ ...call, id: 2 } satisfies ToCore)
    channel.port1.postMessage({ kind: 'cancel', id: 99 } satisfies ToCore)
    channel.port1.postMessage({ kind: 'cancel', id: 2 } satisfies ToCore)
    expect(await answer).toMatchObject({ kind: 'answer', id: 2 })
    expect(signals.map(({ aborted }) => aborted)).toEqual([false, true])
  })

  it('tells why there will be no core', async () => {
    const failed = next()
    end.refuse(new OperationError('database_connection_error', 'No database'))
    expect(await failed).toEqual({
      kind: 'failed',
      error: { code: 'database_connection_error', message: 'No database' },
    })
  })
})

describe('the messages of the channel', () => {
  it('carry events and answers that are whole, and no others', () => {
    const event = { type: 'drafts.changed', mailboxId: 'm' }
    expect(parseFromCore({ kind: 'event', event })).toEqual({ kind: 'event', event })
    expect(parseFromCore({ kind: 'event', event: { type: 'drafts.changed' } })).toBeNull()
    const bytes = new Uint8Array([1, 2])
    const answer = parseFromCore({ kind: 'answer', id: 1, result: { ok: true, value: { bytes } } })
    expect(answer).toMatchObject({ result: { value: { bytes } } })
    expect(parseFromCore({ kind: 'answer', id: 1, result: { ok: false } })).toBeNull()
  })

  it.each([null, undefined, 7, 'ready', {}, { kind: 'other' }, { kind: 1 }])(
    'are not %j',
    (message) => {
      expect(parseFromCore(message)).toBeNull()
      expect(parseToCore(message)).toBeNull()
    },
  )
})

describe('calls from pages', () => {
  const top = (url: string, id = 1): IpcSender => ({
    sender: { id },
    senderFrame: { url, parent: null },
  })
  const trusted = ['app://mailmanager']

  it.each(['app://mailmanager/index.html', 'app://mailmanager/', 'app://mailmanager/a/b#c'])(
    'are taken from %s',
    (url) => expect(isTrustedSender(top(url), trusted)).toBe(true),
  )

  it.each([
    'app://other/index.html',
    'app://mailmanager.evil.example/',
    'app://mailmanager:80/',
    'https://mailmanager/',
    'file:///index.html',
    'about:srcdoc',
    'about:blank',
    'data:text/html,x',
    'not an address',
    '',
  ])('are refused from %s', (url) => expect(isTrustedSender(top(url), trusted)).toBe(false))

  it('are refused from frames inside our page, and from frames that are gone', () => {
    const inner = { sender: { id: 1 }, senderFrame: { url: 'app://mailmanager/', parent: {} } }
    expect(isTrustedSender(inner, trusted)).toBe(false)
    expect(isTrustedSender({ sender: { id: 1 }, senderFrame: null }, trusted)).toBe(false)
  })

  it('have one channel for each operation, and a refused one never reaches the core', async () => {
    const handlers = new Map<string, (event: IpcSender, input: unknown) => Promise<unknown>>()
    const call = vi.fn(async () => ({ ok: true, value: 1 }) as const)
    handleRendererCalls({
      ipc: { handle: (channel, listener) => void handlers.set(channel, listener) },
      call,
      upload: call,
      trustedOrigins: trusted,
      logger: createRecordingLogger(),
    })
    expect([...handlers.keys()]).toEqual([...operationNames, CANCEL_CHANNEL, UPLOAD_CHANNEL])
    for (const [name, handler] of handlers) {
      expect(await handler(top('https://evil.example/'), { name })).toMatchObject({
        ok: false,
        error: { code: 'forbidden' },
      })
    }
    expect(call).not.toHaveBeenCalled()
    await handlers.get('mailboxes.list')?.(top('app://mailmanager/'), { a: 1 })
    expect(call).toHaveBeenCalledExactlyOnceWith('mailboxes.list', { a: 1 })
  })

  describe('that can be cancelled', () => {
    type Handler = (event: IpcSender, input: unknown, callId?: unknown) => Promise<unknown>
    const OURS = 'app://mailmanager/'

    /** The main process's channels, over calls that end where they are cancelled. */
    function setup() {
      const handlers = new Map<string, Handler>()
      const signals: (AbortSignal | undefined)[] = []
      const cancelled = { ok: false, error: { code: 'cancelled', message: '' } } as const
      handleRendererCalls({
        ipc: { handle: (channel, listener) => void handlers.set(channel, listener) },
        call: (_name, _input, signal) => {
          signals.push(signal)
          return new Promise((done) => signal?.addEventListener('abort', () => done(cancelled)))
        },
        upload: async () => ({ ok: true, value: null }),
        trustedOrigins: trusted,
        logger: createRecordingLogger(),
      })
      const send = (channel: string, windowId: number, ...args: [unknown, unknown?]) =>
        handlers.get(channel)?.(top(OURS, windowId), ...args)
      return { send, signals, handlers }
    }

    it('end where their own window cancels them', async () => {
      const { send, signals } = setup()
      const answer = send('emails.list', 1, {}, 'a')
      await send(CANCEL_CHANNEL, 1, 'a')
      expect(await answer).toMatchObject({ error: { code: 'cancelled' } })
      expect(signals[0]?.aborted).toBe(true)
    })

    it('go on where another window, or a frame inside ours, names their id', async () => {
      const { send, signals, handlers } = setup()
      void send('emails.list', 1, {}, 'a')
      await send(CANCEL_CHANNEL, 2, 'a')
      const frame = { sender: { id: 1 }, senderFrame: { url: OURS, parent: {} } }
      expect(await handlers.get(CANCEL_CHANNEL)?.(frame, 'a')).toMatchObject({
        error: { code: 'forbidden' },
      })
      expect(signals[0]?.aborted).toBe(false)
    })

    it('are not confused with those of another window that chose the same id', async () => {
      const { send, signals } = setup()
      void send('emails.list', 1, {}, 'a')
      void send('emails.list', 2, {}, 'a')
      await send(CANCEL_CHANNEL, 2, 'a')
      expect(signals.map((signal) => signal?.aborted)).toEqual([false, true])
    })

    it('have an id that is short text; one that nobody knows is ignored', async () => {
      const { send, signals } = setup()
      for (const id of ['', 'x'.repeat(101), 7, null, {}]) {
        expect(await send('emails.list', 1, {}, id)).toMatchObject({
          error: { code: 'invalid_input' },
        })
        expect(await send(CANCEL_CHANNEL, 1, id)).toMatchObject({
          error: { code: 'invalid_input' },
        })
      }
      expect(signals).toEqual([])
      expect(await send(CANCEL_CHANNEL, 1, 'unknown')).toEqual({ ok: true, value: null })
    })

    it('are forgotten beyond a thousand at once, and still carried out', async () => {
      const { send, signals } = setup()
      for (let index = 0; index <= 1000; index += 1) void send('emails.list', 1, {}, `${index}`)
      await send(CANCEL_CHANNEL, 1, '1000')
      await send(CANCEL_CHANNEL, 1, '999')
      expect(signals).toHaveLength(1001)
      expect(signals[1000]?.aborted).toBe(false)
      expect(signals[999]?.aborted).toBe(true)
    })
  })
})
