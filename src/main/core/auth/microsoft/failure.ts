import { z } from 'zod'
import type { Clock } from '#core/ports/clock.ts'
import { retryAfter } from '../google/token-endpoint.ts'
import type { LastAnswer } from './network.ts'

/** Why the token endpoint gave no token; nothing of the request or the answer's body is in it. */
export type TokenFailure =
  | { kind: 'offline' }
  | { kind: 'throttled'; retryAfterMs: number | null }
  | { kind: 'server' }
  /** The endpoint understood and said no. */
  | { kind: 'refused'; error: string; codes: number[] }

const refusal = z.object({
  error: z.string().max(100),
  error_description: z.string().optional(),
  error_codes: z.array(z.number()).optional(),
})

/** Reads how the token endpoint answered, after MSAL has thrown. */
export function tokenFailure(last: LastAnswer, clock: Clock): TokenFailure {
  if (last.kind === 'unreachable') return { kind: 'offline' }
  if (last.kind === 'none') return { kind: 'server' }
  const { status, body } = last
  const read = refusal.safeParse(body)
  if (status === 429) {
    return { kind: 'throttled', retryAfterMs: retryAfter(last.retryAfter, clock) }
  }
  if (status >= 500 || status < 400 || !read.success) return { kind: 'server' }
  const { error, error_codes, error_description } = read.data
  return { kind: 'refused', error, codes: error_codes ?? codesIn(error_description ?? '') }
}

/** Microsoft's own numbers in a description: `AADSTS90094: The grant requires admin permission.` */
export function codesIn(description: string): number[] {
  return [...description.slice(0, 4000).matchAll(/AADSTS(\d{4,10})/gu)].map((match) =>
    Number(match[1]),
  )
}
