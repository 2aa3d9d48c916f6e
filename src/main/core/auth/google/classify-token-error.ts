import { z } from 'zod'
import { retryAfterOf } from '#core/http/retry-after.ts'
import type { Clock } from '#core/ports/clock.ts'
import type { TokenFailure } from '../token-error.ts'

// Not `instanceof Headers`: the library brings its own implementation.
const headers = z.custom<Pick<Headers, 'get'>>(
  (value) => value !== null && typeof value === 'object' && 'get' in value,
)
const failure = z.object({
  response: z.object({
    status: z.int(),
    headers: headers.optional(),
    data: z.unknown(),
  }),
})
const withoutResponse = z.object({ config: z.unknown(), response: z.undefined().optional() })

/** Reads what google-auth-library threw. Anything but a network or HTTP failure is a bad answer. */
export function classifyTokenError(error: unknown, clock: Clock): TokenFailure {
  const answered = failure.safeParse(error)
  if (!answered.success) {
    const isNetwork =
      error instanceof Error && 'config' in error && withoutResponse.safeParse(error).success
    return { kind: isNetwork ? 'offline' : 'server' }
  }
  const { status, headers: fields, data } = answered.data.response
  const code = oauthError(data)
  if (status === 429 || code === 'rate_limit_exceeded' || code === 'slow_down') {
    const retryAfterMs = retryAfterOf((name) => fields?.get(name) ?? null, clock.now())
    return { kind: 'throttled', retryAfterMs }
  }
  if (status >= 500 || status < 400) return { kind: 'server' }
  return { kind: 'refused', error: code, codes: [] }
}

function oauthError(data: unknown): string {
  let body = data
  if (typeof data === 'string') {
    try {
      body = JSON.parse(data)
    } catch {
      return ''
    }
  }
  const answer = z.object({ error: z.string().max(100) }).safeParse(body)
  return answer.success ? answer.data.error : ''
}
