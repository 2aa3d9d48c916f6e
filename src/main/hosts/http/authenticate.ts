import { createHash, timingSafeEqual } from 'node:crypto'
import type { Caller, Core } from '#core/ports/core.ts'

export const SESSION_COOKIE = 'session_id'

/** How a request proved who it comes from. */
export type Credentials =
  | { kind: 'none' }
  | { kind: 'token'; caller: Caller }
  | { kind: 'session'; caller: Caller; sessionToken: string }

/** Compares secrets without telling by its duration how much was right. */
export function isSameSecret(given: string, expected: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(given), digest(expected))
}

/**
 * Reads `Authorization: Bearer` first, then the session cookie. A wrong token is not a reason to
 * look at the cookie: who sends a token means the token.
 */
export async function authenticate(
  core: Core,
  token: string,
  request: { authorization: string | undefined; sessionToken: string | undefined },
): Promise<Credentials> {
  const { authorization, sessionToken } = request
  if (authorization !== undefined) {
    const [, given] = /^Bearer +(\S+) *$/iu.exec(authorization) ?? []
    if (given === undefined || !isSameSecret(given, token)) return { kind: 'none' }
    return { kind: 'token', caller: { userId: core.localUserId, sessionToken: null } }
  }
  if (sessionToken === undefined || sessionToken === '') return { kind: 'none' }
  const userId = await core.sessions.userOf(sessionToken)
  if (userId === null) return { kind: 'none' }
  return { kind: 'session', caller: { userId, sessionToken }, sessionToken }
}
