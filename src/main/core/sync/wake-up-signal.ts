import { abortReason } from '#shared/domain/abort-reason.ts'
import type { Clock } from '../ports/clock.ts'

/** A wait that can be cut short. A ring that nobody waits for ends the next wait at once. */
export interface WakeUpSignal {
  wake(): void
  /** Resolves after `ms`, or at a ring. Rejects with the signal's reason when it aborts. */
  wait(ms: number, signal: AbortSignal): Promise<void>
}

export function createWakeUpSignal(clock: Clock): WakeUpSignal {
  let isRinging = false
  let waiting: AbortController | null = null
  return {
    wake() {
      isRinging = true
      waiting?.abort()
    },
    async wait(ms, signal) {
      signal.throwIfAborted()
      if (!isRinging) {
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
      isRinging = false
    },
  }
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(abortReason(signal)), { once: true })
  })
}
