import { createRequire } from 'node:module'
import { Worker } from 'node:worker_threads'
import type { Database } from 'better-sqlite3'
import type { Logger } from '../../ports/services.ts'

// Changed rows after which the log is worth copying into the file: some megabytes.
const CHANGES_PER_CHECKPOINT = 500
// Changed rows that may be added while one runs; a slow disk would let the log grow meanwhile.
const MAX_CHANGES_DURING_CHECKPOINT = 2000
// WAL pages (16 MiB) that may wait; beyond that the next transaction waits for a checkpoint.
const MAX_WAL_PAGES = 4096
// At 64 MiB SQLite runs its own checkpoint at a commit, on this thread.
const FALLBACK_AUTOCHECKPOINT_PAGES = 16_384
const DEFAULT_AUTOCHECKPOINT_PAGES = 1000
const IDLE_MS = 30_000

// Read from a string and not from a file of its own, because it would be a bundle entry of six lines.
const WORKER = `
const { parentPort, workerData } = require('node:worker_threads')
const Sqlite = require(workerData.driver)
const database = new Sqlite(workerData.file, { fileMustExist: true })
parentPort.on('message', (message) => {
  if (message === 'close') {
    database.close()
    parentPort.close()
  } else {
    parentPort.postMessage(database.pragma('wal_checkpoint(PASSIVE)')[0].log)
  }
})`

export interface WalCheckpoints {
  /** To be awaited before a transaction begins: bounds the size of the WAL. */
  beforeTransaction(): Promise<void>
  /** To be called after each commit. */
  onCommit(): void
  close(): Promise<void>
}

/**
 * Copies the write-ahead log into the database file on another thread: it writes thousands of pages
 * and waits for the disk twice, which at a commit would block this thread. A checkpoint changes
 * nothing about what is durable or visible; where the thread fails, SQLite runs it at commits again.
 */
export function createWalCheckpoints(
  writer: Database,
  file: string,
  logger: Logger,
): WalCheckpoints {
  const changes = writer.prepare<[], number>('select total_changes()').pluck()
  let changesBefore = 0
  let waiting = 0
  let worker: Worker | null = null
  let running: Promise<void> | null = null
  let idle: NodeJS.Timeout | undefined
  let failed = false
  writer.pragma(`wal_autocheckpoint = ${FALLBACK_AUTOCHECKPOINT_PAGES}`)

  const changed = () => (changes.get() ?? 0) - changesBefore

  function start(): Worker {
    const started = new Worker(WORKER, {
      eval: true,
      workerData: { file, driver: createRequire(import.meta.url).resolve('better-sqlite3') },
    })
    started.unref()
    return started
  }

  function fallBack(error: unknown): void {
    failed = true
    worker = null
    waiting = 0
    if (writer.open) writer.pragma(`wal_autocheckpoint = ${DEFAULT_AUTOCHECKPOINT_PAGES}`)
    logger.warn({ err: error, file }, 'checkpoints run at commits: their thread failed')
  }

  /** Asks the thread for one checkpoint. Never rejects. */
  async function checkpoint(): Promise<void> {
    changesBefore = changes.get() ?? 0
    clearTimeout(idle)
    try {
      waiting = await requestCheckpoint((worker ??= start()))
      idle = setTimeout(() => void endWorker(), IDLE_MS).unref()
    } catch (error) {
      fallBack(error)
    }
  }

  function request(): Promise<void> {
    return (running ??= checkpoint().finally(() => {
      running = null
    }))
  }

  async function endWorker(): Promise<void> {
    clearTimeout(idle)
    const ending = worker
    worker = null
    if (ending === null) return
    const ended = new Promise((done) => ending.once('exit', done))
    ending.ref()
    ending.postMessage('close')
    await ended
  }

  return {
    async beforeTransaction() {
      if (running !== null && changed() >= MAX_CHANGES_DURING_CHECKPOINT) await running
      if (failed || waiting <= MAX_WAL_PAGES) return
      await running
      // Nothing is written meanwhile, so this one reaches the log's end and it starts over.
      await request()
      waiting = 0
    },
    onCommit() {
      if (failed || running !== null) return
      if (changed() >= CHANGES_PER_CHECKPOINT) void request()
    },
    async close() {
      await running
      await endWorker()
    },
  }
}

/** Resolves with the number of pages in the WAL when the thread has done one checkpoint. */
async function requestCheckpoint(worker: Worker): Promise<number> {
  return await new Promise((resolve, reject) => {
    // The thread keeps the process alive only while somebody waits for it.
    worker.ref()
    const settle = (finish: () => void) => {
      worker.unref()
      worker.off('message', onMessage).off('error', onError).off('exit', onExit)
      finish()
    }
    const onMessage = (pages: number) => settle(() => resolve(pages))
    const onError = (error: Error) => settle(() => reject(error))
    const onExit = (code: number) =>
      settle(() => reject(new Error(`the thread ended with code ${code}`)))
    worker.on('message', onMessage).on('error', onError).on('exit', onExit)
    worker.postMessage('checkpoint')
  })
}
