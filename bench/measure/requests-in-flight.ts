import { subscribe, unsubscribe } from 'node:diagnostics_channel'

export interface RequestsInFlight {
  /** Time-weighted mean share of the background places that were in use, 0 to 1. */
  share: number
  /** Most requests in flight at once; a batch counts as one here. */
  most: number
}

/** Background work has three of a mailbox's four places. */
const BACKGROUND_SLOTS = 3

/**
 * Watches this thread's HTTP requests, from being written to their answer's last byte. Graph carries
 * out a batch four requests at a time, so that one takes all places.
 */
export function measureRequestsInFlight(): () => RequestsInFlight {
  const inFlight = new Map<object, number>()
  const began = performance.now()
  let since = began
  let used = 0
  let most = 0
  const settle = (): void => {
    const now = performance.now()
    const places = [...inFlight.values()].reduce((sum, weight) => sum + weight, 0)
    used += Math.min(BACKGROUND_SLOTS, places) * (now - since)
    since = now
  }
  const started = (message: unknown): void => {
    const { request } = message as { request: { path: string } }
    settle()
    inFlight.set(request, request.path.includes('$batch') ? BACKGROUND_SLOTS : 1)
    most = Math.max(most, inFlight.size)
  }
  const ended = (message: unknown): void => {
    settle()
    inFlight.delete((message as { request: object }).request)
  }
  const channels = [
    ['undici:request:create', started],
    ['undici:request:trailers', ended],
    ['undici:request:error', ended],
  ] as const
  for (const [name, listener] of channels) subscribe(name, listener)
  return () => {
    settle()
    for (const [name, listener] of channels) unsubscribe(name, listener)
    return { share: used / (BACKGROUND_SLOTS * (since - began)), most }
  }
}
