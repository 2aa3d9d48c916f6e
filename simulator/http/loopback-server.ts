import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { jsonResponse, type ApiRequest, type ApiResponse } from './request-and-response.ts'

/** Bodies above this are refused unread. */
const MAX_BODY_BYTES = 64 * 1024 * 1024

export interface LoopbackServer {
  url: string
  close(): Promise<void>
}

/** Listens on 127.0.0.1 only. `port` 0 takes any free one. */
export async function listen(
  port: number,
  serve: (request: ApiRequest) => Promise<ApiResponse>,
): Promise<LoopbackServer> {
  const server = createServer((incoming, outgoing) => {
    handle(incoming, outgoing, serve).catch((error: unknown) => {
      // A fault of the simulator itself: say so, rather than pretend to be Google.
      const message = error instanceof Error ? (error.stack ?? error.message) : String(error)
      if (!outgoing.headersSent) write(outgoing, jsonResponse(500, { simulatorError: message }))
      else outgoing.destroy()
    })
  })
  server.keepAliveTimeout = 60_000
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject)
      resolve()
    })
  })
  const address = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${address.port}`,
    close: async () => {
      await new Promise<void>((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      })
    },
  }
}

async function handle(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  serve: (request: ApiRequest) => Promise<ApiResponse>,
): Promise<void> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size <= MAX_BODY_BYTES) chunks.push(chunk)
  }
  if (size > MAX_BODY_BYTES) {
    write(
      outgoing,
      jsonResponse(413, { error: { code: 413, message: 'Request Entity Too Large' } }),
    )
    return
  }
  const target = incoming.url ?? '/'
  const url = URL.canParse(target, 'http://127.0.0.1') ? new URL(target, 'http://127.0.0.1') : null
  if (!url) {
    write(outgoing, jsonResponse(400, { error: { code: 400, message: 'Bad Request' } }))
    return
  }
  const headers: Record<string, string> = {}
  for (const [name, value] of Object.entries(incoming.headers))
    if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(', ') : value
  const response = await serve({
    verb: incoming.method ?? 'GET',
    path: url.pathname,
    query: url.searchParams,
    headers,
    body: Buffer.concat(chunks),
    isBatchPart: false,
  })
  write(outgoing, response)
}

function write(outgoing: ServerResponse, response: ApiResponse): void {
  if (response.broken === 'drop') {
    outgoing.socket?.destroy()
    return
  }
  const { body } = response
  outgoing.writeHead(response.status, { ...response.headers, 'content-length': body.length })
  if (response.broken === 'truncate') {
    outgoing.write(body.subarray(0, body.length >> 1), () => outgoing.socket?.destroy())
    return
  }
  outgoing.end(body)
}
