import type { AccessTokenSource } from '#core/ports/services.ts'

/** The token just received, for the one question whose mailbox it opens. */
export function fixedTokenSource(token: string): AccessTokenSource {
  return { getAccessToken: () => Promise.resolve(token), invalidate: () => undefined }
}
