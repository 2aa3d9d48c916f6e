import type { Simulator } from '../start-simulator.ts'

/** An answer of Graph as the tests look at it. */
export interface GraphTestResponse {
  status: number
  headers: Headers
  bytes: Buffer
  json: Record<string, unknown>
  /** `value` of a collection. */
  value: Record<string, unknown>[]
  /** `error.code` of a refusal. */
  code: string
}

export const ALL_MAIL = ['User.Read', 'Mail.ReadWrite', 'Mail.Send'] as const
export const IMMUTABLE = 'IdType="ImmutableId"'

export type GraphTestClient = (
  verb: string,
  /** Below `/v1.0`, or a whole link. */
  path: string,
  body?: unknown,
  headers?: Record<string, string>,
) => Promise<GraphTestResponse>

/** Calls Graph by hand, signed in as one account, with immutable ids unless a header says otherwise. */
export function createGraphTestClient(
  simulator: Simulator,
  email: string,
  scopes: readonly string[] = ALL_MAIL,
): GraphTestClient {
  const { accessToken } = simulator.issueMicrosoftTokens(email, scopes)
  return async (verb, path, body, headers = {}) => {
    const isText = typeof body === 'string'
    const response = await fetch(
      path.startsWith('http') ? path : `${simulator.graphUrl}/v1.0${path}`,
      {
        method: verb,
        headers: {
          authorization: `Bearer ${accessToken}`,
          prefer: IMMUTABLE,
          ...(body === undefined || isText ? {} : { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body === undefined ? {} : { body: isText ? body : JSON.stringify(body) }),
      },
    )
    return readResponse(response)
  }
}

/** A fetch answer, read to its end. */
export async function readResponse(response: Response): Promise<GraphTestResponse> {
  const bytes = Buffer.from(await response.arrayBuffer())
  const json = parse(bytes)
  const error = json['error'] as { code?: string } | undefined
  return {
    status: response.status,
    headers: response.headers,
    bytes,
    json,
    value: (json['value'] ?? []) as Record<string, unknown>[],
    code: error?.code ?? '',
  }
}

function parse(bytes: Buffer): Record<string, unknown> {
  try {
    return JSON.parse(bytes.toString('utf8')) as Record<string, unknown>
  } catch {
    return {}
  }
}
