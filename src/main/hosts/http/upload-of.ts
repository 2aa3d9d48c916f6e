import type { IncomingMessage } from 'node:http'
import type { Upload } from '#core/ports/core.ts'
import { OperationError } from '#shared/errors.ts'

/** The body of a request as it arrives. A connection that breaks off aborts the upload. */
export function uploadOf(request: IncomingMessage): Upload {
  const broken = new AbortController()
  const interrupted = new OperationError('upload_interrupted', 'The file did not arrive whole.')
  request.once('close', () => {
    if (!request.complete) broken.abort(interrupted)
  })
  return { content: chunksOf(request, interrupted), signal: broken.signal }
}

async function* chunksOf(
  request: IncomingMessage,
  interrupted: OperationError,
): AsyncIterable<Uint8Array> {
  try {
    // The connection stays for the answer where the core wants no more.
    yield* request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>
  } catch (error) {
    throw request.complete ? error : interrupted
  }
  if (!request.complete) throw interrupted
}
