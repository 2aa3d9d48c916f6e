import type { TFunction } from 'i18next'
import type { Provider } from '#shared/contract/enums.ts'
import type { SignInFailure } from './connection-outcome.ts'
import { GOOGLE_CONSOLE_PAGES } from '../oauth-client/google-console-pages.ts'
import { microsoftConsolePages } from '../oauth-client/microsoft-client.ts'

/** Why the sign-in failed, in the person’s language; the core’s own words where we have none. */
export function signInFailureText(
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
export function findRecoveryPage(
  provider: Provider,
  reason: string | null,
  clientId: string | null,
): string | null {
  return reason === null ? null : (recoveryPages(provider, clientId)[reason] ?? null)
}

function recoveryPages(provider: Provider, clientId: string | null): Record<string, string> {
  switch (provider) {
    case 'gmail':
      return {
        invalid_client: GOOGLE_CONSOLE_PAGES.client,
        redirect_uri_mismatch: GOOGLE_CONSOLE_PAGES.client,
        api_disabled: GOOGLE_CONSOLE_PAGES.api,
      }
    case 'outlook': {
      const { overview, authentication, permissions } = microsoftConsolePages(clientId ?? '')
      return {
        invalid_client: overview,
        not_public: authentication,
        redirect_uri: authentication,
        scope_missing: permissions,
      }
    }
  }
}
