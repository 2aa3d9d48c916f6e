import { LogLevel, PublicClientApplication, type ICachePlugin } from '@azure/msal-node'
import type { MicrosoftEndpoints } from '#core/ports/services.ts'
import type { OutlookClient } from '../parse-client-json.ts'
import type { RecordingNetwork } from './recording-network.ts'

/** What MailManager does with a mailbox, and who it is; MSAL adds openid, profile, offline_access. */
export const MICROSOFT_SCOPES = ['email', 'User.Read', 'Mail.ReadWrite', 'Mail.Send']

/** Without these two there is no mail client. */
export const NEEDED_SCOPES = ['mail.readwrite', 'mail.send']

/**
 * Microsoft's own client, a public one: PKCE and no secret. Its endpoints are given and not
 * discovered, so that an override for tests runs the same code as production. It lives for one
 * request; what it must remember is in the cache plugin.
 */
export function createMsalClient(options: {
  client: OutlookClient
  endpoints: MicrosoftEndpoints
  network: RecordingNetwork
  cachePlugin?: ICachePlugin
}): PublicClientApplication {
  const { client, endpoints, network, cachePlugin } = options
  const tenant = `${endpoints.loginUrl}/${client.tenant}`
  return new PublicClientApplication({
    auth: {
      clientId: client.clientId,
      authority: `https://login.microsoftonline.com/${client.tenant}`,
      authorityMetadata: JSON.stringify({
        issuer: `${endpoints.loginUrl}/{tenantid}/v2.0`,
        authorization_endpoint: `${tenant}/oauth2/v2.0/authorize`,
        token_endpoint: `${tenant}/oauth2/v2.0/token`,
        jwks_uri: `${tenant}/discovery/v2.0/keys`,
      }),
    },
    ...(cachePlugin === undefined ? {} : { cache: { cachePlugin } }),
    system: {
      networkClient: network.module,
      // A code is good for one try, and whoever waits for a token decides about trying again.
      disableInternalRetries: true,
      loggerOptions: {
        loggerCallback: () => undefined,
        piiLoggingEnabled: false,
        logLevel: LogLevel.Error,
      },
    },
  })
}
