import type { Clock } from '../ports/clock.ts'
import type { FileStore } from '../ports/files.ts'
import type { Logger } from '../ports/services.ts'
import type { Store } from '../ports/store.ts'

export interface FileCleanupDependencies {
  store: Store
  files: FileStore
  clock: Clock
  logger: Logger
}

export interface FileCleanup {
  start(): void
  /** Waits for a pass under way. */
  stop(): Promise<void>
}

/** A file is stored before the row that references it is written, which may wait for the person. */
const MIN_AGE_MS = 3_600_000
const FIRST_AFTER_MS = 60_000
const EVERY_MS = 6 * 3_600_000

/**
 * Deletes stored files that no draft, outgoing message or attachment references, in the background.
 * Nothing younger than an hour is deleted. A pass that fails is repeated at the next time.
 */
export function createFileCleanup(deps: FileCleanupDependencies): FileCleanup {
  const stopping = new AbortController()
  const { signal } = stopping
  let running: Promise<void> | null = null

  async function run(): Promise<void> {
    let waitMs = FIRST_AFTER_MS
    for (;;) {
      try {
        await deps.clock.sleep(waitMs, signal)
      } catch {
        return
      }
      waitMs = EVERY_MS
      try {
        await deleteUnreferencedFiles(deps, signal)
      } catch (error) {
        deps.logger.warn({ err: error }, 'unreferenced files were not deleted; tried again later')
      }
    }
  }

  return {
    start() {
      running ??= run()
    },
    async stop() {
      stopping.abort()
      await running
    },
  }
}

/**
 * One pass: forgets the rows that nothing references, then deletes what lies on the disk without a
 * row. The row goes first: a kill in between leaves a file that the next pass deletes.
 */
export async function deleteUnreferencedFiles(
  { store, files, clock }: Pick<FileCleanupDependencies, 'store' | 'files' | 'clock'>,
  signal?: AbortSignal,
): Promise<void> {
  const before = clock.now() - MIN_AGE_MS
  await store.transaction((tx) => tx.files.deleteUnreferenced(before))
  for await (const hashes of files.listWrittenBefore(before)) {
    const known = await store.read.files.listKnown(hashes)
    for (const hash of hashes) {
      if (signal?.aborted === true) return
      if (!known.has(hash)) await files.delete(hash, before)
    }
  }
}
