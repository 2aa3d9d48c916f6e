import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import type { Clock } from '#core/ports/clock.ts'
import type { Logger } from '#core/ports/services.ts'
import { OperationError } from '#shared/errors.ts'
import { listenOnLoopback, type RedirectForm } from './loopback-listener.ts'
import type { PageLanguage, ResultPageMessage } from './result-page.ts'

const TEN_MINUTES = 10 * 60 * 1000

export interface LoopbackRequest {
  /** How long the person has; ten minutes by default. */
  expiresInMs?: number
  /** How the redirect names this computer; by its address by default. */
  form?: RedirectForm
  /** The provider's address to open in the browser. The challenge is PKCE S256 (RFC 7636). */
  authorize(redirectUri: string, state: string, codeChallenge: string): string | Promise<string>
  /**
   * Trades the code for a grant and keeps it; answers what the page calls the account. Runs before
   * the page is answered, so that the page tells the truth. It must keep nothing once `signal`
   * has aborted.
   */
  finish(
    code: string,
    verifier: string,
    redirectUri: string,
    signal: AbortSignal,
  ): Promise<{ title: string }>
  /** What the provider's `error` and `error_description` (RFC 6749 section 4.1.2.1) mean. */
  refusal?(error: string, description: string): OperationError
  /** The failure in the page's language; the error's own message by default. */
  explain?(error: OperationError, language: PageLanguage): string
}

export interface PendingSignIn {
  authorizationUrl: string
  /** Epoch milliseconds. */
  expiresAt: number
  /** Settles once. Rejects with OperationError: account_connect_auth_error, or what `finish` threw. */
  outcome: Promise<void>
  /**
   * Stops waiting. Where the grant is being fetched just then, `finish` is told to keep nothing,
   * and the outcome says what really happened. Until the sign-in would have expired, a browser tab
   * that comes back gets a page that says to start again.
   */
  cancel(reason: string): void
}

export interface LoopbackSignIn {
  /** Throws account_connect_auth_error where no local port can be opened. */
  start(request: LoopbackRequest): Promise<PendingSignIn>
}

/**
 * Sign-in in the person's own browser (RFC 8252 section 7.3): a listener on 127.0.0.1 at a random
 * port takes one redirect that bears our one-shot state, and closes.
 */
export function createLoopbackSignIn(dependencies: {
  clock: Clock
  logger: Logger
  /** The page's language where the browser names none of ours. */
  locale?: PageLanguage
  /** The port to try next; 0 lets the system pick a free one. */
  pickPort?: () => number
}): LoopbackSignIn {
  const { clock, logger, locale = 'en', pickPort = () => 0 } = dependencies
  return {
    async start(request) {
      const state = randomBytes(32).toString('base64url')
      const verifier = randomBytes(32).toString('base64url')
      const challenge = createHash('sha256').update(verifier).digest('base64url')
      const expiresInMs = request.expiresInMs ?? TEN_MINUTES
      const expiresAt = clock.now() + expiresInMs

      const { promise: outcome, resolve, reject } = Promise.withResolvers<undefined>()
      // Whoever asked may be gone by then; a failure nobody waits for is not a crash.
      outcome.catch(() => undefined)
      const ended = new AbortController()
      let phase: 'waiting' | 'finishing' | 'over' = 'waiting'
      let cancelReason: string | null = null

      const end = (failure: OperationError | null) => {
        phase = 'over'
        if (failure) reject(failure)
        else resolve(undefined)
        ended.abort()
      }
      const explain = (failure: OperationError, language: PageLanguage): ResultPageMessage => ({
        kind: 'failed',
        reason: request.explain?.(failure, language) ?? failure.message,
      })

      const takeRedirect = async (
        query: URLSearchParams,
        language: PageLanguage,
      ): Promise<{ status: number; message: ResultPageMessage }> => {
        if (!isSameState(query.get('state'), state)) {
          return { status: 400, message: { kind: 'unknown' } }
        }
        if (phase === 'over' && cancelReason !== null) {
          return { status: 410, message: { kind: 'replaced' } }
        }
        if (phase !== 'waiting') return { status: 409, message: { kind: 'used' } }
        if (clock.now() >= expiresAt) {
          end(expired())
          return { status: 410, message: { kind: 'expired' } }
        }
        const code = query.get('code')
        const refused = query.get('error')
        if (refused !== null || code === null || code === '') {
          const failure = (request.refusal ?? refusal)(
            refused ?? 'invalid_request',
            query.get('error_description') ?? '',
          )
          end(failure)
          return { status: 400, message: explain(failure, language) }
        }
        phase = 'finishing'
        try {
          const { title } = await request.finish(code, verifier, redirectUri, stop.signal)
          end(null)
          return { status: 200, message: { kind: 'connected', title } }
        } catch (error) {
          const failure =
            cancelReason === null ? toOperationError(error, logger) : failed(cancelReason)
          end(failure)
          return { status: 400, message: explain(failure, language) }
        }
      }

      const stop = new AbortController()
      const { form } = request
      const listener = await listenOnLoopback({ pickPort, form, locale, logger, takeRedirect })
      const { redirectUri } = listener
      const closeListener = (): void => {
        if (cancelReason === null) listener.close()
        else void clock.sleep(Math.max(0, expiresAt - clock.now())).then(() => listener.close())
      }
      ended.signal.addEventListener('abort', closeListener, { once: true })
      void clock.sleep(expiresInMs, ended.signal).then(
        () => {
          if (phase === 'waiting') end(expired())
        },
        () => undefined,
      )

      let authorizationUrl
      try {
        authorizationUrl = await request.authorize(redirectUri, state, challenge)
      } catch (error) {
        end(toOperationError(error, logger))
        throw error
      }
      return {
        authorizationUrl,
        expiresAt,
        outcome,
        cancel(reason) {
          if (phase === 'over') return
          cancelReason ??= reason
          stop.abort()
          if (phase === 'waiting') end(failed(reason))
        },
      }
    },
  }
}

function isSameState(given: string | null, expected: string): boolean {
  if (given === null) return false
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(given), digest(expected))
}

function failed(message: string): OperationError {
  return new OperationError('account_connect_auth_error', message)
}

function expired(): OperationError {
  return new OperationError(
    'account_connect_auth_error',
    'Sign-in was not finished in time. If the browser shows an error of the provider’s, follow what it says; then start again.',
    { reason: 'expired' },
  )
}

function refusal(error: string): OperationError {
  return failed(
    error === 'access_denied'
      ? 'Sign-in was cancelled in the browser. Nothing was changed.'
      : 'The provider refused the sign-in. Start again.',
  )
}

function toOperationError(error: unknown, logger: Logger): OperationError {
  if (error instanceof OperationError) return error
  // Only the name: a library's message or cause may quote a token.
  logger.error({ error: error instanceof Error ? error.name : typeof error }, 'sign-in failed')
  return failed('Sign-in failed for a reason MailManager did not expect. Start again.')
}
