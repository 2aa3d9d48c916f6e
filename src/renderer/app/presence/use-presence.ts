import { useEffect } from 'react'
import { call } from '../../client/client.ts'
import { useConnection } from '../../client/connection.ts'
import { startPresence, type PresenceSource } from './start-presence.ts'

/** One per page: a reload is another client, and the old one is forgotten by itself. */
const clientId = crypto.randomUUID()

/** Of the Battery Status API, which not every browser has. */
interface Battery extends EventTarget {
  readonly charging: boolean
}
declare global {
  interface Navigator {
    getBattery?: () => Promise<Battery>
  }
}

function pageSource(): PresenceSource {
  let battery: Battery | null = null
  return {
    isForeground: () => document.visibilityState === 'visible' && document.hasFocus(),
    isOnBattery: () => battery?.charging === false,
    watch(changed) {
      const ended = new AbortController()
      const { signal } = ended
      document.addEventListener('visibilitychange', changed, { signal })
      window.addEventListener('focus', changed, { signal })
      window.addEventListener('blur', changed, { signal })
      // Where a browser does not tell, the computer is taken to be plugged in.
      navigator
        .getBattery?.()
        .then((found) => {
          if (signal.aborted) return
          battery = found
          found.addEventListener('chargingchange', changed, { signal })
          changed()
        })
        .catch(() => undefined)
      return () => ended.abort()
    },
    watchNetwork(online) {
      window.addEventListener('online', online)
      return () => window.removeEventListener('online', online)
    },
  }
}

/** Lets the core know whether somebody looks at this window, for as long as it stands. */
export function usePresence(): void {
  const canSay = useConnection(({ hasSession: entered, state }) => entered && state === 'open')
  useEffect(() => {
    // Also after the core came back: it has forgotten who was looking.
    if (!canSay) return
    return startPresence({
      clientId,
      source: pageSource(),
      say: (presence) => call('sync.presence', presence),
    })
  }, [canSay])
}
