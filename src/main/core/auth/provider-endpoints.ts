import type { GoogleEndpoints, MicrosoftEndpoints } from '#core/ports/services.ts'
import { OperationError } from '#shared/errors.ts'

type Environment = Record<string, string | undefined>

const OVERRIDES = [
  'MAILMANAGER_GOOGLE_API_URL',
  'MAILMANAGER_GOOGLE_OAUTH_URL',
  'MAILMANAGER_GRAPH_URL',
  'MAILMANAGER_MICROSOFT_OAUTH_URL',
] as const
type Override = (typeof OVERRIDES)[number]

/**
 * Where Google answers: production, unless the environment names a loopback address.
 * Throws env_var_error for any other address, because mail and tokens would go there.
 */
export function googleEndpoints(env: Environment): GoogleEndpoints {
  const api = parseLoopbackOverride(env, 'MAILMANAGER_GOOGLE_API_URL')
  const oauth = parseLoopbackOverride(env, 'MAILMANAGER_GOOGLE_OAUTH_URL')
  return {
    apiUrl: api ?? 'https://gmail.googleapis.com',
    ...(oauth === null
      ? {
          authorizeUrl: 'https://accounts.google.com/o/oauth2/v2/auth',
          tokenUrl: 'https://oauth2.googleapis.com/token',
          revokeUrl: 'https://oauth2.googleapis.com/revoke',
        }
      : {
          authorizeUrl: `${oauth}/o/oauth2/v2/auth`,
          tokenUrl: `${oauth}/oauth2/token`,
          revokeUrl: `${oauth}/oauth2/revoke`,
        }),
  }
}

/**
 * Where Microsoft answers: production, unless the environment names a loopback address.
 * Throws env_var_error for any other address.
 */
export function microsoftEndpoints(env: Environment): MicrosoftEndpoints {
  return {
    graphUrl: parseLoopbackOverride(env, 'MAILMANAGER_GRAPH_URL') ?? 'https://graph.microsoft.com',
    loginUrl:
      parseLoopbackOverride(env, 'MAILMANAGER_MICROSOFT_OAUTH_URL') ??
      'https://login.microsoftonline.com',
  }
}

/** Refuses at start every provider override that is not loopback. Throws env_var_error. */
export function checkProviderOverrides(env: Environment): void {
  for (const name of OVERRIDES) parseLoopbackOverride(env, name)
}

/** The override without a trailing slash, or null where it is not set. Throws env_var_error. */
export function parseLoopbackOverride(env: Environment, name: Override): string | null {
  const value = env[name]?.trim()
  if (value === undefined || value === '') return null
  if (!isLoopbackUrl(value)) {
    throw new OperationError(
      'env_var_error',
      `${name} may only name this computer (such as http://127.0.0.1:4600): it is meant for tests and the demo.`,
      { variable: name },
    )
  }
  return value.replace(/\/+$/u, '')
}

/** True for a plain http(s) address in 127.0.0.0/8, ::1 or localhost. */
export function isLoopbackUrl(text: string): boolean {
  if (!URL.canParse(text)) return false
  const url = new URL(text)
  const isPlain =
    (url.protocol === 'http:' || url.protocol === 'https:') &&
    url.username === '' &&
    url.password === '' &&
    url.search === '' &&
    url.hash === ''
  // The URL parser has already turned every spelling of an IPv4 address into dotted decimals.
  return isPlain && /^(127\.\d+\.\d+\.\d+|\[::1\]|localhost)$/u.test(url.hostname)
}
