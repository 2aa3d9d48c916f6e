import { createServer } from 'node:http'
import { onTestFinished } from 'vitest'
import type { GoogleEndpoints } from '#core/ports/services.ts'

export interface TokenRequest {
  path: string
  form: Record<string, string>
}

export interface ScriptedResponse {
  status?: number
  headers?: Record<string, string>
  /** An object is sent as JSON, a string as HTML; `cut` drops the connection instead. */
  body?: Record<string, unknown> | string
  cut?: true
}

export interface ScriptedGoogle {
  endpoints: GoogleEndpoints
  requests: TokenRequest[]
  /** Decides each answer. */
  answer: (request: TokenRequest) => ScriptedResponse | Promise<ScriptedResponse>
}

/** A token endpoint that says what the test wants, for answers the simulator does not give. */
export async function scriptedGoogle(answer: ScriptedGoogle['answer']): Promise<ScriptedGoogle> {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const url = new URL(request.url ?? '/', 'http://127.0.0.1')
      const form = Object.fromEntries([
        ...url.searchParams,
        ...new URLSearchParams(Buffer.concat(chunks).toString('utf8')),
      ])
      const seen = { path: url.pathname, form }
      google.requests.push(seen)
      void Promise.resolve(google.answer(seen)).then(({ status = 200, headers, body, cut }) => {
        if (cut) {
          response.destroy()
          return
        }
        const isText = typeof body === 'string'
        response.writeHead(status, {
          'Content-Type': isText ? 'text/html' : 'application/json',
          ...headers,
        })
        response.end(isText ? body : JSON.stringify(body ?? {}))
      })
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  const base = `http://127.0.0.1:${address.port}`
  const google: ScriptedGoogle = {
    endpoints: {
      apiUrl: base,
      authorizeUrl: `${base}/o/oauth2/v2/auth`,
      tokenUrl: `${base}/oauth2/token`,
      revokeUrl: `${base}/oauth2/revoke`,
    },
    requests: [],
    answer,
  }
  return google
}

/** An address of this computer where nobody listens. */
export async function deadEndpoints(): Promise<GoogleEndpoints> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  await new Promise((resolve) => server.close(resolve))
  const base = `http://127.0.0.1:${address.port}`
  return { apiUrl: base, authorizeUrl: base, tokenUrl: base, revokeUrl: base }
}
