export interface WindowEntry {
  units: number
  readonly sentAt: number
  /** When the response arrived, or null while the request is in flight; epoch milliseconds. */
  respondedAt: number | null
}

/** The units used in the last minute, counted as late as Gmail may have counted them. */
export interface SlidingWindow {
  add(entry: WindowEntry): void
  usedUnits(now: number): number
  /** The time from which at most `units` are in the window, in epoch milliseconds. */
  freeAt(units: number, now: number): number
  /** Assumes a longer time until Gmail counts a request. */
  widen(): void
}

const MINUTE_MS = 60_000
const MAX_JITTER_MS = 3_000

/**
 * Gmail counts a request at some time between its sending and its response. Each request therefore
 * stays in the window until a minute after its response, or a minute after `jitterMs` if the
 * response takes longer.
 */
export function createSlidingWindow(jitterMs: number): SlidingWindow {
  let jitter = jitterMs
  let entries: WindowEntry[] = []

  const expiryOf = (entry: WindowEntry): number =>
    Math.min(entry.respondedAt ?? Infinity, entry.sentAt + jitter) + MINUTE_MS

  const current = (now: number): WindowEntry[] => {
    if (entries.some((entry) => expiryOf(entry) < now)) {
      entries = entries.filter((entry) => expiryOf(entry) >= now)
    }
    return entries
  }

  return {
    add(entry) {
      entries.push(entry)
    },
    usedUnits: (now) => current(now).reduce((sum, entry) => sum + entry.units, 0),
    freeAt(units, now) {
      const sorted = current(now).toSorted((one, other) => expiryOf(one) - expiryOf(other))
      let total = sorted.reduce((sum, entry) => sum + entry.units, 0)
      for (const entry of sorted) {
        if (total <= units) break
        total -= entry.units
        if (total <= units) return expiryOf(entry) + 1
      }
      return now
    },
    widen() {
      jitter = Math.min(MAX_JITTER_MS, jitter + 200)
    },
  }
}
