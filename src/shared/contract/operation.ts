import type { z } from 'zod'
import type { ErrorCode } from '../errors.ts'
import type { CoreEventType } from '../events.ts'
import type { Owner } from './owner.ts'

export interface HttpRoute {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** Parameters are written `{snake_case}`, as in the API's documentation. */
  path: `/api/${string}`
}

/**
 * Who may call an operation. `public` needs neither token nor session; `user` needs a signed-in
 * user, who reaches only what is theirs; `admin` changes or shows something of the whole host and is
 * for the local profile alone, which is also who the bearer token stands for.
 */
export type Access = 'public' | 'user' | 'admin'

/**
 * One operation of the program, defined once. The IPC channel, the HTTP route, the typed client
 * and the OpenAPI document all derive from this.
 *
 * `query` reads, `command` changes, `download` answers bytes with a name and a type, `upload` takes
 * a stream of bytes besides its input: the body of the HTTP request, whose input is in the address.
 */
export interface Operation {
  kind: 'query' | 'command' | 'download' | 'upload'
  summary: string
  http: HttpRoute
  access: Access
  /**
   * The input fields that name rows of a user. The dispatcher checks whose they are before the
   * handler runs, and hands the rows to it. `none` where the input names no such row.
   */
  owner: Owner | 'none'
  input: z.ZodObject
  output: z.ZodType
  /** Declared failures besides the universal ones. */
  errors: readonly ErrorCode[]
  /** Events that follow a success, so a client knows what will be announced. */
  announces?: readonly CoreEventType[]
}

/** Keeps an operation's literal types. */
export const operation = <const T extends Operation>(spec: T): T => spec
