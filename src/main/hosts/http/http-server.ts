import fastifyCookie from '@fastify/cookie'
import fastifyCors, { type FastifyCorsOptions } from '@fastify/cors'
import Fastify, { type FastifyError, type FastifyInstance } from 'fastify'
import { isIPv6 } from 'node:net'
import { OperationError, type ErrorBody } from '#shared/errors.ts'
import type { Core } from '#core/ports/core.ts'
import type { Logger } from '#core/ports/services.ts'
import { checkOrigin, headerValue } from './check-origin.ts'
import { sendError } from './send-response.ts'
import { rejectMalformedRequest } from './malformed-request.ts'
import { type Credentials, authenticate, SESSION_COOKIE } from './authenticate.ts'
import { createEventStreams } from './event-stream.ts'
import { openApiDocument } from './openapi.ts'
import { registerOperationRoutes, requireCaller } from './operation-routes.ts'
import { createOriginRules, type OriginRules } from './origin-rules.ts'
import { sessionCookieOptions, registerStaticPages } from './static-pages.ts'

declare module 'fastify' {
  interface FastifyRequest {
    credentials: Credentials
  }
}

export interface HttpHostOptions {
  core: Core
  /** What `Authorization: Bearer` and `/?token=` must carry. */
  token: string
  /** The built renderer; its index.html is served at `/`. */
  rendererDir: string
  /** Other origins that may call the API from a browser (CORS_ALLOWED_ORIGINS). */
  allowedOrigins: readonly string[]
  host: string
  /** 0 takes a free one. */
  port: number
  logger: Logger
  cookieSecure: boolean
  version: string
  /** True: only loopback names and configured ones are accepted as Host. */
  onlyLoopback: boolean
  /** How often idle event streams are proven alive. */
  heartbeatMs?: number
}

export interface HttpHost {
  /** Resolves with the address the server answers at, without a trailing slash. */
  listen(): Promise<string>
  /** Lets running requests end, closes event streams, and stops listening. */
  close(): Promise<void>
}

const BODY_LIMIT_BYTES = 50 * 1024 * 1024
/** How long running requests may take to end once the host closes. */
const CLOSE_DEADLINE_MS = 5_000
/** Longer than any id of a provider. */
const MAX_PARAMETER_LENGTH = 1024
const UNREADABLE_ADDRESS: ErrorBody = {
  code: 'invalid_input',
  message: 'The address of the request could not be read',
}
const ANONYMOUS: Credentials = { kind: 'none' }

/** The contract over HTTP, with events, the OpenAPI document and the renderer beside it. */
export function createHttpHost(options: HttpHostOptions): HttpHost {
  const { core, logger } = options
  const server = Fastify({
    logger: false,
    bodyLimit: BODY_LIMIT_BYTES,
    routerOptions: { maxParamLength: MAX_PARAMETER_LENGTH },
    forceCloseConnections: 'idle',
    // What the router refuses before any hook runs: an address that cannot be decoded.
    frameworkErrors: (_error, _request, reply) => {
      void sendError(reply.header('Cache-Control', 'no-store'), UNREADABLE_ADDRESS)
    },
    clientErrorHandler: rejectMalformedRequest,
  })
  const streams = createEventStreams(
    core,
    options.heartbeatMs === undefined ? undefined : { heartbeatMs: options.heartbeatMs },
  )

  registerJsonParser(server)
  registerErrorHandlers(server, logger)
  const rules = createOriginRules({ ...options, port: () => addressOf(server).port })
  registerHostCheck(server, rules)

  async function assemble(): Promise<void> {
    // In the order of their hooks: host, then answers to other origins, then who asks.
    await server.register(fastifyCors, corsOptions(rules))
    await server.register(fastifyCookie)
    registerCallerCheck(server, options, rules)
    registerOperationRoutes(server, {
      core,
      onSessionEnded(sessionToken, reply) {
        streams.closeSession(sessionToken)
        reply.clearCookie(SESSION_COOKIE, sessionCookieOptions(options.cookieSecure))
      },
    })
    server.get('/api/events', { exposeHeadRoute: false }, (request, reply) => {
      const caller = requireCaller(request)
      reply.hijack()
      for (const [name, value] of Object.entries(reply.getHeaders())) {
        if (value !== undefined) reply.raw.setHeader(name, value)
      }
      reply.raw.writeHead(200, {
        'Content-Type': 'text/event-stream; charset=utf-8',
        'Cache-Control': 'no-store',
        'X-Accel-Buffering': 'no',
      })
      streams.open(reply.raw, caller)
    })
    const document = openApiDocument(options.version)
    server.get('/api/openapi.json', async (request) => {
      requireCaller(request)
      return document
    })
    await registerStaticPages(server, options)
  }

  return {
    async listen() {
      await assemble()
      await server.listen({ host: options.host, port: options.port })
      const { port } = addressOf(server)
      return `http://${isIPv6(options.host) ? `[${options.host}]` : options.host}:${port}`
    },
    async close() {
      streams.close()
      const deadline = setTimeout(() => server.server.closeAllConnections(), CLOSE_DEADLINE_MS)
      try {
        await server.close()
      } finally {
        clearTimeout(deadline)
      }
    },
  }
}

