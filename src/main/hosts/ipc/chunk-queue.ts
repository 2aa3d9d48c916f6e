/** Chunks on their way from a sender that waits to a reader: one at a time, none is collected. */
export interface ChunkQueue {
  content: AsyncIterable<Uint8Array>
  /** Resolves when the reader took the chunk: true where it wants the next, false where it has gone. */
  push(chunk: Uint8Array): Promise<boolean>
  /** No more chunks: the reader's loop ends. */
  end(): void
  /** The reader's loop throws. */
  fail(error: Error): void
  /** The reader has gone: nothing waits any more. */
  close(): void
}

export function createChunkQueue(): ChunkQueue {
  let chunk: { bytes: Uint8Array; taken: (wantsMore: boolean) => void } | null = null
  let outcome: { error: Error | null } | null = null
  let isClosed = false
  let changed = Promise.withResolvers<undefined>()

  function notify(): void {
    changed.resolve(undefined)
    changed = Promise.withResolvers()
  }
  function close(): void {
    isClosed = true
    chunk?.taken(false)
    chunk = null
    notify()
  }
  async function* read(): AsyncIterable<Uint8Array> {
    try {
      while (!isClosed) {
        if (outcome?.error) throw outcome.error
        if (chunk !== null) {
          const current = chunk
          yield current.bytes
          chunk = null
          current.taken(true)
        } else if (outcome === null) await changed.promise
        else return
      }
    } finally {
      close()
    }
  }

  return {
    content: read(),
    push: (bytes) =>
      new Promise((taken) => {
        if (isClosed || outcome !== null) taken(false)
        else {
          chunk = { bytes, taken }
          notify()
        }
      }),
    end() {
      outcome ??= { error: null }
      notify()
    },
    fail(error) {
      outcome = { error }
      notify()
    },
    close,
  }
}
