import type { Clock } from '../ports/clock.ts'
import type { Presence } from '../ports/engines.ts'

/** What every client said of itself, as far as it still holds. */
export interface ClientPresence {
  /** Answers whether it is a reason to look for changes at once. */
  report(presence: Presence): boolean
  /** Milliseconds between two looks for changes. */
  pollIntervalMs(): number
}

/** A client that is gone without a word counts no more after this. */
const PRESENCE_TTL_MS = 150_000
const MAX_CLIENTS = 1_000

const INTERVAL_MS = {
  foreground: { mains: 20_000, battery: 60_000 },
  background: { mains: 120_000, battery: 300_000 },
} as const

/**
 * Decides how often changes are looked for: often while somebody looks at a window, less in the
 * background and on battery. As long as no client has ever said anything somebody is assumed to
 * look, for a script does not tell.
 */
export function createClientPresence(clock: Clock): ClientPresence {
  const clients = new Map<string, Presence & { until: number }>()
  let isAnybodyKnown = false
  let isOnBattery = false

  const isForeground = (): boolean => {
    const now = clock.now()
    for (const [id, { until }] of clients) if (until <= now) clients.delete(id)
    return [...clients.values()].some((client) => client.isForeground)
  }

  return {
    report(presence) {
      const wasForeground = !isAnybodyKnown || isForeground()
      isAnybodyKnown = true
      isOnBattery = presence.isOnBattery
      clients.delete(presence.clientId)
      clients.set(presence.clientId, { ...presence, until: clock.now() + PRESENCE_TTL_MS })
      const [oldest] = clients.keys()
      if (clients.size > MAX_CLIENTS && oldest !== undefined) clients.delete(oldest)
      return presence.cameOnline || (!wasForeground && presence.isForeground)
    },
    pollIntervalMs() {
      const place = !isAnybodyKnown || isForeground() ? 'foreground' : 'background'
      return INTERVAL_MS[place][isOnBattery ? 'battery' : 'mains']
    },
  }
}
