import type { TFunction } from 'i18next'
import type { Provider } from '#shared/contract/vocabulary.ts'
import type { SignInFailure } from './connection-outcome.ts'
import { GOOGLE_PAGES } from './google-pages.ts'
import { consolePages } from './outlook-client.ts'

/** Why the sign-in failed, in the person’s language; the core’s own words where we have none. */
export function failureText(
  t: TFunction,
  provider: Provider,
  { message, reason }: SignInFailure,
): string {
  if (reason === null) return message
  return t([`connect.reason.${provider}.${reason}`, `connect.reason.${reason}`], {
    company: t(`providers.${provider}.company`),
    defaultValue: message,
  })
}

/** The page of the provider’s console where the cause is put right, or null where it is not there. */
export function repairPage(
  provider: Provider,
  reason: string | null,
  clientId: string | null,
): string | null {
  if (provider === 'gmail') {
    switch (reason) {
      case 'invalid_client':
      case 'redirect_uri_mismatch':
        return GOOGLE_PAGES.client
      case 'api_disabled':
        return GOOGLE_PAGES.api
      case null:
      default:
        return null
    }
  }
  const pages = consolePages(clientId ?? '')
  switch (reason) {
    case 'invalid_client':
      return pages.overview
    case 'not_public':
    case 'redirect_uri':
      return pages.authentication
    case 'scope_missing':
      return pages.permissions
    case null:
    default:
      return null
  }
}
