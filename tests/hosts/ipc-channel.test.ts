import { MessageChannel } from 'node:worker_threads'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { operationNames } from '#shared/contract/index.ts'
import { UPLOAD_CHANNEL } from '#shared/upload.ts'
import { OperationError } from '#shared/errors.ts'
import { createIpcServer, type IpcServer } from '#hosts/ipc/ipc-server.ts'
import { handleRendererCalls, isTrustedSender, type IpcSender } from '#hosts/ipc/renderer-calls.ts'
import { parseFromCore, parseToCore, type FromCore, type ToCore } from '#hosts/ipc/protocol.ts'
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
    expect(await ready).toEqual({ kind: 'ready' })
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
  const top = (url: string): IpcSender => ({ senderFrame: { url, parent: null } })
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
    const inner = { senderFrame: { url: 'app://mailmanager/', parent: {} } }
    expect(isTrustedSender(inner, trusted)).toBe(false)
    expect(isTrustedSender({ senderFrame: null }, trusted)).toBe(false)
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
    expect([...handlers.keys()]).toEqual([...operationNames, UPLOAD_CHANNEL])
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
})
