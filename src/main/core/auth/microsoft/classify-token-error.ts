import { z } from 'zod'
import { retryAfterOf } from '#core/http/retry-after.ts'
import type { Clock } from '#core/ports/clock.ts'
import type { TokenFailure } from '../token-error.ts'
import type { LastResponse } from './recording-network.ts'

const refusal = z.object({
  error: z.string().max(100),
  error_description: z.string().optional(),
  error_codes: z.array(z.number()).optional(),
})

/** Reads how the token endpoint answered, after MSAL has thrown. */
export function classifyTokenError(last: LastResponse, clock: Clock): TokenFailure {
  if (last.kind === 'unreachable') return { kind: 'offline' }
  if (last.kind === 'none') return { kind: 'server' }
  const { status, body } = last
  const read = refusal.safeParse(body)
  if (status === 429) {
    return { kind: 'throttled', retryAfterMs: retryAfterOf(last.header, clock.now()) }
  }
  if (status >= 500 || status < 400 || !read.success) return { kind: 'server' }
  const { error, error_codes, error_description } = read.data
  return { kind: 'refused', error, codes: error_codes ?? parseErrorCodes(error_description ?? '') }
}

/** Microsoft's own numbers in a description: `AADSTS90094: The grant requires admin permission.` */
export function parseErrorCodes(description: string): number[] {
  return [...description.slice(0, 4000).matchAll(/AADSTS(\d{4,10})/gu)].map((match) =>
    Number(match[1]),
  )
}
