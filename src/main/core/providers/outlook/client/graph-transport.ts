import {
  Client,
  ResponseType,
  type Context,
  type Middleware,
} from '@microsoft/microsoft-graph-client'
import { ProviderError } from '#core/ports/provider.ts'
import type { AccessTokenSource, MicrosoftEndpoints } from '#core/ports/services.ts'
import { requestHeaders, relativePath, type GraphRequest } from './graph-request.ts'

const GRAPH_HOST = 'graph.microsoft.com'

/** A response of Graph, and the access token that its request was sent with. */
export interface TransportResult {
  response: Response
  token: string
}

/**
 * Sends one request through Microsoft's client and returns the response, whatever its status. Errors
 * of the token source and of the network are thrown unchanged.
 */
export async function sendRequest(
  request: GraphRequest,
  connection: { tokens: AccessTokenSource; endpoints: MicrosoftEndpoints },
  signal: AbortSignal,
): Promise<TransportResult> {
  const transport = createTransportMiddleware(connection.tokens, connection.endpoints)
  const prepared = Client.initWithMiddleware({ middleware: transport })
    .api(relativePath(request.path))
    .headers(requestHeaders(request))
    .options({ signal })
    // RAW: we read the body ourselves, because the library accepts truncated JSON.
    .responseType(ResponseType.RAW)
  const content = request.text?.content ?? JSON.stringify(request.body ?? {})
  try {
    switch (request.method) {
      case 'GET':
        await prepared.get()
        break
      case 'POST':
        await prepared.post(content)
        break
      case 'PATCH':
        await prepared.patch(content)
        break
      case 'DELETE':
        await prepared.delete()
        break
    }
  } catch (error) {
    // The library's error has no cause, so it does not say whether the request was sent.
    throw transport.failure() ?? error
  }
  const result = transport.result()
  if (result === null) throw new ProviderError('server', 'The request was not sent.')
  return result
}

interface TransportMiddleware extends Middleware {
  result(): TransportResult | null
  failure(): unknown
}

/**
 * The library's last middleware, for one request: adds our token and sends the request to the
 * configured endpoint. The library sends tokens over https only, so it works with the production URL,
 * which is replaced here, also in links that Graph sent. A refused token is replaced once and the
 * request sent again.
 */
function createTransportMiddleware(
  tokens: AccessTokenSource,
  endpoints: MicrosoftEndpoints,
): TransportMiddleware {
  let lastResult: TransportResult | null = null
  let failure: unknown = null

  const attempt = async (context: Context): Promise<TransportResult> => {
    const token = await tokens.getAccessToken()
    const address = typeof context.request === 'string' ? context.request : context.request.url
    const headers = new Headers(context.options?.headers)
    headers.set('authorization', `Bearer ${token}`)
    const url = resolveGraphUrl(new URL(address), endpoints)
    const response = await fetch(url, { ...context.options, headers, redirect: 'error' })
    return { response, token }
  }
  return {
    async execute(context) {
      try {
        let result = await attempt(context)
        lastResult = result
        if (result.response.status === 401) {
          await result.response.body?.cancel()
          tokens.invalidate(result.token)
          result = await attempt(context)
          lastResult = result
        }
        context.response = result.response
      } catch (error) {
        failure = error
        throw error
      }
    },
    result: () => lastResult,
    failure: () => failure,
  }
}

/** Resolves a URL to the configured endpoint. Throws for a URL that is not Microsoft's. */
export function resolveGraphUrl(url: URL, endpoints: MicrosoftEndpoints): string {
  if (url.host === GRAPH_HOST) return `${endpoints.graphUrl}${url.pathname}${url.search}`
  if (url.origin === new URL(endpoints.graphUrl).origin) return url.href
  // Only upload sessions have URLs on other hosts.
  if (url.protocol === 'https:' && /(?:^|\.)(?:office|office365|microsoft)\.com$/u.test(url.host)) {
    return url.href
  }
  throw new ProviderError('server', 'Outlook named an address that is not its own.')
}
