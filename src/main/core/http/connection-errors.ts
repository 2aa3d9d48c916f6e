/** Errors of connecting: the request never left, so that even a send may be repeated. */
const CONNECT_ERROR_CODES = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EAI_FAIL',
  'EAI_NODATA',
  'EAI_NONAME',
  'ENETUNREACH',
  'ENETDOWN',
  'EHOSTUNREACH',
  'EHOSTDOWN',
  'EADDRNOTAVAIL',
  'UND_ERR_CONNECT_TIMEOUT',
  // Somebody in between answered in the provider's name, a hotel's sign-in page for one; what is
  // encrypted for a wrong certificate is never sent.
  'CERT_HAS_EXPIRED',
  'CERT_NOT_YET_VALID',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'ERR_TLS_CERT_ALTNAME_INVALID',
])
/** Steps of connecting in which any failure (a time-out, say) comes before the request. */
const CONNECT_SYSCALLS = new Set(['connect', 'getaddrinfo'])
const MAX_CAUSE_DEPTH = 8

/** An error, what caused it, and so on; of several attempts at once, each. */
export function* causesOf(error: unknown, depth = 0): Generator<object> {
  if (depth >= MAX_CAUSE_DEPTH || typeof error !== 'object' || error === null) return
  yield error
  if (error instanceof AggregateError) {
    for (const inner of error.errors) yield* causesOf(inner, depth + 1)
  }
  if ('cause' in error) yield* causesOf(error.cause, depth + 1)
}

/**
 * Whether a failed request surely reached nobody. False says only that it may have arrived: a line
 * that breaks later looks the same before and after the server has acted.
 */
export function isConnectFailure(error: unknown): boolean {
  for (const cause of causesOf(error)) {
    const code: unknown = 'code' in cause ? cause.code : undefined
    if (typeof code === 'string' && CONNECT_ERROR_CODES.has(code)) return true
    const step: unknown = 'syscall' in cause ? cause.syscall : undefined
    if (typeof step === 'string' && CONNECT_SYSCALLS.has(step)) return true
  }
  return false
}
