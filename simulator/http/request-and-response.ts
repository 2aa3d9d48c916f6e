/** A request as the simulated services see it, whether it came by itself or inside a batch. */
export interface ApiRequest {
  verb: string
  path: string
  query: URLSearchParams
  /** Names in lower case. */
  headers: Readonly<Record<string, string>>
  body: Buffer
  isBatchPart: boolean
}

export interface ApiResponse {
  status: number
  headers: Record<string, string>
  body: Buffer
  /** What the fault script wants done to the connection, instead of a whole answer. */
  broken?: 'drop' | 'truncate'
}

/** An answer in JSON. `undefined` gives an empty body with 204. */
export function jsonResponse(
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): ApiResponse {
  if (body === undefined) return { status: 204, headers, body: Buffer.alloc(0) }
  return {
    status,
    headers: { 'content-type': 'application/json; charset=UTF-8', ...headers },
    body: Buffer.from(JSON.stringify(body)),
  }
}

/** A page of HTML. */
export function htmlResponse(
  status: number,
  page: string,
  headers: Record<string, string> = {},
): ApiResponse {
  return {
    status,
    headers: { 'content-type': 'text/html; charset=UTF-8', ...headers },
    body: Buffer.from(page),
  }
}

export function redirectResponse(location: string): ApiResponse {
  return { status: 302, headers: { location }, body: Buffer.alloc(0) }
}
