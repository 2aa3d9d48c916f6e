export interface WindowEntry {
  units: number
  readonly sentAt: number
  /** When the answer came, or null while it is awaited. */
  respondedAt: number | null
}

/** What was spent in the last minute, as late as the server may have counted it. */
export interface SlidingWindow {
  add(entry: WindowEntry): void
  usedUnits(now: number): number
  /** When no more than `units` will be left in the window. */
  freeAt(units: number, now: number): number
  /** The server counted later than assumed: assume more. */
  widen(): void
}

const MINUTE_MS = 60_000
const MAX_JITTER_MS = 3_000

/**
 * The server counts a request somewhere between its sending and its answer. Each is therefore held
 * for a minute after its answer, or after `jitterMs` where the answer takes longer.
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
      const held = current(now).toSorted((one, other) => expiryOf(one) - expiryOf(other))
      let left = held.reduce((sum, entry) => sum + entry.units, 0)
      for (const entry of held) {
        if (left <= units) break
        left -= entry.units
        if (left <= units) return expiryOf(entry) + 1
      }
      return now
    },
    widen() {
      jitter = Math.min(MAX_JITTER_MS, jitter + 200)
    },
  }
}
