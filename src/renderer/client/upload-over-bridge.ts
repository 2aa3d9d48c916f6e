import type { Bridge } from '#shared/bridge.ts'
import { fieldOf } from '#shared/domain/is-record.ts'
import type { OperationName } from '#shared/contract/index.ts'
import type { Result } from '#shared/errors.ts'
import type { UploadOptions } from './transport.ts'

const CHUNK_BYTES = 1024 * 1024

/** Sends a file to the desktop's core in chunks, each once the core took the one before. */
export async function uploadOverBridge(
  bridge: Pick<Bridge, 'upload'>,
  { name, input, content }: { name: OperationName; input: object; content: Blob },
  { signal, onProgress }: UploadOptions,
): Promise<Result<unknown>> {
  const uploadId = crypto.randomUUID()
  try {
    const begun = await bridge.upload({ kind: 'begin', uploadId, name, input })
    if (!begun.ok) return begun
    for (let sent = 0; sent < content.size; sent += CHUNK_BYTES) {
      signal.throwIfAborted()
      const piece = content.slice(sent, sent + CHUNK_BYTES)
      const bytes = new Uint8Array(await piece.arrayBuffer())
      const taken = await bridge.upload({ kind: 'chunk', uploadId, bytes })
      if (!taken.ok) return taken
      onProgress(sent + bytes.byteLength)
      // The end answers why.
      if (fieldOf(taken.value, 'wantsMore') === false) break
    }
    signal.throwIfAborted()
    return await bridge.upload({ kind: 'end', uploadId })
  } catch (error) {
    // Aborted, or a file that cannot be read any more.
    await bridge.upload({ kind: 'cancel', uploadId })
    return {
      ok: false,
      error: { code: 'upload_interrupted', message: error instanceof Error ? error.message : '' },
    }
  }
}
