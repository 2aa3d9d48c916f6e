import { OperationError, type Result } from '#shared/errors.ts'
import type { ChunkAnswer, UploadPart } from '#shared/upload.ts'
import type { Upload } from '#core/ports/core.ts'
import { createChunkQueue, type ChunkQueue } from './chunk-queue.ts'

/** A page that sends nothing for so long has gone: its upload is cancelled. */
const IDLE_MS = 60_000

interface RunningUpload {
  queue: ChunkQueue
  cancelling: AbortController
  result: Promise<Result<unknown>>
  timer: NodeJS.Timeout
}

export interface UploadReceiver {
  /** Takes the next part of an upload; parts of one upload come one after the other. */
  receive(part: UploadPart): Promise<Result<unknown>>
}

/** Puts the parts of uploads together again, as the streams that the core reads. */
export function createUploadReceiver(
  dispatch: (name: string, input: unknown, upload: Upload) => Promise<Result<unknown>>,
  { idleMs = IDLE_MS }: { idleMs?: number } = {},
): UploadReceiver {
  const running = new Map<string, RunningUpload>()

  function cancel(uploadId: string): void {
    const upload = running.get(uploadId)
    if (upload === undefined) return
    running.delete(uploadId)
    clearTimeout(upload.timer)
    const reason = new OperationError('upload_interrupted', 'The file was not sent to its end.')
    upload.cancelling.abort(reason)
    upload.queue.fail(reason)
  }

  function begin({ uploadId, name, input }: Extract<UploadPart, { kind: 'begin' }>): void {
    const queue = createChunkQueue()
    const cancelling = new AbortController()
    const upload: RunningUpload = {
      queue,
      cancelling,
      result: dispatch(name, input, { content: queue.content, signal: cancelling.signal }),
      timer: setTimeout(() => cancel(uploadId), idleMs).unref(),
    }
    running.set(uploadId, upload)
    void upload.result.then(() => queue.close())
  }

  return {
    async receive(part) {
      const { uploadId } = part
      if (part.kind === 'begin') {
        if (running.has(uploadId)) return interrupted()
        begin(part)
        return { ok: true, value: null }
      }
      const upload = running.get(uploadId)
      // The core was started anew, or the upload waited too long.
      if (upload === undefined) return part.kind === 'cancel' ? done() : interrupted()
      upload.timer.refresh()
      switch (part.kind) {
        case 'chunk': {
          const wantsMore = await upload.queue.push(part.bytes)
          return { ok: true, value: { wantsMore } satisfies ChunkAnswer }
        }
        case 'end': {
          upload.queue.end()
          const result = await upload.result
          clearTimeout(upload.timer)
          running.delete(uploadId)
          return result
        }
        case 'cancel':
          cancel(uploadId)
          return done()
      }
    },
  }
}

function done(): Result<null> {
  return { ok: true, value: null }
}

function interrupted(): Result<never> {
  return {
    ok: false,
    error: { code: 'upload_interrupted', message: 'The file did not arrive whole.' },
  }
}
