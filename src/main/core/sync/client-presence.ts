import type { Clock } from '../ports/clock.ts'
import type { Presence } from '../ports/engines.ts'

/** What the clients last reported about themselves. */
export interface ClientPresence {
  /** Returns whether this is a reason to poll at once. */
  report(presence: Presence): boolean
  /** Milliseconds between two polls. */
  pollIntervalMs(): number
}

/** A client that has not reported for this long counts as gone. */
const PRESENCE_TTL_MS = 150_000
const MAX_CLIENTS = 1_000

const INTERVAL_MS = {
  foreground: { mains: 20_000, battery: 60_000 },
  background: { mains: 120_000, battery: 300_000 },
} as const

type Circumstances = Pick<Presence, 'isForeground' | 'isOnBattery'>

/**
 * Decides how often to poll: often while somebody looks at a window, less in the background and on
 * battery. Each client counts for itself and the one that wants the most polls decides, so a browser
 * on battery does not slow down a desktop at the mains. As long as no client has ever said anything
 * somebody is assumed to look, because scripts do not say.
 */
export function createClientPresence(clock: Clock): ClientPresence {
  const clients = new Map<string, Presence & { until: number }>()
  let lastReport: Presence | null = null

  function presentClients(): Presence[] {
    const now = clock.now()
    for (const [id, { until }] of clients) if (until <= now) clients.delete(id)
    return [...clients.values()]
  }

  function hasForeground(): boolean {
    return lastReport === null || presentClients().some((client) => client.isForeground)
  }

  return {
    report(presence) {
      const wasForeground = hasForeground()
      lastReport = presence
      clients.delete(presence.clientId)
      clients.set(presence.clientId, { ...presence, until: clock.now() + PRESENCE_TTL_MS })
      const [oldest] = clients.keys()
      if (clients.size > MAX_CLIENTS && oldest !== undefined) clients.delete(oldest)
      return presence.cameOnline || (!wasForeground && presence.isForeground)
    },
    pollIntervalMs() {
      if (lastReport === null) return intervalOf({ isForeground: true, isOnBattery: false })
      const present = presentClients()
      return present.length === 0
        ? intervalOf({ ...lastReport, isForeground: false })
        : Math.min(...present.map(intervalOf))
    },
  }
}

function intervalOf({ isForeground, isOnBattery }: Circumstances): number {
  return INTERVAL_MS[isForeground ? 'foreground' : 'background'][isOnBattery ? 'battery' : 'mains']
}
