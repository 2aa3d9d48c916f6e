import { ProviderError } from '#core/ports/provider.ts'
import type { AccessTokenSource } from '#core/ports/services.ts'
import type { Simulator } from '#simulator/start-simulator.ts'

const SCOPES = ['https://www.googleapis.com/auth/gmail.modify']

/** Tokens of a simulated account that signed in already; refreshed as Google would have it. */
export function createSimulatedTokenSource(simulator: Simulator, email: string): AccessTokenSource {
  const { accessToken, refreshToken } = simulator.issueTokens(email, SCOPES)
  return createGoogleTokenSource({
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

export function createGoogleTokenSource(issued: IssuedTokens): AccessTokenSource {
  const { client_id, client_secret } = issued.client
  return createRefreshingTokenSource(issued, { client_id, client_secret })
}

/** The same of a simulated Microsoft, which gives a new refresh token with every access token. */
export function createMicrosoftTokenSource(
  issued: Omit<IssuedTokens, 'client'> & { clientId: string; scopes: readonly string[] },
): AccessTokenSource {
  return createRefreshingTokenSource(issued, {
    client_id: issued.clientId,
    scope: issued.scopes.join(' '),
  })
}

function createRefreshingTokenSource(
  issued: Pick<IssuedTokens, 'accessToken' | 'refreshToken' | 'tokenUrl'>,
  client: Record<string, string>,
): AccessTokenSource {
  let current: string | null = issued.accessToken
  let { refreshToken } = issued
  const refresh = async (): Promise<string> => {
    const response = await fetch(issued.tokenUrl, {
      method: 'POST',
      body: new URLSearchParams({
        ...client,
        grant_type: 'refresh_token',
        refresh_token: refreshToken,
      }),
    })
    const answer = (await response.json()) as { access_token?: string; refresh_token?: string }
    if (!answer.access_token) throw new ProviderError('auth', 'The sign-in is gone.')
    current = answer.access_token
    refreshToken = answer.refresh_token ?? refreshToken
    return current
  }
  return {
    getAccessToken: async () => current ?? (await refresh()),
    invalidate(token) {
      if (current === token) current = null
    },
  }
}
