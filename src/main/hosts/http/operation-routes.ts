import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { operationNames, operationOf, type OperationName } from '#shared/contract/index.ts'
import { OperationError } from '#shared/errors.ts'
import type { Caller, Core } from '#core/ports/core.ts'
import { isDownload, sendDownload, sendError, sendValue } from './send-response.ts'
import { closeSignal } from './close-signal.ts'
import { SESSION_COOKIE } from './authenticate.ts'
import { uploadOf } from './upload-of.ts'
import { createInputParser } from './parse-request.ts'

export interface OperationRouteOptions {
  core: Core
  /** Called once a session has been ended by its owner. */
  onSessionEnded: (sessionToken: string, reply: FastifyReply) => void
}

const ANONYMOUS: Caller = { userId: null, sessionToken: null }

/** One route for each operation of the contract; nothing here knows any of them by name but logout. */
export function registerOperationRoutes(
  server: FastifyInstance,
  options: OperationRouteOptions,
): void {
  const isUpload = (name: OperationName) => operationOf(name).kind === 'upload'
  for (const name of operationNames) {
    if (!isUpload(name)) registerOperation(server, name, options)
  }
  // Their bodies are files of any type, which nothing collects in memory or parses.
  void server.register((scope, _options, done) => {
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser('*', (_request, _payload, parsed) => parsed(null))
    for (const name of operationNames.filter(isUpload)) registerOperation(scope, name, options)
    done()
  })
}

function registerOperation(
  server: FastifyInstance,
  name: OperationName,
  { core, onSessionEnded }: OperationRouteOptions,
): void {
  const operation = operationOf(name)
  const readInput = createInputParser(operation)
  const isPublic = operation.access === 'public'

  server.route({
    method: operation.http.method,
    url: operation.http.path.replace(/\{([a-z_]+)\}/gu, ':$1'),
    // The core counts what arrives of an upload.
    ...(operation.kind === 'upload' ? { bodyLimit: Number.MAX_SAFE_INTEGER } : {}),
    onRequest: async (request) => {
      // Before the body is read: who may not ask may not make us buffer, either.
      if (!isPublic) requireCaller(request)
    },
    handler: async (request, reply) => {
      const input = readInput({
        params: entriesOf(request.params),
        query: entriesOf(request.query),
        body: request.body,
      })
      const { credentials } = request
      const caller = credentials.kind === 'none' ? anonymousCaller(request) : credentials.caller
      const upload = operation.kind === 'upload' ? uploadOf(request.raw) : undefined
      const signal = closeSignal(reply.raw)
      const result = await core.dispatch(name, input, caller, { upload, signal })
      if (!result.ok) return sendError(reply, result.error)
      if (name === 'auth.logout' && caller.sessionToken !== null) {
        onSessionEnded(caller.sessionToken, reply)
      }
      if (operation.kind !== 'download') return sendValue(reply, result.value)
      if (!isDownload(result.value)) throw new Error(`${name} did not answer a download`)
      return sendDownload(reply, result.value)
    },
  })
}

/** The caller behind a request that needs one; throws `unauthorized` without. */
export function requireCaller(request: FastifyRequest): Caller {
  const { credentials } = request
  if (credentials.kind === 'none') {
    throw new OperationError('unauthorized', 'Sign in first, or send the access token')
  }
  return credentials.caller
}

/** An expired session still names what logout should clear. */
function anonymousCaller(request: FastifyRequest): Caller {
  const sessionToken = request.cookies[SESSION_COOKIE]
  return sessionToken === undefined ? ANONYMOUS : { ...ANONYMOUS, sessionToken }
}

function entriesOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? { ...value } : {}
}
