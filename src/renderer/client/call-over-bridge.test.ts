import { describe, expect, it, vi } from 'vitest'
import type { Bridge } from '#shared/bridge.ts'
import { callOverBridge } from './call-over-bridge.ts'

const ask = { name: 'emails.list', input: {} } as const

/** A bridge whose calls are answered when the test says so. */
function setup() {
  const answered = Promise.withResolvers<Awaited<ReturnType<Bridge['call']>>>()
  const call = vi.fn<Bridge['call']>(() => answered.promise)
  const cancel = vi.fn<Bridge['cancel']>(async () => ({ ok: true, value: null }))
  return { answered, call, cancel, bridge: { call, cancel } }
}

describe('a call from the desktop’s page', () => {
  it('that is aborted is cancelled at the core by its id, and answered at once', async () => {
    const { bridge, call, cancel } = setup()
    const aborting = new AbortController()
    const answer = callOverBridge(bridge, ask, aborting)
    aborting.abort()
    expect(await answer).toMatchObject({ ok: false, error: { code: 'cancelled' } })
    expect(cancel).toHaveBeenCalledExactlyOnceWith(call.mock.calls[0]?.[2])
  })

  it('that was aborted before never reaches the core', async () => {
    const { bridge, call } = setup()
    const answer = await callOverBridge(bridge, ask, { signal: AbortSignal.abort() })
    expect(answer).toMatchObject({ ok: false, error: { code: 'cancelled' } })
    expect(call).not.toHaveBeenCalled()
  })

  it('that was answered is not cancelled any more', async () => {
    const { bridge, cancel, answered } = setup()
    const aborting = new AbortController()
    const answer = callOverBridge(bridge, ask, aborting)
    answered.resolve({ ok: true, value: 1 })
    expect(await answer).toEqual({ ok: true, value: 1 })
    aborting.abort()
    expect(cancel).not.toHaveBeenCalled()
  })

  it('that nobody can cancel has no id', async () => {
    const { bridge, call, answered } = setup()
    answered.resolve({ ok: true, value: 1 })
    expect(await callOverBridge(bridge, ask)).toEqual({ ok: true, value: 1 })
    expect(call).toHaveBeenCalledExactlyOnceWith('emails.list', {})
  })
})