/** An empty body is no body: commands without input need none. */
function registerJsonParser(server: FastifyInstance): void {
  server.removeAllContentTypeParsers()
  const parse = server.getDefaultJsonParser('error', 'error')
  server.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) => {
    if (body === '') done(null, undefined)
    else void parse(request, body.toString(), done)
  })
}

/** Before anything else: is this Host ours, and may this page ask at all? */
function registerHostCheck(server: FastifyInstance, rules: OriginRules): void {
  server.decorateRequest('credentials')

  server.addHook('onRequest', async (request, reply) => {
    request.credentials = ANONYMOUS
    reply.headers({
      'X-Content-Type-Options': 'nosniff',
      'Referrer-Policy': 'no-referrer',
      'Cross-Origin-Resource-Policy': 'same-origin',
      Vary: 'Origin',
    })
    if (request.url.startsWith('/api/')) reply.header('Cache-Control', 'no-store')
    if (!rules.isOurHost(request.headers.host)) {
      throw new OperationError('forbidden', 'This server does not answer to that host name')
    }
    const origin = headerValue(request, 'origin')
    const isAllowed = origin !== undefined && rules.isAllowedCrossOrigin(origin)
    if (request.method === 'OPTIONS' && !isAllowed) {
      throw new OperationError('forbidden', 'This page may not use MailManager')
    }
  })
}

/** Other origins that were named may call the API from a browser; no other gets any header. */
function corsOptions(rules: OriginRules): FastifyCorsOptions {
  return {
    origin: (origin, answer) => {
      answer(null, origin !== undefined && rules.isAllowedCrossOrigin(origin))
    },
    credentials: true,
    methods: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'],
    allowedHeaders: ['Authorization', 'Content-Type'],
    exposedHeaders: ['Content-Disposition', 'Retry-After'],
    maxAge: 600,
    strictPreflight: false,
  }
}

/** Who asks, and from which page? */
function registerCallerCheck(
  server: FastifyInstance,
  options: HttpHostOptions,
  rules: OriginRules,
): void {
  server.addHook('onRequest', async (request) => {
    const sessionToken = server.parseCookie(headerValue(request, 'cookie') ?? '')[SESSION_COOKIE]
    request.credentials = await authenticate(options.core, options.token, {
      authorization: headerValue(request, 'authorization'),
      sessionToken,
    })
    checkOrigin(request, request.credentials, rules)
  })
}

function registerErrorHandlers(server: FastifyInstance, logger: Logger): void {
  server.setErrorHandler<FastifyError | OperationError>((error, request, reply) => {
    if (error instanceof OperationError) {
      const { code, message, detail } = error
      return sendError(reply, { code, message, ...(detail === undefined ? {} : { detail }) })
    }
    if (error.statusCode === 413) {
      return sendError(reply, { code: 'file_too_large', message: 'The request is over 50 MB' })
    }
    if (error.statusCode === 415) {
      return sendError(reply, { code: 'invalid_input', message: 'Send the body as JSON' })
    }
    if (error.statusCode !== undefined && error.statusCode < 500) {
      return sendError(reply, { code: 'invalid_input', message: 'The request could not be read' })
    }
    // The address may hold a token; the route's pattern never does.
    const route = request.routeOptions.url ?? 'unknown route'
    logger.error({ err: error, method: request.method, route }, 'request failed')
    return sendError(reply, { code: 'api_error', message: 'Something went wrong in MailManager' })
  })

  server.setNotFoundHandler((request, reply) => {
    requireCaller(request)
    return sendError(reply, {
      code: 'route_not_found',
      message: 'There is nothing at this address',
    })
  })
}

function addressOf(server: FastifyInstance): { port: number } {
  const address = server.server.address()
  if (address === null || typeof address === 'string')
    throw new Error('The server is not listening')
  return address
}
