import { abortReason } from '#shared/domain/abort-reason.ts'
import type { Clock } from '#core/ports/clock.ts'
import { ProviderError } from '#core/ports/provider.ts'

/** `user` requests, made for something the person does now, go before `background` ones. */
export type Priority = 'user' | 'background'

export interface AcquireOptions {
  priority: Priority
  signal?: AbortSignal | undefined
  /** Called with the time of the next possible grant if that is more than two seconds away. */
  onWaiting?: ((untilMs: number) => void) | undefined
}

/** The decision about the first request in the queue. */
export type QueueDecision<Granted> =
  | { kind: 'grant'; granted: Granted }
  /** Decide again at this time (epoch milliseconds). */
  | { kind: 'wait'; untilMs: number }
  /** Decide again on the next call of `advance`, when a request has ended. */
  | { kind: 'stay' }

export interface RequestQueue<Request, Granted> {
  /**
   * Waits until the request is granted. Rejects with the signal's reason if it is aborted. A user
   * request that would wait for more than twenty seconds rejects with `throttled` at once.
   */
  enqueue(request: Request, options: AcquireOptions): Promise<Granted>
  /** To be called when something changed that may allow the next grant. */
  advance(): void
  /** The number of waiting requests. */
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
 * A queue of requests that wait for a provider's limits: user requests before background ones, each
 * in order of arrival. No request is granted before an earlier one of its priority, because small
 * requests could then delay a large one for ever. An aborted request leaves the queue.
 *
 * @param options.decide decides about the first request; it is called again at the time that it
 *   returned, and on every call of `advance`
 */
export function createRequestQueue<Request, Granted>(options: {
  clock: Clock
  decide: (request: Request, priority: Priority, now: number) => QueueDecision<Granted>
  /** The error message for a user request that would wait too long. */
  waitTooLongMessage: string
}): RequestQueue<Request, Granted> {
  const { clock, decide, waitTooLongMessage: tooLong } = options
  const queues: Record<Priority, QueuedRequest<Request, Granted>[]> = { user: [], background: [] }
  let timer: AbortController | null = null

  const advance = (): void => {
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
      advanceIn(Math.max(1, waitMs))
      return
    }
  }

  const advanceIn = (ms: number): void => {
    const sleep = new AbortController()
    timer = sleep
    clock.sleep(ms, sleep.signal).then(
      () => {
        if (timer === sleep) advance()
      },
      // The sleep is aborted only by the next advance.
      () => undefined,
    )
  }

  return {
    advance,
    length: (priority) => queues[priority].length,
    enqueue(request, { priority, signal, onWaiting }) {
      signal?.throwIfAborted()
      return new Promise((resolve, reject) => {
        const leave = (): void => {
          const index = queues[priority].indexOf(waiter)
          if (index < 0) return
          queues[priority].splice(index, 1)
          if (signal !== undefined) reject(abortReason(signal))
          advance()
        }
        const stopListening = (): void => signal?.removeEventListener('abort', leave)
        const waiter: QueuedRequest<Request, Granted> = {
          request,
          onWaiting,
          grant: (granted) => {
            stopListening()
            resolve(granted)
          },
          fail: (error) => {
            stopListening()
            reject(error)
          },
        }
        queues[priority].push(waiter)
        signal?.addEventListener('abort', leave, { once: true })
        advance()
      })
    },
  }
}
