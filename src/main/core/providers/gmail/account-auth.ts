import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { Gaxios, GaxiosError, type GaxiosOptions, type GaxiosResponse } from 'gaxios'
import { OAuth2Client } from 'google-auth-library'
import type { AccessTokenSource } from '#core/ports/services.ts'
import { boundedFetch } from './bounded-fetch.ts'

/**
 * Google's client as the Gmail library expects it, with tokens from our own source. A token that is
 * refused is replaced and the request repeated, once.
 */
export class AccountAuth extends OAuth2Client {
  readonly #tokens: AccessTokenSource
  #latest: string | null = null

  constructor(tokens: AccessTokenSource) {
    super({
      transporter: new Gaxios({ fetchImplementation: boundedFetch, retry: false }),
      // The library's own interceptors can log headers, and those carry the token.
      useAuthRequestParameters: false,
    })
    this.#tokens = tokens
  }

  override async request<T>(options: GaxiosOptions): Promise<GaxiosResponse<T>> {
    const data: unknown = options.data
    // A stream can be read once, and the request may have to be repeated.
    const repeatable = data instanceof Readable ? { ...options, data: await buffer(data) } : options
    try {
      return await this.#send<T>(repeatable)
    } catch (error) {
      if (!(error instanceof GaxiosError) || error.status !== 401) throw error
      this.rejectLatest()
      return this.#send<T>(repeatable)
    }
  }

  /** The token in use was refused inside a batch. */
  rejectLatest(): void {
    if (this.#latest !== null) this.#tokens.reject(this.#latest)
  }

  async #send<T>(options: GaxiosOptions): Promise<GaxiosResponse<T>> {
    const token = await this.#tokens.accessToken()
    this.#latest = token
    const headers = new Headers(options.headers)
    headers.set('authorization', `Bearer ${token}`)
    return this.transporter.request<T>({ ...options, headers })
  }
}
