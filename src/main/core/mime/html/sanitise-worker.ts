import { parentPort } from 'node:worker_threads'
import { createSanitiser, type SanitisedHtml, type SanitiseOptions } from './sanitise.ts'

/** What the reader sends, and what this thread answers; see reader.ts. */
export type WorkerRequest = { html: string; options: SanitiseOptions }
export type WorkerReply =
  { kind: 'ready' } | { kind: 'done'; result: SanitisedHtml } | { kind: 'failed'; message: string }

const port = parentPort
if (port === null) throw new Error('sanitise-worker runs as a worker thread only')

const sanitise = createSanitiser()

port.on('message', ({ html, options }: WorkerRequest) => {
  let reply: WorkerReply
  try {
    reply = { kind: 'done', result: sanitise(html, options) }
  } catch (error) {
    // Too deep for the stack, for one; the reader shows such a message as text.
    reply = { kind: 'failed', message: error instanceof Error ? error.message : String(error) }
  }
  port.postMessage(reply)
})
port.postMessage({ kind: 'ready' } satisfies WorkerReply)
