import { fieldOf } from '#shared/domain/is-record.ts'
import { causesOf, isConnectFailure } from '#core/http/connection-errors.ts'
import type { HeaderReader } from '#core/http/retry-after.ts'
import { ProviderError, type ProviderErrorKind } from '#core/ports/provider.ts'

/**
 * What a request does. It decides what happens after a lost response: a read or an idempotent write
 * is retried, a send is not.
 */
export type Intent = 'read' | 'write' | 'send'

/** An HTTP error response, of a whole request or of one part of a batch. */
export interface HttpErrorResponse {
  status: number
  /** The parsed JSON, or any other value if the body was not JSON. */
  body: unknown
  header: HeaderReader
}

/** The error kind of a request that the provider may have carried out although no response came. */
export function lostResponseKind(intent: Intent): ProviderErrorKind {
  return intent === 'send' ? 'ambiguous' : 'server'
}

/**
 * Classifies an error that a request threw. Without a connection it is `offline`; once the request
 * may have been written it is `ambiguous` for a send and `server` otherwise. A ProviderError among
 * its causes, for example from the token source, is returned as it is.
 *
 * @param name the provider's name for error messages, such as "Gmail"
 */
export function classifyThrownError(error: unknown, intent: Intent, name: string): ProviderError {
  for (const cause of causesOf(error)) if (cause instanceof ProviderError) return cause
  return isConnectFailure(error)
    ? new ProviderError('offline', `${name} cannot be reached.`, { cause: error })
    : new ProviderError(lostResponseKind(intent), `The connection to ${name} broke.`, {
        cause: error,
      })
}

/** True where an error is about what was asked for, and other requests may well succeed. */
export function isFailureOfOne(error: unknown): boolean {
  return (
    error instanceof ProviderError &&
    ['not_found', 'rejected', 'server'].includes(error.failure.kind)
  )
}

/** The error for a success response that cannot be parsed: truncated JSON, or a page of HTML. */
export function unreadableResponseError(intent: Intent, name: string): ProviderError {
  return new ProviderError(lostResponseKind(intent), `${name} sent an answer that cannot be read.`)
}

/** A text field of a value of unknown type, cut to 300 characters; empty if it is not a text. */
export function textOf(value: unknown, name: string): string {
  const text = fieldOf(value, name)
  return typeof text === 'string' ? text.slice(0, 300) : ''
}
