import { describe, expect, it, vi } from 'vitest'
import { CANCEL_CHANNEL, COMMAND_CHANNEL, EVENT_CHANNEL } from '#shared/bridge.ts'
import { operationNames } from '#shared/contract/index.ts'
import { UPLOAD_CHANNEL } from '#shared/upload.ts'
import { createBridge, type RendererIpc } from './bridge.ts'

type Listener = (event: unknown, payload: unknown) => void

function setup() {
  const listeners = new Map<string, Set<Listener>>()
  const of = (channel: string): Set<Listener> => {
    const found = listeners.get(channel) ?? new Set()
    listeners.set(channel, found)
    return found
  }
  const invoke = vi.fn<RendererIpc['invoke']>(async () => ({ ok: true, value: 1 }))
  const bridge = createBridge(
    {
      invoke,
      on: (channel, listener) => of(channel).add(listener),
      removeListener: (channel, listener) => of(channel).delete(listener),
    },
    new Set(operationNames),
  )
  const emit = (channel: string, payload: unknown): void => {
    for (const listener of of(channel)) listener({ sender: 'never for the page' }, payload)
  }
  return { bridge, invoke, emit, of }
}

describe('the bridge', () => {
  it('carries the contract’s operations on their own channels', async () => {
    const { bridge, invoke } = setup()
    expect(await bridge.call('mailboxes.list', { a: 1 })).toEqual({ ok: true, value: 1 })
    expect(invoke).toHaveBeenCalledExactlyOnceWith('mailboxes.list', { a: 1 })
  })

  it.each(['nothing', 'core.event', 'toString', '', null, 7, {}])(
    'carries nothing named %j',
    async (name) => {
      const { bridge, invoke } = setup()
      expect(await bridge.call(name as never, {})).toMatchObject({
        ok: false,
        error: { code: 'route_not_found' },
      })
      expect(invoke).not.toHaveBeenCalled()
    },
  )

  it('carries the id of a call that can be cancelled, and its cancellation', async () => {
    const { bridge, invoke } = setup()
    await bridge.call('mailboxes.list', {}, 'a')
    await bridge.cancel('a')
    expect(invoke.mock.calls).toEqual([
      ['mailboxes.list', {}, 'a'],
      [CANCEL_CHANNEL, 'a'],
    ])
  })

  it('carries the parts of uploads on a channel of their own', async () => {
    const { bridge, invoke } = setup()
    await bridge.upload({ kind: 'end', uploadId: 'u' })
    expect(invoke).toHaveBeenCalledExactlyOnceWith(UPLOAD_CHANNEL, { kind: 'end', uploadId: 'u' })
  })

  it('hands over payloads only, until the subscription ends', () => {
    const { bridge, emit, of } = setup()
    const events = vi.fn()
    const commands = vi.fn()
    const stop = bridge.subscribe(events)
    bridge.onCommand(commands)
    emit(EVENT_CHANNEL, { type: 'settings.changed' })
    emit(COMMAND_CHANNEL, { type: 'sync-now' })
    stop()
    emit(EVENT_CHANNEL, { type: 'settings.changed' })
    expect(events.mock.calls).toEqual([[{ type: 'settings.changed' }]])
    expect(commands.mock.calls).toEqual([[{ type: 'sync-now' }]])
    expect(of(EVENT_CHANNEL).size).toBe(0)
  })

  it('is frozen, and takes functions only', () => {
    const { bridge } = setup()
    expect(Object.isFrozen(bridge)).toBe(true)
    expect(() => bridge.subscribe('x' as never)).toThrow(TypeError)
  })
})
