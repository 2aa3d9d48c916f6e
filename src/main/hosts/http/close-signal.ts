import type { ServerResponse } from 'node:http'

/**
 * A signal that aborts where the client's connection closes before its answer was sent. The
 * response tells that, not the request: a request closes as soon as its body was read, and a
 * response once it was sent or its connection is gone (Node.js documentation, http `'close'`).
 */
export function closeSignal(response: ServerResponse): AbortSignal {
  const closing = new AbortController()
  response.once('close', () => {
    if (!response.writableEnded) closing.abort()
  })
  if (response.destroyed) closing.abort()
  return closing.signal
}
