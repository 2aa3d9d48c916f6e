import type { Result } from '#shared/errors.ts'

/** A page that has more calls than this without an answer cannot cancel the others. */
const MAX_CALLS = 1000

export interface CancellableCalls {
  /** Runs a call that `cancel` with the same window and id aborts until it has been answered. */
  run(
    windowId: number,
    callId: string,
    call: (signal: AbortSignal) => Promise<Result<unknown>>,
  ): Promise<Result<unknown>>
  /** Aborts the call of this id that this window made; ids of other windows are unknown to it. */
  cancel(windowId: number, callId: string): void
}

/** Remembers which calls of which window have no answer yet. */
export function createCancellableCalls(): CancellableCalls {
  const windows = new Map<number, Map<string, AbortController>>()
  return {
    async run(windowId, callId, call) {
      const calls = windows.get(windowId) ?? new Map<string, AbortController>()
      const cancelling = new AbortController()
      if (calls.size >= MAX_CALLS) return await call(cancelling.signal)
      windows.set(windowId, calls)
      calls.set(callId, cancelling)
      try {
        return await call(cancelling.signal)
      } finally {
        // A page that used an id twice cancels the later call.
        if (calls.get(callId) === cancelling) calls.delete(callId)
        if (calls.size === 0) windows.delete(windowId)
      }
    },
    cancel: (windowId, callId) => windows.get(windowId)?.get(callId)?.abort(),
  }
}
