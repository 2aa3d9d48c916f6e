import { OAuth2Client } from 'google-auth-library'
import type { GoogleEndpoints } from '#core/ports/services.ts'
import type { GoogleClient } from '../parse-client-json.ts'

/** Everything MailManager does needs this one scope; permanent deletion would need a wider one. */
export const GMAIL_SCOPE = 'https://www.googleapis.com/auth/gmail.modify'

/**
 * Google's own OAuth client, with its retries off: an authorization code is good for one try, and
 * whoever waits for a token decides about trying again. Its request logging is off as well,
 * because it would print tokens.
 */
export function createOAuthClient(
  client: GoogleClient,
  endpoints: GoogleEndpoints,
  options: { timeoutMs: number; redirectUri?: string },
): OAuth2Client {
  const oauth = new OAuth2Client({
    clientId: client.clientId,
    ...(client.clientSecret === null ? {} : { clientSecret: client.clientSecret }),
    ...(options.redirectUri === undefined ? {} : { redirectUri: options.redirectUri }),
    endpoints: {
      oauth2AuthBaseUrl: endpoints.authorizeUrl,
      oauth2TokenUrl: endpoints.tokenUrl,
      oauth2RevokeUrl: endpoints.revokeUrl,
    },
    transporterOptions: { timeout: options.timeoutMs },
    useAuthRequestParameters: false,
  })
  oauth.transporter.interceptors.request.add({
    resolved: (config) => Promise.resolve({ ...config, retry: false, retryConfig: { retry: 0 } }),
  })
  return oauth
}
