/** A request to Microsoft Graph. */
export interface GraphRequest {
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE'
  /** From the version's root (`/me/…`), or a link as Graph gave it. Ids in it are escaped. */
  path: string
  body?: unknown
  /** A body that is no JSON. */
  text?: { contentType: string; content: string }
  /** Items of a page at most; Graph takes it as a wish. */
  pageSize?: number
  /** The answer is a file and not JSON. */
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
 * Links that Graph gave, as paths after the version: batches take no others, and the library takes
 * a link for one only where it is https.
 */
export function relativePath(path: string): string {
  if (!URL.canParse(path)) return path
  const url = new URL(path)
  const start = url.pathname.startsWith(`${API_VERSION_PATH}/`) ? API_VERSION_PATH.length : 0
  return `${url.pathname.slice(start)}${url.search}`
}
