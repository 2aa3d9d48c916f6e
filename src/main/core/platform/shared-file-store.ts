import { inPieces } from '#shared/domain/in-pieces.ts'
import type { Clock } from '../ports/clock.ts'
import type { FileStore, StoredFile } from '../ports/files.ts'
import type { Store } from '../ports/store.ts'

/** Bytes of one row; several hosts may write the same file at once, always cut alike. */
const CHUNK_BYTES = 1024 * 1024

/**
 * A file store for hosts that share one database: what one host stores, the others fetch from the
 * database and keep on their own disk. Content that can be had elsewhere again stays on one host.
 */
export function createSharedFileStore(
  local: FileStore,
  store: Pick<Store, 'read' | 'transaction'>,
  clock: Pick<Clock, 'now'>,
): FileStore {
  /** Pieces are written in order, so a file with all of them is whole. */
  async function share(file: StoredFile): Promise<void> {
    await store.transaction((tx) => tx.files.save(file, clock.now()))
    const present = await store.read.files.countChunks(file.hash)
    if (present === Math.ceil(file.sizeBytes / CHUNK_BYTES)) return
    const content = await local.open(file.hash)
    if (content === null) throw new Error('A file that was just written is gone.')
    let position = 0
    for await (const data of inPieces(content.stream(), CHUNK_BYTES)) {
      const at = position
      position += 1
      if (at >= present) await store.transaction((tx) => tx.files.saveChunk(file.hash, at, data))
    }
  }

  /** Whether the file is on this host's disk now, whole. */
  async function fetchShared(hash: string): Promise<boolean> {
    const file = await store.read.files.get(hash)
    if (file === null) return false
    const written = await local.write(sharedContent(hash))
    return written.hash === hash
  }

  async function* sharedContent(hash: string): AsyncIterable<Uint8Array> {
    for (let position = 0; ; position += 1) {
      const data = await store.read.files.readChunk(hash, position)
      if (data === null) return
      yield data
    }
  }

  return {
    ...local,
    async write(content, options) {
      const file = await local.write(content, options)
      if (options?.canBeFetchedAgain !== true) await share(file)
      return file
    },
    async open(hash) {
      const here = await local.open(hash)
      if (here !== null) return here
      return (await fetchShared(hash)) ? local.open(hash) : null
    },
    async read(hash) {
      const here = await local.read(hash)
      if (here !== null) return here
      return (await fetchShared(hash)) ? local.read(hash) : null
    },
  }
}
