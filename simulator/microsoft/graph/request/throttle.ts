import { ThrottledError } from './errors.ts'

/** Graph's limits for one app and one mailbox. */
export const GRAPH_LIMITS = {
  concurrent: 4,
  requests: 10_000,
  requestWindowMs: 10 * 60_000,
  uploadBytes: 150 * 1024 * 1024,
  uploadWindowMs: 5 * 60_000,
} as const

/** A rolling window of amounts, oldest first. */
interface Window {
  entries: { at: number; amount: number }[]
  sum: number
}

export interface Throttle {
  /** Takes up to `wanted` of the mailbox's four places; answers how many, and gives them back. */
  acquire(account: string, wanted: number): { slots: number; release: () => void }
  /** Counts one request and what it uploads. Throws where a window is full; that costs nothing. */
  spend(account: string, uploadedBytes: number): void
  reset(): void
}

/** The windows roll on the simulator's clock. */
export function createThrottle(now: () => number): Throttle {
  const inFlight = new Map<string, number>()
  const requests = new Map<string, Window>()
  const uploads = new Map<string, Window>()

  const windowOf = (windows: Map<string, Window>, account: string, lengthMs: number): Window => {
    const window = windows.get(account) ?? { entries: [], sum: 0 }
    windows.set(account, window)
    let gone = 0
    for (const { at, amount } of window.entries) {
      if (at > now() - lengthMs) break
      window.sum -= amount
      gone += 1
    }
    if (gone > 0) window.entries.splice(0, gone)
    return window
  }
  const refuse = (window: Window, lengthMs: number, limit: string): ThrottledError => {
    const oldest = window.entries[0]?.at ?? now()
    const seconds = Math.max(1, Math.ceil((oldest + lengthMs - now()) / 1_000))
    return throttled(limit, seconds)
  }
  const add = (window: Window, amount: number): void => {
    window.entries.push({ at: now(), amount })
    window.sum += amount
  }

  return {
    acquire: (account, wanted) => {
      const running = inFlight.get(account) ?? 0
      const places = Math.max(0, Math.min(wanted, GRAPH_LIMITS.concurrent - running))
      inFlight.set(account, running + places)
      return {
        slots: places,
        release: () => inFlight.set(account, (inFlight.get(account) ?? places) - places),
      }
    },
    spend: (account, uploadedBytes) => {
      const { requestWindowMs, uploadWindowMs } = GRAPH_LIMITS
      const calls = windowOf(requests, account, requestWindowMs)
      const bytes = windowOf(uploads, account, uploadWindowMs)
      if (calls.sum + 1 > GRAPH_LIMITS.requests) throw refuse(calls, requestWindowMs, 'RequestRate')
      if (bytes.sum + uploadedBytes > GRAPH_LIMITS.uploadBytes)
        throw refuse(bytes, uploadWindowMs, 'UploadBandwidth')
      add(calls, 1)
      if (uploadedBytes > 0) add(bytes, uploadedBytes)
    },
    reset: () => {
      requests.clear()
      uploads.clear()
    },
  }
}

/** More than four requests at once. Graph asks for a few seconds' pause. */
export function tooManyConcurrent(): ThrottledError {
  return throttled('MailboxConcurrency', 1)
}

function throttled(limit: string, seconds: number): ThrottledError {
  return new ThrottledError(
    429,
    'ApplicationThrottled',
    `Application is over its ${limit} limit.`,
    { 'retry-after': String(seconds) },
  )
}
