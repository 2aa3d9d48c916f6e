import { abortReason } from '#shared/domain/abort-reason.ts'
import type { Clock } from '../ports/clock.ts'

/** A wait that can be cut short. A wake-up while nothing waits ends the next wait at once. */
export interface WakeUpSignal {
  wake(): void
  /** Resolves after `ms`, or at a wake-up. Rejects with the signal's reason when it aborts. */
  wait(ms: number, signal: AbortSignal): Promise<void>
}

export function createWakeUpSignal(clock: Clock): WakeUpSignal {
  let isWoken = false
  let waiting: AbortController | null = null
  return {
    wake() {
      isWoken = true
      waiting?.abort()
    },
    async wait(ms, signal) {
      signal.throwIfAborted()
      if (!isWoken) {
        const cut = new AbortController()
        waiting = cut
        const either = AbortSignal.any([signal, cut.signal])
        await (ms === Infinity ? aborted(either) : clock.sleep(ms, either)).catch(
          (error: unknown) => {
            if (!cut.signal.aborted) throw error
          },
        )
        waiting = null
        signal.throwIfAborted()
      }
      isWoken = false
    },
  }
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(abortReason(signal)), { once: true })
  })
}
