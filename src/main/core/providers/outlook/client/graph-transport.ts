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

/** An answer of Graph's, and the token it was asked with. */
export interface TransportResult {
  response: Response
  token: string
}

/**
 * Sends one request through Microsoft's client and answers whatever comes back, refusals included.
 * Throws what the token source and the network threw, as they threw it.
 */
export async function sendRequest(
  request: GraphRequest,
  connection: { tokens: AccessTokenSource; endpoints: MicrosoftEndpoints },
  signal: AbortSignal,
): Promise<TransportResult> {
  const carrier = createTransportMiddleware(connection.tokens, connection.endpoints)
  const prepared = Client.initWithMiddleware({ middleware: carrier })
    .api(relativePath(request.path))
    .headers(requestHeaders(request))
    .options({ signal })
    // The answer is read by us: the library would take cut JSON for an answer.
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
    // The library's own error forgets its cause, and with it whether anything was sent at all.
    throw carrier.failure() ?? error
  }
  const carried = carrier.result()
  if (carried === null) throw new ProviderError('server', 'The request was not sent.')
  return carried
}

interface TransportMiddleware extends Middleware {
  result(): TransportResult | null
  failure(): unknown
}

/**
 * The library's last step, for one request: our token, and the address where Graph really is. The
 * library sends a token over https only, so it is told the production address and redirected here,
 * links that Graph gave included. A token that is refused is replaced and the request repeated,
 * once.
 */
function createTransportMiddleware(
  tokens: AccessTokenSource,
  endpoints: MicrosoftEndpoints,
): TransportMiddleware {
  let carried: TransportResult | null = null
  let failure: unknown = null

  const attempt = async (context: Context): Promise<TransportResult> => {
    const token = await tokens.accessToken()
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
        carried = await attempt(context)
        if (carried.response.status === 401) {
          await carried.response.body?.cancel()
          tokens.reject(carried.token)
          carried = await attempt(context)
        }
        context.response = carried.response
      } catch (error) {
        failure = error
        throw error
      }
    },
    result: () => carried,
    failure: () => failure,
  }
}

/** Mail and tokens go to Graph and nowhere else, whatever an answer names as the next address. */
export function resolveGraphUrl(url: URL, endpoints: MicrosoftEndpoints): string {
  if (url.host === GRAPH_HOST) return `${endpoints.graphUrl}${url.pathname}${url.search}`
  if (url.origin === new URL(endpoints.graphUrl).origin) return url.href
  // Upload sessions are the one thing that lives elsewhere.
  if (url.protocol === 'https:' && /(?:^|\.)(?:office|office365|microsoft)\.com$/u.test(url.host)) {
    return url.href
  }
  throw new ProviderError('server', 'Outlook named an address that is not its own.')
}
