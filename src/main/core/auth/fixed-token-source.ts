import type { AccessTokenSource } from '#core/ports/services.ts'

/** The token just received, for the one question whose mailbox it opens. */
export function fixedToken(token: string): AccessTokenSource {
  return { accessToken: () => Promise.resolve(token), reject: () => undefined }
}
