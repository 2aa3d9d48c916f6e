import { PublicClientApplication } from '@azure/msal-node'
import {
  AuthenticationHandler,
  Client,
  GraphError,
  RetryHandler,
  type Context,
} from '@microsoft/microsoft-graph-client'
import type { Message } from '@microsoft/microsoft-graph-types'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startSimulator, type Simulator } from '../start-simulator.ts'

const EMAIL = 'mara@contoso.example'
const SCOPES = ['User.Read', 'Mail.ReadWrite', 'Mail.Send', 'offline_access']
let simulator: Simulator

beforeEach(async () => {
  simulator = await startSimulator({ consent: 'auto' })
  simulator.accounts.createMicrosoft({ email: EMAIL, displayName: 'Mara Voss', messages: 30 })
})
afterEach(() => simulator.close())

function msal(): PublicClientApplication {
  const base = `${simulator.microsoftOauthUrl}/common`
  return new PublicClientApplication({
    auth: {
      clientId: simulator.microsoftCredentials.client_id,
      authority: 'https://login.microsoftonline.com/common',
      authorityMetadata: JSON.stringify({
        issuer: 'https://login.microsoftonline.com/{tenantid}/v2.0',
        authorization_endpoint: `${base}/oauth2/v2.0/authorize`,
        token_endpoint: `${base}/oauth2/v2.0/token`,
        jwks_uri: `${base}/discovery/v2.0/keys`,
      }),
    },
  })
}

/** Graph's own client drops the token for plain http, so its last step changes the host instead. */
function graph(accessToken: string): Client {
  const authentication = new AuthenticationHandler({
    getAccessToken: () => Promise.resolve(accessToken),
  })
  const retry = new RetryHandler()
  authentication.setNext(retry)
  retry.setNext({
    execute: async (context: Context) => {
      const url = new URL(
        typeof context.request === 'string' ? context.request : context.request.url,
      )
      const target =
        url.host === 'graph.microsoft.com' ? simulator.graphUrl + url.pathname + url.search : url
      context.response = await fetch(target, context.options)
    },
  })
  return Client.initWithMiddleware({ middleware: authentication })
}

describe('Microsoft’s own clients work against the simulator', () => {
  it('MSAL signs in with PKCE and refreshes silently', async () => {
    const client = msal()
    const challenge = 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM'
    const redirectUri = 'http://localhost:53123'
    const url = await client.getAuthCodeUrl({
      scopes: SCOPES,
      redirectUri,
      codeChallenge: challenge,
      codeChallengeMethod: 'S256',
      state: 's1',
      responseMode: 'query',
    })
    const answer = await fetch(url, { redirect: 'manual' })
    const code = new URL(answer.headers.get('location') ?? '').searchParams.get('code') ?? ''
    const signedIn = await client.acquireTokenByCode({
      code,
      scopes: SCOPES,
      redirectUri,
      codeVerifier: 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk',
    })
    expect(signedIn.account?.username).toBe(EMAIL)
    const refreshed = await client.acquireTokenSilent({
      account: signedIn.account ?? {
        homeAccountId: '',
        environment: '',
        tenantId: '',
        username: '',
        localAccountId: '',
      },
      scopes: SCOPES,
      forceRefresh: true,
    })
    expect(refreshed.accessToken).not.toBe(signedIn.accessToken)
    expect(simulator.ledger.snapshot().methods['microsoft.token']?.calls).toBe(2)
  })

  it('MSAL reads a withdrawn grant as invalid_grant', async () => {
    const { refreshToken } = simulator.issueMicrosoftTokens(EMAIL, SCOPES)
    simulator.accounts.microsoft(EMAIL).revokeGrants()
    await expect(
      msal().acquireTokenByRefreshToken({ refreshToken, scopes: SCOPES }),
    ).rejects.toMatchObject({ errorCode: 'invalid_grant' })
  })

  it('the Graph client reads, pages, retries a 429 and gets errors with their codes', async () => {
    const client = graph(simulator.issueMicrosoftTokens(EMAIL, SCOPES).accessToken)
    const list = (await client.api('/me/messages').select(['id', 'subject']).top(5).get()) as {
      value: Message[]
      '@odata.nextLink'?: string
    }
    expect(list.value).toHaveLength(5)
    expect(list['@odata.nextLink']).toContain('$skip=5')
    simulator.faults.add({
      match: { method: 'graph.me' },
      times: 1,
      action: { status: 429, retryAfter: 0 },
    })
    expect(await client.api('/me').get()).toMatchObject({ mail: EMAIL })
    const refused: unknown = await client
      .api('/me/messages/abc')
      .get()
      .catch((error: unknown) => error)
    expect(refused).toBeInstanceOf(GraphError)
    expect(refused).toMatchObject({ statusCode: 400, code: 'ErrorInvalidIdMalformed' })
  })
})
