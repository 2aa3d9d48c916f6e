import { createServer, type IncomingMessage } from 'node:http'
import { buffer } from 'node:stream/consumers'

export interface TokenProxy {
  /** Stands in for the identity platform's root. */
  url: string
  /**
   * What happens to the next refresh's answer, when the provider has rotated the token already:
   * `pass` hands it on; a function is called instead, and nothing is handed on before it resolves.
   */
  onRefreshed: (() => void | Promise<void>) | null
  close(): Promise<void>
}

/** Stands between a program and its token endpoint, to choose the moment of a crash. */
export async function startTokenProxy(targetUrl: string): Promise<TokenProxy> {
  const server = createServer((request, response) => {
    void forward(request).then(
      async (answer) => {
        response.writeHead(answer.status, headersOf(answer))
        response.end(Buffer.from(await answer.arrayBuffer()))
      },
      () => response.destroy(),
    )
  })

  const forward = async (request: IncomingMessage): Promise<Response> => {
    const body = await buffer(request)
    const answer = await fetch(`${targetUrl}${request.url ?? '/'}`, {
      method: request.method ?? 'GET',
      headers: { 'content-type': request.headers['content-type'] ?? 'text/plain' },
      redirect: 'manual',
      ...(request.method === 'POST' ? { body } : {}),
    })
    const isRefresh = body.toString().includes('grant_type=refresh_token')
    if (isRefresh && answer.ok) await proxy.onRefreshed?.()
    return answer
  }

  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  const proxy: TokenProxy = {
    url: `http://127.0.0.1:${address.port}`,
    onRefreshed: null,
    async close() {
      server.closeAllConnections()
      await new Promise((closed) => server.close(closed))
    },
  }
  return proxy
}

function headersOf({ headers }: Response): Record<string, string> {
  // The connection is this proxy's own, and so is how the body travels on it.
  const own = new Set(['connection', 'content-length', 'keep-alive', 'transfer-encoding'])
  return Object.fromEntries([...headers].filter(([name]) => !own.has(name)))
}
