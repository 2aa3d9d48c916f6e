import type { z } from 'zod'
import type { ErrorCode } from '../errors.ts'
import type { CoreEventType } from '../events.ts'

export interface HttpRoute {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** Parameters are written `{snake_case}`, as in the API's documentation. */
  path: `/api/${string}`
}

/**
 * One operation of the program, defined once. The IPC channel, the HTTP route, the typed client
 * and the OpenAPI document all derive from this.
 *
 * `query` reads, `command` changes, `download` answers bytes with a name and a type.
 */
export interface Operation {
  kind: 'query' | 'command' | 'download'
  summary: string
  http: HttpRoute
  input: z.ZodObject
  output: z.ZodType
  /** Declared failures besides the universal ones. */
  errors: readonly ErrorCode[]
  /** Events that follow a success, so a client knows what will be announced. */
  announces?: readonly CoreEventType[]
  /** `public` operations need neither token nor session. */
  access?: 'public'
}

/** Keeps an operation's literal types. */
export const operation = <const T extends Operation>(spec: T): T => spec
