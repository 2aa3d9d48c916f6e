import type { FastifyRequest } from 'fastify'
import { OperationError } from '#shared/errors.ts'
import type { Credentials } from './authenticate.ts'
import type { OriginRules } from './origin-rules.ts'

/**
 * Refuses a request that some other page may have made the browser send. Throws `forbidden`.
 *
 * A bearer token is never sent by a browser on its own, so those requests need no more than the
 * Origin rule; a cookie is, so commands under it must also show that a script of ours sent them.
 */
export function checkOrigin(
  request: FastifyRequest,
  credentials: Credentials,
  rules: OriginRules,
): void {
  const origin = headerValue(request, 'origin')
  const changes = request.method !== 'GET' && request.method !== 'HEAD'
  const byCookie = credentials.kind === 'session'
  const ours = origin === undefined || rules.isOurOrigin(origin, request.headers.host)
  if (!ours && (changes || byCookie)) {
    throw new OperationError('forbidden', 'This page may not use MailManager')
  }
  if (!byCookie || !changes) return
  // Some browsers leave Origin out; this header says the same and page scripts cannot set it either.
  const site = headerValue(request, 'sec-fetch-site')
  if (origin === undefined && (site === 'cross-site' || site === 'same-site')) {
    throw new OperationError('forbidden', 'This page may not use MailManager')
  }
  const json = headerValue(request, 'content-type')?.toLowerCase().startsWith('application/json')
  if (json !== true && site !== 'same-origin') {
    throw new OperationError('forbidden', 'Send commands as application/json')
  }
}

/** The one value of a header, or undefined where it is absent. */
export function headerValue(request: FastifyRequest, name: string): string | undefined {
  const value = request.headers[name]
  return Array.isArray(value) ? value[0] : value
}
