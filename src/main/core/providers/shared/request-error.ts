import { causesOf, neverConnected } from '#core/http/broken-connection.ts'
import type { HeaderReader } from '#core/http/retry-after.ts'
import { ProviderError, type ProviderErrorKind } from '#core/ports/provider.ts'

/**
 * What a request does, which decides what a lost answer means: a read or a repeatable write may be
 * repeated, a send may not.
 */
export type Intent = 'read' | 'write' | 'send'

/** A refusal or failure as HTTP carried it, of a whole request or of one part of a batch. */
export interface HttpErrorResponse {
  status: number
  /** Parsed JSON, or anything else where it was not JSON. */
  body: unknown
  header: HeaderReader
}

/** What may have been carried out although its answer is lost. */
export function lostResponseKind(intent: Intent): ProviderErrorKind {
  return intent === 'send' ? 'ambiguous' : 'server'
}

/**
 * Classifies whatever a request threw: no connection is `offline`; anything after the request may
 * have been written is `ambiguous` for a send and `server` otherwise. A ProviderError in it, of the
 * token source for one, is answered as it is.
 *
 * @param name of the provider, as the person knows it
 */
export function classifyThrownError(error: unknown, intent: Intent, name: string): ProviderError {
  for (const cause of causesOf(error)) if (cause instanceof ProviderError) return cause
  return neverConnected(error)
    ? new ProviderError('offline', `${name} cannot be reached.`, { cause: error })
    : new ProviderError(lostResponseKind(intent), `The connection to ${name} broke.`, {
        cause: error,
      })
}

/** An answer with a success status that cannot be read: cut JSON, or a page of HTML. */
export function unreadableResponseError(intent: Intent, name: string): ProviderError {
  return new ProviderError(lostResponseKind(intent), `${name} sent an answer that cannot be read.`)
}

/** A field of something of which nothing is known. */
export function fieldOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null
    ? (value as Record<string, unknown>)[name]
    : undefined
}

/** A field that is a text of a sane length, or else an empty one. */
export function textOf(value: unknown, name: string): string {
  const text = fieldOf(value, name)
  return typeof text === 'string' ? text.slice(0, 300) : ''
}
