import { OperationError } from '#shared/errors.ts'

/** What can go wrong in every provider's sign-in once the browser is back. */
export type SharedSignInReason = 'offline' | 'throttled' | 'server' | 'other_address'

type Translations = Readonly<Record<'en' | 'es', string>>

export interface SignInErrorText<Reason extends string> {
  /** An account_connect_auth_error whose `detail.reason` says which. */
  error(reason: Reason, detail?: Record<string, unknown>): OperationError
  /** The failure in the given language, where it is one of these. */
  explain(error: OperationError, language: 'en' | 'es'): string
}

/** Everything that can go wrong between "Connect" and a kept grant, in the person's words. */
export function createSignInErrorText<Reason extends string>(
  reasons: Readonly<Record<Reason | SharedSignInReason, Translations>>,
): SignInErrorText<Reason | SharedSignInReason> {
  const isReason = (text: string): text is Reason | SharedSignInReason =>
    Object.hasOwn(reasons, text)
  return {
    error: (reason, detail = {}) =>
      new OperationError('account_connect_auth_error', reasons[reason].en, { ...detail, reason }),
    explain(error, language) {
      const reason = error.detail?.['reason']
      return typeof reason === 'string' && isReason(reason)
        ? reasons[reason][language]
        : error.message
    },
  }
}
