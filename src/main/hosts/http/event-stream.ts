import type { ServerResponse } from 'node:http'
import { toSnakeKeys } from '#shared/contract/key-case.ts'
import type { Caller, Core } from '#core/ports/core.ts'

const HEARTBEAT_MS = 15_000
/** How long a browser waits before it connects again. */
const RETRY_MS = 3_000
/** Unread bytes after which a client is cut off: it reads again from the start when it is back. */
const MAX_BACKLOG_BYTES = 1_000_000

export interface EventStreams {
  /** Sends the caller's events over this response until either side ends it. */
  open(response: ServerResponse, caller: Caller): void
  /** Ends the streams that were opened with this session. */
  closeSession(sessionToken: string): void
  close(): void
}

interface Stream {
  response: ServerResponse
  caller: Caller
}

/**
 * Server-sent events of the core: `event` is the type, `data` the event in snake_case, `id` counts
 * up. Nothing is kept for clients that are away: a client that reconnects reads its data again.
 */
export function createEventStreams(
  core: Core,
  timing: { heartbeatMs: number } = { heartbeatMs: HEARTBEAT_MS },
): EventStreams {
  const streams = new Set<Stream>()
  let lastId = 0

  const end = (stream: Stream): void => {
    streams.delete(stream)
    stream.response.end()
  }

  const write = (stream: Stream, text: string): void => {
    if (stream.response.writableLength > MAX_BACKLOG_BYTES) {
      streams.delete(stream)
      stream.response.destroy()
      return
    }
    stream.response.write(text)
  }

  const unsubscribe = core.events.subscribe((userId, event) => {
    lastId += 1
    const data = JSON.stringify(toSnakeKeys(event))
    const text = `id: ${lastId}\nevent: ${event.type}\ndata: ${data}\n\n`
    for (const stream of streams) if (stream.caller.userId === userId) write(stream, text)
  })

  const beat = async (stream: Stream): Promise<void> => {
    const { sessionToken } = stream.caller
    const over = sessionToken !== null && (await core.sessions.userOf(sessionToken)) === null
    if (over) end(stream)
    else if (streams.has(stream)) write(stream, ': still here\n\n')
  }

  const heartbeat = setInterval(() => {
    // A session that cannot be checked is a session that does not hold.
    for (const stream of streams) beat(stream).catch(() => end(stream))
  }, timing.heartbeatMs)
  heartbeat.unref()

  return {
    open(response, caller) {
      const stream = { response, caller }
      streams.add(stream)
      response.on('close', () => streams.delete(stream))
      // Without a listener a reset connection would be an uncaught error.
      response.on('error', () => streams.delete(stream))
      response.write(`retry: ${RETRY_MS}\n\n`)
    },
    closeSession(sessionToken) {
      for (const stream of [...streams]) {
        if (stream.caller.sessionToken === sessionToken) end(stream)
      }
    },
    close() {
      clearInterval(heartbeat)
      unsubscribe()
      for (const stream of [...streams]) end(stream)
    },
  }
}
