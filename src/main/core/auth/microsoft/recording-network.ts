import type { INetworkModule, NetworkRequestOptions, NetworkResponse } from '@azure/msal-node'
import type { HeaderReader } from '#core/http/retry-after.ts'

/** How the token endpoint answered last, or that it did not. Nothing of a request is in it. */
export type LastResponse =
  | { kind: 'none' }
  | { kind: 'unreachable' }
  | { kind: 'answered'; status: number; body: unknown; header: HeaderReader }

export interface RecordingNetwork {
  module: INetworkModule
  last(): LastResponse
}

/**
 * The network as MSAL uses it: one try, a time limit, no redirects. What came back is kept, because
 * MSAL's own errors do not tell a broken network from a refusal.
 */
export function createRecordingNetwork(timeoutMs: number): RecordingNetwork {
  let last: LastResponse = { kind: 'none' }

  async function send<T>(
    method: 'GET' | 'POST',
    url: string,
    options: NetworkRequestOptions = {},
  ): Promise<NetworkResponse<T>> {
    last = { kind: 'unreachable' }
    const response = await fetch(url, {
      method,
      headers: options.headers ?? {},
      redirect: 'error',
      signal: AbortSignal.timeout(timeoutMs),
      ...(method === 'POST' ? { body: options.body ?? '' } : {}),
    })
    const text = await response.text()
    const body = parse(text)
    last = {
      kind: 'answered',
      status: response.status,
      body,
      header: (name) => response.headers.get(name),
    }
    return {
      status: response.status,
      headers: Object.fromEntries(response.headers),
      // MSAL reads the fields of an answer; one that is no JSON has none.
      // eslint-disable-next-line @typescript-eslint/no-unsafe-type-assertion -- the interface is MSAL's
      body: body as T,
    }
  }

  return {
    module: {
      sendGetRequestAsync: (url, options) => send('GET', url, options),
      sendPostRequestAsync: (url, options) => send('POST', url, options),
    },
    last: () => last,
  }
}

function parse(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? value : {}
  } catch {
    return {}
  }
}
