import type { Bridge } from '#shared/bridge.ts'
import type { OperationName } from '#shared/contract/index.ts'
import type { Result } from '#shared/errors.ts'
import type { CallOptions } from './transport.ts'

const CANCELLED: Result<never> = {
  ok: false,
  error: { code: 'cancelled', message: 'This call was cancelled.' },
}

/**
 * Runs an operation at the desktop's core. No signal crosses to the preload script, so a call that
 * can be cancelled has an id; where it is aborted the core is told, and nobody waits for its answer.
 */
export async function callOverBridge(
  bridge: Pick<Bridge, 'call' | 'cancel'>,
  { name, input }: { name: OperationName; input: object },
  { signal }: CallOptions = {},
): Promise<Result<unknown>> {
  if (signal === undefined) return await bridge.call(name, input)
  if (signal.aborted) return CANCELLED
  const callId = crypto.randomUUID()
  const aborted = Promise.withResolvers<Result<unknown>>()
  const cancel = (): void => {
    // The page no longer cares whether the core still knew the call.
    bridge.cancel(callId).catch(() => undefined)
    aborted.resolve(CANCELLED)
  }
  signal.addEventListener('abort', cancel, { once: true })
  try {
    return await Promise.race([bridge.call(name, input, callId), aborted.promise])
  } finally {
    signal.removeEventListener('abort', cancel)
  }
}
