import type { Clock } from '#core/ports/clock.ts'
import { ProviderError } from '#core/ports/provider.ts'

/** The person's own clicks go before work in the background. */
export type Priority = 'user' | 'background'

export interface AcquireOptions {
  priority: Priority
  signal?: AbortSignal | undefined
  /** Told the time before which nothing can be granted, when that is more than a moment away. */
  onWaiting?: ((untilMs: number) => void) | undefined
}

/** What the head of the line gets now. */
export type QueueDecision<Granted> =
  | { kind: 'grant'; granted: Granted }
  /** Not before this time (epoch milliseconds). */
  | { kind: 'wait'; untilMs: number }
  /** When somebody is done, whoever that tells. */
  | { kind: 'stay' }

export interface RequestQueue<Request, Granted> {
  /**
   * Waits for its turn. Rejects with the signal's reason, and a user's request with `throttled`
   * rather than wait for more than twenty seconds.
   */
  enqueue(request: Request, options: AcquireOptions): Promise<Granted>
  /** Something has changed that may let the next in. */
  advance(): void
  /** How many wait. */
  length(priority: Priority): number
}

interface QueuedRequest<Request, Granted> {
  request: Request
  onWaiting: ((untilMs: number) => void) | undefined
  grant: (granted: Granted) => void
  fail: (error: ProviderError) => void
}

const MAX_USER_WAIT_MS = 20_000
const MIN_REPORTED_WAIT_MS = 2_000

/**
 * A line of those who wait for a provider's limits: users before background work, each in the order
 * they came. Nobody overtakes within a line, because what is large would wait for ever behind what
 * is small; whoever leaves lets the next one through.
 *
 * @param options.decide looks at the head of the line; it is asked again at the time it named, and
 *   whenever `look` is called
 */
export function createRequestQueue<Request, Granted>(options: {
  clock: Clock
  decide: (request: Request, priority: Priority, now: number) => QueueDecision<Granted>
  /** What a person is told who would wait too long. */
  waitTooLongMessage: string
}): RequestQueue<Request, Granted> {
  const { clock, decide, waitTooLongMessage: tooLong } = options
  const queues: Record<Priority, QueuedRequest<Request, Granted>[]> = { user: [], background: [] }
  let timer: AbortController | null = null

  const look = (): void => {
    timer?.abort()
    timer = null
    for (;;) {
      const priority = queues.user.length > 0 ? 'user' : 'background'
      const waiter = queues[priority][0]
      if (!waiter) return
      const now = clock.now()
      const decision = decide(waiter.request, priority, now)
      if (decision.kind === 'stay') return
      if (decision.kind === 'grant') {
        queues[priority].shift()
        waiter.grant(decision.granted)
        continue
      }
      const waitMs = decision.untilMs - now
      if (priority === 'user' && waitMs > MAX_USER_WAIT_MS) {
        queues.user.shift()
        waiter.fail(new ProviderError('throttled', tooLong, { retryAfterMs: waitMs }))
        continue
      }
      if (waitMs > MIN_REPORTED_WAIT_MS) waiter.onWaiting?.(decision.untilMs)
      lookIn(Math.max(1, waitMs))
      return
    }
  }

  const lookIn = (ms: number): void => {
    const alarm = new AbortController()
    timer = alarm
    clock.sleep(ms, alarm.signal).then(
      () => {
        if (timer === alarm) look()
      },
      // Only ever aborted by the next look.
      () => undefined,
    )
  }

  return {
    advance: look,
    length: (priority) => queues[priority].length,
    enqueue(request, { priority, signal, onWaiting }) {
      signal?.throwIfAborted()
      return new Promise((resolve, reject) => {
        const leave = (): void => {
          const place = queues[priority].indexOf(waiter)
          if (place < 0) return
          queues[priority].splice(place, 1)
          reject(signal?.reason as Error)
          look()
        }
        const settled = (): void => signal?.removeEventListener('abort', leave)
        const waiter: QueuedRequest<Request, Granted> = {
          request,
          onWaiting,
          grant: (granted) => {
            settled()
            resolve(granted)
          },
          fail: (error) => {
            settled()
            reject(error)
          },
        }
        queues[priority].push(waiter)
        signal?.addEventListener('abort', leave, { once: true })
        look()
      })
    },
  }
}
