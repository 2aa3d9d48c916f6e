import fastifyStatic from '@fastify/static'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { DOCUMENT_HEADERS } from '#shared/content-security-policy.ts'
import type { Core } from '#core/ports/core.ts'
import { type Credentials, SESSION_COOKIE, isSameSecret } from './authenticate.ts'
import { SIGN_IN_PAGE, SIGN_IN_PAGE_POLICY } from './sign-in-page.ts'

export interface StaticPagesOptions {
  core: Core
  token: string
  /** The built renderer, with index.html at its top. */
  rendererDir: string
  cookieSecure: boolean
}

/**
 * Serves the renderer to browsers that have a session. `/?token=…` opens one and leads on to `/`,
 * so that the token stays neither in the address bar nor in the history of the page.
 */
export async function registerStaticPages(
  server: FastifyInstance,
  options: StaticPagesOptions,
): Promise<void> {
  await server.register(fastifyStatic, {
    root: options.rendererDir,
    serve: false,
    dotfiles: 'ignore',
    index: false,
    cacheControl: false,
  })

  server.get<{ Querystring: { token?: string | string[] } }>('/', async (request, reply) => {
    const { token } = request.query
    if (token === undefined) return sendFile(request, reply, 'index.html', 'no-cache')
    if (typeof token !== 'string' || !isSameSecret(token, options.token))
      return sendSignInPage(reply)
    const session = await options.core.sessions.open()
    return reply
      .setCookie(SESSION_COOKIE, session.token, {
        ...sessionCookieOptions(options.cookieSecure),
        expires: new Date(session.expiresAt),
      })
      .header('Cache-Control', 'no-store')
      .redirect('/', 303)
  })

  server.get<{ Params: { '*': string } }>('/*', async (request, reply) => {
    const path = request.params['*']
    // Built assets carry a hash of their content in their name.
    const immutable = path.startsWith('assets/')
    return sendFile(request, reply, path, immutable ? 'private, max-age=31536000' : 'no-cache')
  })
}

/** How the session cookie is set and cleared: the same both times, or it would not be cleared. */
export function sessionCookieOptions(secure: boolean): {
  path: string
  httpOnly: boolean
  sameSite: 'lax'
  secure: boolean
} {
  return { path: '/', httpOnly: true, sameSite: 'lax', secure }
}

function sendFile(
  request: FastifyRequest & { credentials: Credentials },
  reply: FastifyReply,
  path: string,
  cacheControl: string,
): FastifyReply {
  if (request.credentials.kind === 'none') return sendSignInPage(reply)
  return reply.headers(DOCUMENT_HEADERS).header('Cache-Control', cacheControl).sendFile(path)
}

function sendSignInPage(reply: FastifyReply): FastifyReply {
  return reply
    .code(401)
    .headers({ ...DOCUMENT_HEADERS, 'Content-Security-Policy': SIGN_IN_PAGE_POLICY })
    .header('Cache-Control', 'no-store')
    .type('text/html; charset=utf-8')
    .send(SIGN_IN_PAGE)
}
