import type { TFunction } from 'i18next'
import type { Account } from '#shared/contract/accounts.ts'
import type { Provider } from '#shared/contract/enums.ts'
import { findSignInFailure, signInFailureText } from '../connect/index.ts'

/** What is wrong with an account, to be shown beside it. */
export interface AccountProblem {
  /** One sentence in the person’s language. */
  text: string
  /** The provider’s own words, where they say more. */
  detail: string | null
  /** Where an administrator approves the application, or null. */
  approvalUrl: string | null
}

/** The account’s last error in words, or null where it has none. */
export function findAccountProblem(
  t: TFunction,
  { provider, status, lastError }: Pick<Account, 'provider' | 'status' | 'lastError'>,
): AccountProblem | null {
  if (lastError === null) return null
  const failure = findSignInFailure(lastError)
  if (failure !== null) {
    const { approvalUrl } = failure
    return { text: signInFailureText(t, provider, failure), detail: null, approvalUrl }
  }
  if (status === 'reauth_required') {
    const company = t(`providers.${provider}.company`)
    return { text: t('sync.problem.signedOut', { company }), detail: null, approvalUrl: null }
  }
  return { ...syncFailureText(t, provider, lastError), approvalUrl: null }
}

/** A failed sync, or a change the provider refused: our words, and the provider’s where they add some. */
export function syncFailureText(
  t: TFunction,
  provider: Provider,
  { code, message }: { code: string; message: string },
): { text: string; detail: string | null } {
  switch (code) {
    case 'email_fetch_error':
    case 'read_status_update_error':
      return {
        text: t(`sync.problem.${code}`, { name: t(`providers.${provider}.name`) }),
        detail: message,
      }
    default:
      return { text: t(`errors.${code}`, { defaultValue: message }), detail: null }
  }
}
