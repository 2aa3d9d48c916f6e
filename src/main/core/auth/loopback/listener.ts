import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { Logger } from '#core/ports/services.ts'
import { OperationError } from '#shared/errors.ts'
import {
  PAGE_HEADERS,
  pageLanguage,
  renderPage,
  type PageLanguage,
  type PageMessage,
} from './page.ts'

const HOST = '127.0.0.1'
const PATH = '/callback'
const ATTEMPTS = 5

export interface LoopbackListener {
  redirectUri: string
  /** Takes no more requests; answers that are under way are still sent. */
  close(): void
}

/**
 * Listens on 127.0.0.1 for a redirect to /callback. Anything else is refused: another path, another
 * method, or a Host that is not ours (DNS rebinding).
 * Throws account_connect_auth_error where no port can be had.
 */
export async function listenOnLoopback(options: {
  pickPort: () => number
  locale: PageLanguage
  logger: Logger
  takeRedirect: (
    query: URLSearchParams,
    language: PageLanguage,
  ) => Promise<{ status: number; message: PageMessage }>
}): Promise<LoopbackListener> {
  const { pickPort, locale, logger, takeRedirect } = options
  let authority = ''

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const language = pageLanguage(request.headers['accept-language'], locale)
    const send = (status: number, message: PageMessage) => {
      response.writeHead(status, PAGE_HEADERS).end(renderPage(message, language))
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
    if (url.pathname !== PATH) {
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

  const server = createServer({ requestTimeout: 10_000 }, (request, response) => {
    answer(request, response).catch((error: unknown) => {
      // Only the name: the address of the request holds an authorization code.
      logger.error({ error: error instanceof Error ? error.name : typeof error }, 'page failed')
      response.destroy()
    })
  })
  const port = await listen(server, pickPort)
  // Waiting for the browser must not keep the program running.
  server.unref()
  authority = `${HOST}:${port}`
  return {
    redirectUri: `http://${authority}${PATH}`,
    close() {
      server.close()
      server.closeIdleConnections()
    },
  }
}

async function listen(server: Server, pickPort: () => number): Promise<number> {
  let cause: unknown
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    try {
      return await tryPort(server, pickPort())
    } catch (error) {
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

function tryPort(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen({ host: HOST, port, exclusive: true }, () => {
      server.off('error', reject)
      const address = server.address()
      if (address !== null && typeof address === 'object') resolve(address.port)
      else reject(new Error('The listener has no port'))
    })
  })
}
