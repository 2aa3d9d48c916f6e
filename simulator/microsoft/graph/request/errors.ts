import { jsonResponse, type ApiResponse } from '../../../http/request-and-response.ts'
import { guidOf } from '../../guid.ts'

/** A refusal in Graph's shape. Thrown by operations, written by the dispatcher. */
export class GraphError extends Error {
  readonly status: number
  readonly code: string
  readonly headers: Readonly<Record<string, string>>

  constructor(
    status: number,
    code: string,
    message: string,
    headers: Readonly<Record<string, string>> = {},
  ) {
    super(message)
    this.name = 'GraphError'
    this.status = status
    this.code = code
    this.headers = headers
  }
}

/** Marks refusals that the ledger counts as throttled. */
export class ThrottledError extends GraphError {}

/** The JSON of a refusal. `at` is the simulator's time, milliseconds since the epoch. */
export function graphErrorResponse(error: GraphError, at: number): ApiResponse {
  const requestId = guidOf(`request.${error.code}.${at}`)
  const challenge: Record<string, string> =
    error.status === 401
      ? {
          'www-authenticate':
            'Bearer realm="", authorization_uri="https://login.microsoftonline.com/common/oauth2/authorize", client_id="00000003-0000-0000-c000-000000000000"',
        }
      : {}
  return jsonResponse(
    error.status,
    {
      error: {
        code: error.code,
        message: error.message,
        innerError: {
          date: new Date(at).toISOString().slice(0, 19),
          'request-id': requestId,
          'client-request-id': requestId,
        },
      },
    },
    { 'request-id': requestId, ...challenge, ...error.headers },
  )
}

export function badRequest(message: string, code = 'BadRequest'): GraphError {
  return new GraphError(400, code, message)
}

export function itemNotFound(): GraphError {
  return new GraphError(
    404,
    'ErrorItemNotFound',
    'The specified object was not found in the store.',
  )
}

export function malformedId(): GraphError {
  return badRequest('Id is malformed.', 'ErrorInvalidIdMalformed')
}

export function accessDenied(): GraphError {
  return new GraphError(
    403,
    'ErrorAccessDenied',
    'Access is denied. Check credentials and try again.',
  )
}

export function invalidToken(): GraphError {
  return new GraphError(
    401,
    'InvalidAuthenticationToken',
    'Lifetime validation failed, the token is expired.',
  )
}

/** A property the type does not have, as the OData reader words it. */
export function unknownProperty(name: string, type: string): GraphError {
  return badRequest(
    `The property '${name}' does not exist on type '${type}'. Make sure to only use property names that are defined by the type.`,
    'RequestBodyRead',
  )
}

/** A property in $select, $filter or $orderby that the type does not have. */
export function unknownField(name: string, type: string): GraphError {
  return badRequest(
    `Could not find a property named '${name}' on type '${type}'.`,
    'RequestBroker--ParseUri',
  )
}
