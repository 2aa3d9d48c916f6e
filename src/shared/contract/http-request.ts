import { camelKey, snakeKey, toSnakeKeys } from './key-case.ts'
import { operationOf, type OperationName } from './index.ts'

export interface HttpRequestParts {
  method: string
  /** With parameters filled in and encoded, without the query. */
  path: string
  query: Record<string, string>
  /** Undefined where the request has no body. */
  body: unknown
}

/** The request a client sends for an operation: the one place that knows how input is spread. */
export function toHttpRequest(name: OperationName, input: object): HttpRequestParts {
  const { method, path } = operationOf(name).http
  const rest = new Map(Object.entries(input).filter(([, value]) => value !== undefined))
  const filled = path.replace(/\{([a-z_]+)\}/gu, (_match, parameter: string) => {
    const key = camelKey(parameter)
    const value: unknown = rest.get(key)
    rest.delete(key)
    return encodeURIComponent(typeof value === 'string' ? value : '')
  })
  const inQuery = method === 'GET' || method === 'DELETE' || queryOnly(name)
  if (!inQuery) {
    return { method, path: filled, query: {}, body: toSnakeKeys(Object.fromEntries(rest)) }
  }
  const query = Object.fromEntries(
    [...rest].map(([key, value]) => [snakeKey(key), asQueryText(value)]),
  )
  return { method, path: filled, query, body: undefined }
}

/** Names of the parameters in a route's path, in camelCase. */
export function pathParameters(path: string): string[] {
  return [...path.matchAll(/\{([a-z_]+)\}/gu)].map(([, parameter]) => camelKey(parameter ?? ''))
}

/**
 * The body of an upload is the file. `sync-metadata?account_id=` is a command whose only optional
 * input is documented as a query.
 */
function queryOnly(name: OperationName): boolean {
  return name === 'emails.syncMetadata' || operationOf(name).kind === 'upload'
}

function asQueryText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}
