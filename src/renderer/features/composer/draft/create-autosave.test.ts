import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createAutosave, type SaveState } from './create-autosave.ts'

beforeEach(() => {
  vi.useFakeTimers({ now: 1000 })
})
afterEach(() => {
  vi.useRealTimers()
})

function setUp(save: () => Promise<void>) {
  const states: SaveState[] = []
  const autosave = createAutosave({
    save,
    onState: (state) => states.push(state),
    now: () => Date.now(),
  })
  return { autosave, states, kinds: () => states.map((state) => state.kind) }
}

describe('autosave', () => {
  it('saves once, within a second of the last key', async () => {
    const save = vi.fn(async () => undefined)
    const { autosave, kinds } = setUp(save)
    autosave.changed()
    await vi.advanceTimersByTimeAsync(500)
    autosave.changed()
    await vi.advanceTimersByTimeAsync(500)
    expect(save).not.toHaveBeenCalled()
    await vi.advanceTimersByTimeAsync(500)
    expect(save).toHaveBeenCalledTimes(1)
    expect(kinds()).toEqual(['pending', 'pending', 'saving', 'saved'])
  })

  it('saves again what changed during a save, never two at a time', async () => {
    let finish: () => void = () => undefined
    const save = vi.fn(() => new Promise<void>((resolve) => (finish = resolve)))
    const { autosave } = setUp(save)
    autosave.changed()
    await vi.advanceTimersByTimeAsync(1000)
    autosave.changed()
    await vi.advanceTimersByTimeAsync(5000)
    expect(save).toHaveBeenCalledTimes(1)
    finish()
    await vi.advanceTimersByTimeAsync(1000)
    expect(save).toHaveBeenCalledTimes(2)
  })

  it('shows a failure and tries again by itself', async () => {
    const save = vi
      .fn<() => Promise<void>>()
      .mockRejectedValueOnce(new Error('disk full'))
      .mockResolvedValue()
    const { autosave, states } = setUp(save)
    autosave.changed()
    await vi.advanceTimersByTimeAsync(1000)
    expect(states.at(-1)).toEqual({ kind: 'failed', message: 'disk full' })
    await vi.advanceTimersByTimeAsync(2500)
    expect(states.at(-1)?.kind).toBe('saved')
  })

  it('flushes at once what is pending, and says whether it is saved', async () => {
    const save = vi.fn(async () => undefined)
    const { autosave } = setUp(save)
    autosave.changed()
    await expect(autosave.flush()).resolves.toBe(true)
    expect(save).toHaveBeenCalledTimes(1)
    await expect(autosave.flush()).resolves.toBe(true)
    expect(save).toHaveBeenCalledTimes(1)
  })

  it('says when a flush could not save', async () => {
    const { autosave } = setUp(() => Promise.reject(new Error('no')))
    autosave.changed()
    await expect(autosave.flush()).resolves.toBe(false)
    await autosave.stop()
  })

  it('saves nothing after it was stopped, and waits for what runs', async () => {
    let finish: () => void = () => undefined
    const save = vi.fn(() => new Promise<void>((resolve) => (finish = resolve)))
    const { autosave } = setUp(save)
    autosave.changed()
    await vi.advanceTimersByTimeAsync(1000)
    autosave.changed()
    let stopped = false
    const stopping = autosave.stop().then(() => (stopped = true))
    await vi.advanceTimersByTimeAsync(10)
    expect(stopped).toBe(false)
    finish()
    await stopping
    await vi.advanceTimersByTimeAsync(60_000)
    expect(save).toHaveBeenCalledTimes(1)
  })
})
