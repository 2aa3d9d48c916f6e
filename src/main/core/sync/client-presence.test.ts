import { describe, expect, it } from 'vitest'
import type { Presence } from '../ports/engines.ts'
import { createClientPresence } from './client-presence.ts'

const window = (change: Partial<Presence> = {}): Presence => ({
  clientId: 'w1',
  isForeground: true,
  isOnBattery: false,
  cameOnline: false,
  ...change,
})

function board() {
  const time = { now: 1_000_000 }
  const presence = createClientPresence({
    now: () => time.now,
    sleep: () => Promise.reject(new Error('Nothing here waits')),
  })
  return { ...presence, pass: (ms: number) => (time.now += ms) }
}

describe('how often changes are looked for', () => {
  it('is every 20 seconds while nobody has said anything', () => {
    expect(board().pollIntervalMs()).toBe(20_000)
  })

  it.each([
    [{ isForeground: true, isOnBattery: false }, 20_000],
    [{ isForeground: true, isOnBattery: true }, 60_000],
    [{ isForeground: false, isOnBattery: false }, 120_000],
    [{ isForeground: false, isOnBattery: true }, 300_000],
  ])('follows %o', (state, intervalMs) => {
    const presence = board()
    presence.report(window(state))
    expect(presence.pollIntervalMs()).toBe(intervalMs)
  })

  it('is that of the foreground while any window is in front', () => {
    const presence = board()
    presence.report(window())
    presence.report(window({ clientId: 'w2', isForeground: false }))
    expect(presence.pollIntervalMs()).toBe(20_000)
  })

  it.each([
    [
      'a browser on battery beside a desktop at the mains',
      [{ isOnBattery: false }, { isOnBattery: true }],
      20_000,
    ],
    ['every window on battery', [{ isOnBattery: true }, { isOnBattery: true }], 60_000],
    [
      'one in front on battery, one in the background at the mains',
      [{ isOnBattery: true }, { isForeground: false }],
      60_000,
    ],
    [
      'both in the background, one on battery',
      [{ isForeground: false }, { isForeground: false, isOnBattery: true }],
      120_000,
    ],
  ])('is that of the client that wants the most polls: %s', (_name, states, intervalMs) => {
    for (const order of [states, states.toReversed()]) {
      const presence = board()
      for (const [index, state] of order.entries()) {
        presence.report(window({ clientId: `w${index}`, ...state }))
      }
      expect(presence.pollIntervalMs()).toBe(intervalMs)
    }
  })

  it('forgets a window that went away without a word', () => {
    const presence = board()
    presence.report(window())
    presence.pass(149_000)
    expect(presence.pollIntervalMs()).toBe(20_000)
    presence.pass(1_000)
    expect(presence.pollIntervalMs()).toBe(120_000)
  })
})

describe('a reason to look at once', () => {
  it('is a window that comes to the front', () => {
    const presence = board()
    presence.report(window({ isForeground: false }))
    expect(presence.report(window())).toBe(true)
  })

  it('is the network that came back, in whichever window', () => {
    const presence = board()
    presence.report(window())
    expect(presence.report(window({ isForeground: false, cameOnline: true }))).toBe(true)
  })

  it('is not that a window still is in front, or that it leaves', () => {
    const presence = board()
    expect(presence.report(window())).toBe(false)
    expect(presence.report(window())).toBe(false)
    expect(presence.report(window({ isForeground: false }))).toBe(false)
  })
})
