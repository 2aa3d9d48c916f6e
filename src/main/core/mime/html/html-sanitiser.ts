import { Worker } from 'node:worker_threads'
import { textToHtml } from '#shared/domain/text-to-html.ts'
import type { SanitisedHtml, SanitiseOptions } from './sanitise.ts'
import type { WorkerReply, WorkerRequest } from './sanitise-worker.ts'
import { visibleText } from './visible-text.ts'

/** A message's HTML, safe to show. */
export interface DisplayHtml extends SanitisedHtml {
  /** Not empty where the message could only be shown as plain text. */
  defects: string[]
}

export interface HtmlSanitiser {
  /** Sanitises one message. Never rejects: what takes too long or fails is shown as text. */
  sanitise(html: string, options: SanitiseOptions): Promise<DisplayHtml>
  /** Ends the worker; reads still waiting are answered with the plain text. */
  close(): Promise<void>
}

export interface HtmlSanitiserOptions {
  /** How long one message may take, in milliseconds, from when the worker turns to it. */
  timeoutMs?: number
  /** After how long without work the thread is ended and its memory given back. */
  idleMs?: number
  /** How long the thread may take to start. */
  startMs?: number
  /** Where sanitise-worker is; beside this file unless told otherwise. */
  workerUrl?: URL
}

/** One message waiting for the thread, or on it. */
interface Task {
  html: string
  options: SanitiseOptions
  resolve(result: DisplayHtml): void
}

const MAX_TEXT = 200_000
const MEMORY_MB = 768
const TOO_SLOW = 'The message took too long to prepare, so it is shown as plain text.'
const NOT_READABLE = 'The message’s formatting could not be read, so it is shown as plain text.'

/**
 * Sanitises HTML in one worker thread, one message at a time: hostile HTML can at worst block or
 * kill that thread. It starts at the first read, because loading jsdom is slow, and ends when idle.
 */
export function createHtmlSanitiser(options: HtmlSanitiserOptions = {}): HtmlSanitiser {
  const { timeoutMs = 3000, idleMs = 180_000, startMs = 30_000 } = options
  const workerUrl = options.workerUrl ?? defaultWorkerUrl()
  const queue: Task[] = []
  let worker: Worker | null = null
  let ready = false
  let current: Task | null = null
  let timer: NodeJS.Timeout | undefined
  let closed = false

  /** Ends the thread together with the task it was at, or could not even start for. */
  const abandon = async (reason: string): Promise<void> => {
    clearTimeout(timer)
    const ending = worker
    const task = current ?? queue.shift()
    worker = null
    ready = false
    current = null
    if (task) task.resolve(showAsText(task.html, reason))
    if (!closed) advance()
    ending?.removeAllListeners()
    // An error of a thread that is being ended has nobody left to tell.
    ending?.on('error', () => undefined)
    await ending?.terminate()
  }
  const abandonLater = (reason: string, ms: number): void => {
    clearTimeout(timer)
    timer = setTimeout(() => void abandon(reason), ms)
  }
  const onReply = (reply: WorkerReply): void => {
    clearTimeout(timer)
    const task = current
    current = null
    if (reply.kind === 'ready') ready = true
    else if (reply.kind === 'done') task?.resolve({ ...reply.result, defects: [] })
    else task?.resolve(showAsText(task.html, NOT_READABLE))
    advance()
  }
  const start = (): Worker => {
    const started = new Worker(workerUrl, {
      resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB },
    })
    started.on('message', onReply)
    started.on('error', () => void abandon(NOT_READABLE))
    started.on('exit', () => void abandon(NOT_READABLE))
    return started
  }
  /** Gives the thread its next task, starts it for one, or lets it go idle. */
  const advance = (): void => {
    if (current !== null) return
    if (queue.length === 0) {
      worker?.unref()
      if (worker !== null) abandonLater(NOT_READABLE, idleMs)
      timer?.unref()
      return
    }
    if (worker === null) {
      worker = start()
      abandonLater(NOT_READABLE, startMs)
      return
    }
    if (!ready) return
    current = queue.shift() ?? null
    if (current === null) return
    worker.ref()
    abandonLater(TOO_SLOW, timeoutMs)
    worker.postMessage({ html: current.html, options: current.options } satisfies WorkerRequest)
  }

  return {
    sanitise: (html, readOptions) =>
      new Promise((resolve) => {
        if (closed) {
          resolve(showAsText(html, NOT_READABLE))
          return
        }
        queue.push({ html, options: readOptions, resolve })
        advance()
      }),
    close: async () => {
      closed = true
      for (const task of queue.splice(0)) task.resolve(showAsText(task.html, NOT_READABLE))
      await abandon(NOT_READABLE)
    },
  }
}

function defaultWorkerUrl(): URL {
  const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js'
  return new URL(`./sanitise-worker.${extension}`, import.meta.url)
}

function showAsText(html: string, reason: string): DisplayHtml {
  return {
    html: textToHtml(visibleText(html, MAX_TEXT)),
    remoteImages: 0,
    trackers: 0,
    referencedCids: [],
    defects: [reason],
  }
}
