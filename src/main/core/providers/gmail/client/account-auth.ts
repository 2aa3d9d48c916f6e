import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { Gaxios, GaxiosError, type GaxiosOptions, type GaxiosResponse } from 'gaxios'
import { OAuth2Client } from 'google-auth-library'
import type { AccessTokenSource } from '#core/ports/services.ts'
import { sizeLimitedFetch } from './size-limited-fetch.ts'

/**
 * The OAuth client that the Gmail library needs, with tokens from our own source. A refused token is
 * replaced once and the request sent again.
 */
export class AccountAuth extends OAuth2Client {
  readonly #tokens: AccessTokenSource
  readonly #tokenOf = new WeakMap<object, string>()

  constructor(tokens: AccessTokenSource) {
    super({
      transporter: new Gaxios({ fetchImplementation: sizeLimitedFetch, retry: false }),
      // The library's own interceptors can log headers, and those carry the token.
      useAuthRequestParameters: false,
    })
    this.#tokens = tokens
  }

  override async request<T>(options: GaxiosOptions): Promise<GaxiosResponse<T>> {
    const data: unknown = options.data
    // A stream can be read only once, but the request may have to be sent again.
    const repeatable = data instanceof Readable ? { ...options, data: await buffer(data) } : options
    const token = await this.#tokens.getAccessToken()
    try {
      return await this.#send<T>(repeatable, token)
    } catch (error) {
      if (!(error instanceof GaxiosError) || error.status !== 401) throw error
      // Reject the token of this request only: another request may have renewed it meanwhile.
      this.#tokens.invalidate(token)
      return this.#send<T>(repeatable, await this.#tokens.getAccessToken())
    }
  }

  /** Rejects the token of a batch request of which one part was refused with 401. */
  rejectTokenOf(response: GaxiosResponse<unknown>): void {
    const token = this.#tokenOf.get(response)
    if (token !== undefined) this.#tokens.invalidate(token)
  }

  async #send<T>(options: GaxiosOptions, token: string): Promise<GaxiosResponse<T>> {
    const headers = new Headers(options.headers)
    headers.set('authorization', `Bearer ${token}`)
    const response = await this.transporter.request<T>({ ...options, headers })
    this.#tokenOf.set(response, token)
    return response
  }
}
