/** A request to Microsoft Graph. */
export interface GraphRequest {
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE'
  /** A path below the API version (`/me/…`), or a link as Graph sent it. Ids in it are escaped. */
  path: string
  body?: unknown
  /** A body that is not JSON. */
  text?: { contentType: string; content: string }
  /** The preferred maximum of items per page (`odata.maxpagesize`); Graph may return other sizes. */
  pageSize?: number
  /** The response is a file and not JSON. */
  isFile?: boolean
}

const API_VERSION_PATH = '/v1.0'

export function requestHeaders(request: GraphRequest): Record<string, string> {
  const prefer = ['IdType="ImmutableId"']
  if (request.pageSize !== undefined) prefer.push(`odata.maxpagesize=${request.pageSize}`)
  const type = request.text?.contentType ?? (request.body === undefined ? null : 'application/json')
  return {
    prefer: prefer.join(', '),
    ...(type === null ? {} : { 'content-type': type }),
  }
}

/**
 * Turns a link that Graph sent into a path below the API version: a batch accepts no full URLs, and
 * the library recognises a full URL only if it is https.
 */
export function relativePath(path: string): string {
  if (!URL.canParse(path)) return path
  const url = new URL(path)
  const start = url.pathname.startsWith(`${API_VERSION_PATH}/`) ? API_VERSION_PATH.length : 0
  return `${url.pathname.slice(start)}${url.search}`
}
