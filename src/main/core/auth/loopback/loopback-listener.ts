import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { Logger } from '#core/ports/services.ts'
import { OperationError } from '#shared/errors.ts'
import {
  PAGE_HEADERS,
  pageLanguage,
  renderResultPage,
  type PageLanguage,
  type ResultPageMessage,
} from './result-page.ts'

const IPV4 = '127.0.0.1'
const IPV6 = '::1'
const ATTEMPTS = 5

/**
 * How the redirect names this computer. Google takes the address itself (RFC 8252 section 7.3);
 * Microsoft takes any port of a registered `http://localhost`, and there no path.
 */
export type RedirectForm = 'address' | 'localhost'

const FORMS = {
  address: { host: IPV4, path: '/callback' },
  localhost: { host: 'localhost', path: '/' },
} as const

export interface LoopbackListener {
  redirectUri: string
  /** Takes no more requests; answers that are under way are still sent. */
  close(): void
}

/**
 * Listens on 127.0.0.1 for a redirect, and on ::1 as well where it names localhost, because a
 * browser may take either. Anything else is refused: another path, another method, or a Host that
 * is not ours (DNS rebinding).
 * Throws account_connect_auth_error where no port can be had.
 */
export async function listenOnLoopback(options: {
  pickPort: () => number
  form?: RedirectForm | undefined
  locale: PageLanguage
  logger: Logger
  takeRedirect: (
    query: URLSearchParams,
    language: PageLanguage,
  ) => Promise<{ status: number; message: ResultPageMessage }>
}): Promise<LoopbackListener> {
  const { pickPort, locale, logger, takeRedirect } = options
  const { host, path } = FORMS[options.form ?? 'address']
  let authority = ''

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const language = pageLanguage(request.headers['accept-language'], locale)
    const send = (status: number, message: ResultPageMessage) => {
      response.writeHead(status, PAGE_HEADERS).end(renderResultPage(message, language))
    }
    if (request.headers.host !== authority) {
      send(403, { kind: 'unknown' })
      return
    }
    const target = `http://${authority}${request.url ?? '/'}`
    if (!URL.canParse(target)) {
      send(400, { kind: 'unknown' })
      return
    }
    const url = new URL(target)
    if (url.pathname !== path) {
      send(404, { kind: 'not-found' })
      return
    }
    if (request.method !== 'GET') {
      response.setHeader('Allow', 'GET')
      send(405, { kind: 'not-found' })
      return
    }
    const { status, message } = await takeRedirect(url.searchParams, language)
    send(status, message)
  }

  const serve = (): Server =>
    createServer({ requestTimeout: 10_000 }, (request, response) => {
      answer(request, response).catch((error: unknown) => {
        // Only the name: the address of the request holds an authorization code.
        logger.error({ error: error instanceof Error ? error.name : typeof error }, 'page failed')
        response.destroy()
      })
    })
  const { port, servers } = await listen(serve, host === 'localhost', pickPort)
  // Waiting for the browser must not keep the program running.
  for (const server of servers) server.unref()
  authority = `${host}:${port}`
  return {
    redirectUri: `http://${authority}${path === '/' ? '' : path}`,
    close() {
      for (const server of servers) {
        server.close()
        server.closeIdleConnections()
      }
    },
  }
}

async function listen(
  serve: () => Server,
  onBoth: boolean,
  pickPort: () => number,
): Promise<{ port: number; servers: Server[] }> {
  let cause: unknown
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const first = serve()
    const servers = [first]
    try {
      const port = await tryPort(first, IPV4, pickPort())
      if (onBoth) {
        const second = serve()
        servers.push(second)
        await tryPort(second, IPV6, port).catch((error: unknown) => {
          // Another program has the port there: it would get the person's redirect.
          if (errorCodeOf(error) === 'EADDRINUSE') throw error
          // Otherwise this computer has no IPv6.
          servers.pop()
        })
      }
      return { port, servers }
    } catch (error) {
      for (const server of servers) if (server.listening) server.close()
      cause = error
    }
  }
  throw new OperationError(
    'account_connect_auth_error',
    'MailManager could not open a local port to wait for the browser. Check whether a firewall or security program blocks it.',
    { reason: 'no_port' },
    cause,
  )
}

function tryPort(server: Server, host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen({ host, port, exclusive: true }, () => {
      server.off('error', reject)
      const address = server.address()
      if (address !== null && typeof address === 'object') resolve(address.port)
      else reject(new Error('The listener has no port'))
    })
  })
}

function errorCodeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined
}
