/** What a page says of itself; the core looks for new mail as often as somebody looks at it. */
export interface Presence {
  clientId: string
  isForeground: boolean
  isOnBattery: boolean
  cameOnline: boolean
}

/** What is known of the page and its computer. */
export interface PresenceSource {
  /** The page is on the screen and has the keyboard. */
  isForeground(): boolean
  isOnBattery(): boolean
  /** Calls `changed` whenever one of the two may have changed. Answers how to stop. */
  watch(changed: () => void): () => void
  /** Calls `online` when the network came back. Answers how to stop. */
  watchNetwork(online: () => void): () => void
}

/** What the core is told holds for two and a half minutes. */
const HEARTBEAT_MS = 60_000
/** A timer that comes this much too late was asleep with its computer. */
const SLEEP_THRESHOLD_MS = 30_000

/**
 * Says whether somebody looks at this page: at every change, and every minute while somebody does.
 * Saying it may fail; then it is said again with the next reason, and nobody is bothered.
 * Answers the function that ends it.
 */
export function startPresence({
  clientId,
  source,
  say,
  now = () => Date.now(),
}: {
  clientId: string
  source: PresenceSource
  say: (presence: Presence) => Promise<unknown>
  now?: () => number
}): () => void {
  let said: { isForeground: boolean; isOnBattery: boolean } | null = null
  let timer: ReturnType<typeof setTimeout> | undefined
  let dueAt = 0

  const tell = (cameOnline: boolean) => {
    const state = { isForeground: source.isForeground(), isOnBattery: source.isOnBattery() }
    said = state
    clearTimeout(timer)
    if (state.isForeground) {
      dueAt = now() + HEARTBEAT_MS
      timer = setTimeout(() => tell(now() - dueAt > SLEEP_THRESHOLD_MS), HEARTBEAT_MS)
    }
    say({ clientId, ...state, cameOnline }).catch(() => {
      // Forgotten, so that the next change is said even where it leads back to the same.
      if (said === state) said = null
    })
  }
  const tellChange = () => {
    const same =
      said?.isForeground === source.isForeground() && said.isOnBattery === source.isOnBattery()
    if (!same) tell(false)
  }

  const stops = [source.watch(tellChange), source.watchNetwork(() => tell(true))]
  tell(false)
  return () => {
    clearTimeout(timer)
    for (const stop of stops) stop()
  }
}
