/** Why a token endpoint gave no token; nothing of the request or the answer's body is in it. */
export type TokenFailure =
  | { kind: 'offline' }
  | { kind: 'throttled'; retryAfterMs: number | null }
  | { kind: 'server' }
  | TokenRefusal

/** The endpoint understood and said no. */
export interface TokenRefusal {
  kind: 'refused'
  /** An OAuth code (RFC 6749 section 5.2), or empty. */
  error: string
  /** The provider's own numbers where it has any. */
  codes: readonly number[]
}

/** A token was asked for in vain. Libraries' errors quote the request, so none is its cause. */
export class TokenError extends Error {
  readonly failure: TokenFailure

  constructor(failure: TokenFailure) {
    super(`No token: ${failure.kind}`)
    this.name = 'NoToken'
    this.failure = failure
  }
}
