import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { startPresence, type Presence } from './start-presence.ts'

interface Page {
  isForeground: boolean
  isOnBattery: boolean
}

function visitPage(page: Page, answer: () => Promise<unknown> = () => Promise.resolve()) {
  const said: Presence[] = []
  const listeners: Record<'changed' | 'online', () => void> = {
    changed: () => undefined,
    online: () => undefined,
  }
  const watched = { count: 0 }
  const watch = (name: keyof typeof listeners) => (listener: () => void) => {
    listeners[name] = listener
    watched.count += 1
    return () => {
      watched.count -= 1
    }
  }
  const stop = startPresence({
    clientId: 'page',
    source: {
      isForeground: () => page.isForeground,
      isOnBattery: () => page.isOnBattery,
      watch: watch('changed'),
      watchNetwork: watch('online'),
    },
    say: (presence) => {
      said.push(presence)
      return answer()
    },
  })
  return {
    said,
    watched,
    stop,
    become(change: Partial<Page>) {
      Object.assign(page, change)
      listeners.changed()
    },
    comeOnline: () => listeners.online(),
  }
}

const front = { clientId: 'page', isForeground: true, isOnBattery: false, cameOnline: false }

beforeEach(() => {
  vi.useFakeTimers({ now: 0 })
})
afterEach(() => {
  vi.useRealTimers()
})

describe('presence', () => {
  it('is said at once, and every minute while somebody looks', () => {
    const { said } = visitPage({ isForeground: true, isOnBattery: false })
    expect(said).toEqual([front])
    vi.advanceTimersByTime(180_000)
    expect(said).toEqual([front, front, front, front])
  })

  it('is said once when nobody looks any more, and then no more', () => {
    const page = visitPage({ isForeground: true, isOnBattery: false })
    page.become({ isForeground: false })
    vi.advanceTimersByTime(600_000)
    expect(page.said).toEqual([front, { ...front, isForeground: false }])
  })

  it('is said at once when somebody looks again', () => {
    const page = visitPage({ isForeground: false, isOnBattery: false })
    page.become({ isForeground: true })
    expect(page.said.at(-1)).toEqual(front)
  })

  it('is not repeated by events that change nothing', () => {
    const page = visitPage({ isForeground: true, isOnBattery: false })
    // Focus and visibility both announce that a window came to the front.
    page.become({})
    page.become({})
    expect(page.said).toHaveLength(1)
  })

  it('says when the computer is unplugged', () => {
    const page = visitPage({ isForeground: true, isOnBattery: false })
    page.become({ isOnBattery: true })
    expect(page.said.at(-1)).toEqual({ ...front, isOnBattery: true })
  })

  it('says that the network came back, also in the background', () => {
    const page = visitPage({ isForeground: false, isOnBattery: false })
    page.comeOnline()
    expect(page.said.at(-1)).toEqual({ ...front, isForeground: false, cameOnline: true })
  })

  it('takes a minute that lasted much longer for a computer that slept', () => {
    const { said } = visitPage({ isForeground: true, isOnBattery: false })
    vi.setSystemTime(3_600_000)
    vi.advanceTimersByTime(60_000)
    expect(said.at(-1)).toEqual({ ...front, cameOnline: true })
    vi.advanceTimersByTime(60_000)
    expect(said.at(-1)).toEqual(front)
  })

  it('goes on when saying it fails, and says the same again at the next event', async () => {
    const page = visitPage({ isForeground: true, isOnBattery: false }, () =>
      Promise.reject(new Error('no core')),
    )
    await vi.advanceTimersByTimeAsync(0)
    page.become({})
    expect(page.said).toEqual([front, front])
    await vi.advanceTimersByTimeAsync(60_000)
    expect(page.said).toHaveLength(3)
  })

  it('ends with the page: no timer and no listener stays', () => {
    const page = visitPage({ isForeground: true, isOnBattery: false })
    page.stop()
    expect(page.watched.count).toBe(0)
    vi.advanceTimersByTime(600_000)
    expect(page.said).toHaveLength(1)
  })
})
