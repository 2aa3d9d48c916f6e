import { ProviderError } from '#core/ports/provider.ts'
import type { AccessTokenSource } from '#core/ports/services.ts'
import type { Simulator } from '#simulator/start.ts'

const SCOPES = ['https://www.googleapis.com/auth/gmail.modify']

/** Tokens of a simulated account that signed in already; refreshed as Google would have it. */
export function simulatedTokens(simulator: Simulator, email: string): AccessTokenSource {
  const { accessToken, refreshToken } = simulator.issueTokens(email, SCOPES)
  return tokensFrom({
    accessToken,
    refreshToken,
    tokenUrl: `${simulator.googleOauthUrl}/token`,
    client: simulator.googleCredentials.installed,
  })
}

export interface IssuedTokens {
  accessToken: string
  refreshToken: string
  tokenUrl: string
  client: { client_id: string; client_secret: string }
}

export function tokensFrom(issued: IssuedTokens): AccessTokenSource {
  let current: string | null = issued.accessToken
  const refresh = async (): Promise<string> => {
    const response = await fetch(issued.tokenUrl, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'refresh_token',
        refresh_token: issued.refreshToken,
        client_id: issued.client.client_id,
        client_secret: issued.client.client_secret,
      }),
    })
    const answer = (await response.json()) as { access_token?: string }
    if (!answer.access_token) throw new ProviderError('auth', 'The sign-in is gone.')
    current = answer.access_token
    return current
  }
  return {
    accessToken: async () => current ?? (await refresh()),
    reject(token) {
      if (current === token) current = null
    },
  }
}
