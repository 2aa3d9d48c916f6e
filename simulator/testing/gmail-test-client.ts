import type { Simulator } from '../start-simulator.ts'

/** An HTTP answer as the tests look at it. */
export interface TestResponse {
  status: number
  headers: Headers
  text: string
  json: Record<string, unknown>
}

export const GMAIL_MODIFY = 'https://www.googleapis.com/auth/gmail.modify'
export const GMAIL_ALL = 'https://mail.google.com/'

/** Calls the Gmail API of a simulator by hand, signed in as one account. */
export function createGmailTestClient(
  simulator: Simulator,
  email: string,
  scopes: readonly string[] = [GMAIL_ALL],
): (
  verb: string,
  path: string,
  body?: unknown,
  headers?: Record<string, string>,
) => Promise<TestResponse> {
  const { accessToken } = simulator.issueTokens(email, scopes)
  return async (verb, path, body, headers = {}) => {
    const isText = typeof body === 'string'
    const response = await fetch(
      path.startsWith('/') ? simulator.url + path : `${simulator.url}/gmail/v1/users/me/${path}`,
      {
        method: verb,
        headers: {
          authorization: `Bearer ${accessToken}`,
          ...(body === undefined || isText ? {} : { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body === undefined ? {} : { body: isText ? body : JSON.stringify(body) }),
      },
    )
    const text = await response.text()
    return { status: response.status, headers: response.headers, text, json: parse(text) }
  }
}

function parse(text: string): Record<string, unknown> {
  try {
    return JSON.parse(text) as Record<string, unknown>
  } catch {
    return {}
  }
}

/** A message as Gmail takes it in `raw`. */
export function encodeMessage(...lines: string[]): string {
  return Buffer.from(lines.join('\r\n')).toString('base64url')
}

/** A batch body of requests given as `GET /path`. */
export function formatBatch(boundary: string, requests: readonly string[]): string {
  const parts = requests.map(
    (request, index) =>
      `--${boundary}\r\nContent-Type: application/http\r\nContent-ID: <item${index}>\r\n\r\n${request}\r\n\r\n`,
  )
  return `${parts.join('')}--${boundary}--\r\n`
}

/** Each part's Content-ID, status and JSON. */
export function parseBatchResponse(
  answer: TestResponse,
): { contentId: string; status: number; json: Record<string, unknown> }[] {
  const boundary = /boundary=(\S+)/u.exec(answer.headers.get('content-type') ?? '')?.[1] ?? ''
  return answer.text
    .split(`--${boundary}`)
    .slice(1, -1)
    .map((part) => ({
      contentId: /Content-ID: <(.*)>/iu.exec(part)?.[1] ?? '',
      status: Number(/HTTP\/1\.1 (\d+)/u.exec(part)?.[1]),
      json: parse(part.slice(part.indexOf('{')).trim()),
    }))
}
