import { request } from 'node:http'

export interface BrowserResponse {
  status: number
  headers: Record<string, string | string[] | undefined>
  body: string
}

/** Asks as a browser would; unlike fetch it can send any Host. */
export function browserRequest(
  url: string,
  options: { method?: string; headers?: Record<string, string> } = {},
): Promise<BrowserResponse> {
  return new Promise((resolve, reject) => {
    const call = request(url, { agent: false, ...options }, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          body: Buffer.concat(chunks).toString('utf8'),
        }),
      )
    })
    call.on('error', reject)
    call.end()
  })
}
