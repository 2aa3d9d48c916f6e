import { z } from 'zod'
import type { Clock } from '#core/ports/clock.ts'

/** Why the token endpoint gave no token; nothing of the request or the answer's body is in it. */
export type TokenFailure =
  | { kind: 'offline' }
  | { kind: 'throttled'; retryAfterMs: number | null }
  | { kind: 'server' }
  /** The endpoint understood and said no; `error` is an OAuth code, or empty. */
  | { kind: 'refused'; error: string }

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
const withoutAnswer = z.object({ config: z.unknown(), response: z.undefined().optional() })

/** Reads what google-auth-library threw. Anything but a network or HTTP failure is a bad answer. */
export function tokenFailure(error: unknown, clock: Clock): TokenFailure {
  const answered = failure.safeParse(error)
  if (!answered.success) {
    const isNetwork =
      error instanceof Error && 'config' in error && withoutAnswer.safeParse(error).success
    return { kind: isNetwork ? 'offline' : 'server' }
  }
  const { status, headers: fields, data } = answered.data.response
  const code = oauthError(data)
  if (status === 429 || code === 'rate_limit_exceeded' || code === 'slow_down') {
    return { kind: 'throttled', retryAfterMs: retryAfter(fields?.get('retry-after'), clock) }
  }
  if (status >= 500 || status < 400) return { kind: 'server' }
  return { kind: 'refused', error: code }
}

/**
 * RFC 9110 section 10.2.3: seconds, or a date. Answers milliseconds from now, a day at most;
 * null where it says nothing usable.
 */
export function retryAfter(value: string | null | undefined, clock: Clock): number | null {
  if (value === null || value === undefined) return null
  const text = value.trim()
  const ms = /^\d+$/u.test(text) ? Number(text) * 1000 : Date.parse(text) - clock.now()
  return Number.isFinite(ms) && ms >= 0 ? Math.min(ms, 24 * 60 * 60 * 1000) : null
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
