import { createHash, randomUUID } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { chmod, mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { fieldOf } from '#shared/domain/is-record.ts'
import type { Clock } from '../ports/clock.ts'
import { FileTooLargeError, type FileStore } from '../ports/files.ts'

const HASH = /^[0-9a-f]{64}$/u
const UNFINISHED = '.part'

/**
 * Files named after the SHA-256 of their content, under two-letter folders. Content is written to a
 * temporary file, flushed to the disk and renamed, so a file is never half there. A file's time of
 * change is when it was last written, by the given clock.
 */
export function createFileStore(folder: string, clock: Pick<Clock, 'now'>): FileStore {
  const folderOf = (hash: string): string => join(folder, hash.slice(0, 2))
  const pathOf = (hash: string): string => join(folderOf(hash), hash)
  // Renaming and deleting take turns, so that a file written again just now is not deleted for its
  // former age. One process uses the folder, so a queue in memory is enough.
  let lastTurn: Promise<unknown> = Promise.resolve()
  async function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = lastTurn.then(work)
    lastTurn = turn.catch(() => undefined)
    return turn
  }

  return {
    async write(content, { maxBytes = Infinity, signal } = {}) {
      await createOwnerOnlyFolder(folder)
      const unfinished = join(folder, `${randomUUID()}${UNFINISHED}`)
      try {
        const hash = createHash('sha256')
        let sizeBytes = 0
        const file = await open(unfinished, 'wx', 0o600)
        try {
          for await (const chunk of untilAborted(content, signal)) {
            sizeBytes += chunk.byteLength
            if (sizeBytes > maxBytes) throw new FileTooLargeError(maxBytes)
            hash.update(chunk)
            await file.writeFile(chunk)
          }
          const now = new Date(clock.now())
          await file.utimes(now, now)
          await file.sync()
        } finally {
          await file.close()
        }
        const name = hash.digest('hex')
        await mkdir(folderOf(name), { recursive: true, mode: 0o700 })
        await inTurn(() => rename(unfinished, pathOf(name)))
        await flushFolder(folderOf(name))
        await flushFolder(folder)
        return { hash: name, sizeBytes }
      } catch (error) {
        await rm(unfinished, { force: true })
        throw error
      }
    },

    async open(hash) {
      if (!HASH.test(hash)) return null
      const found = await unlessMissing(stat(pathOf(hash)))
      if (found === null) return null
      return { sizeBytes: found.size, stream: () => verifiedContent(pathOf(hash), hash) }
    },

    async read(hash) {
      if (!HASH.test(hash)) return null
      const bytes = await unlessMissing(readFile(pathOf(hash)))
      if (bytes === null) return null
      const actual = createHash('sha256').update(bytes).digest('hex')
      return actual === hash ? new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length) : null
    },

    async delete(hash, writtenBefore) {
      if (HASH.test(hash)) await inTurn(() => deleteOlder(pathOf(hash), writtenBefore))
    },

    async *listWrittenBefore(writtenBefore) {
      for (const name of (await unlessMissing(readdir(folder))) ?? []) {
        const path = join(folder, name)
        if (name.endsWith(UNFINISHED)) await deleteOlder(path, writtenBefore)
        if (!/^[0-9a-f]{2}$/u.test(name)) continue
        const old: string[] = []
        for (const hash of await readdir(path)) {
          const found = await unlessMissing(stat(join(path, hash)))
          if (found === null || found.mtimeMs >= writtenBefore) continue
          if (HASH.test(hash)) old.push(hash)
          // Before temporary files lay in the root they lay beside the finished ones.
          else if (hash.endsWith(UNFINISHED)) await deleteOlder(join(path, hash), writtenBefore)
        }
        if (old.length > 0) yield old
      }
    },
  }
}

/** The chunks; throws the signal's reason at an abort, also while the source gives nothing. */
async function* untilAborted(
  content: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  signal: AbortSignal | undefined,
): AsyncIterable<Uint8Array> {
  if (signal === undefined) {
    yield* content
    return
  }
  signal.throwIfAborted()
  const aborted = Promise.withResolvers<never>()
  aborted.promise.catch(() => undefined)
  const onAbort = (): void => {
    aborted.reject(signal.reason)
  }
  signal.addEventListener('abort', onAbort)
  const chunks = toAsyncIterator(content)
  try {
    for (;;) {
      const next = await Promise.race([chunks.next(), aborted.promise])
      if (next.done === true) return
      yield next.value
    }
  } finally {
    signal.removeEventListener('abort', onAbort)
    // Not awaited: a source that gives nothing more may not end either.
    chunks.return().catch(() => undefined)
  }
}

async function* toAsyncIterator(
  content: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): AsyncGenerator<Uint8Array, void> {
  yield* content
}

/** For its owner alone, also where it exists already; Windows has no modes. */
async function createOwnerOnlyFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  if (process.platform !== 'win32') await chmod(folder, 0o700)
}

async function* verifiedContent(path: string, expected: string): AsyncIterable<Uint8Array> {
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
    hash.update(chunk)
    yield chunk
  }
  if (hash.digest('hex') !== expected) throw new Error(`The stored file ${expected} is damaged.`)
}

async function deleteOlder(path: string, writtenBefore: number): Promise<void> {
  const found = await unlessMissing(stat(path))
  if (found !== null && found.mtimeMs < writtenBefore) await rm(path, { force: true })
}

/** A rename survives a power failure once its folder is flushed; Windows has no such call. */
async function flushFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

async function unlessMissing<T>(work: Promise<T>): Promise<T | null> {
  try {
    return await work
  } catch (error) {
    if (fieldOf(error, 'code') === 'ENOENT') return null
    throw error
  }
}
