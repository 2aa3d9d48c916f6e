import { OperationError, type ErrorCode } from '#shared/errors.ts'
import { ProviderError } from '../../ports/provider.ts'

/**
 * A provider's failure in the words of the contract.
 *
 * @param fallback the code for a failure at the provider itself
 */
export function toOperationError(error: unknown, fallback: ErrorCode): unknown {
  if (!(error instanceof ProviderError)) return error
  const { kind, message, retryAfterMs } = error.failure
  switch (kind) {
    case 'auth':
      return new OperationError(
        'account_not_connected',
        'This account must be connected again before it can be used.',
        undefined,
        error,
      )
    case 'offline':
      return new OperationError(
        'offline',
        'There is no connection to the mail provider. Try again when you are back online.',
        undefined,
        error,
      )
    case 'not_found':
      return new OperationError(
        'email_not_found',
        'The mail provider no longer has this message.',
        undefined,
        error,
      )
    case 'mailbox_unavailable':
      return new OperationError('mailbox_unavailable', message, undefined, error)
    case 'throttled':
    case 'cursor_expired':
    case 'ambiguous':
    case 'rejected':
    case 'server':
      return new OperationError(
        fallback,
        message,
        retryAfterMs === null ? undefined : { retryAfterMs },
        error,
      )
  }
}

/** Runs a provider call and throws its failure as an OperationError. */
export async function withProviderErrors<T>(
  fallback: ErrorCode,
  call: () => Promise<T>,
): Promise<T> {
  try {
    return await call()
  } catch (error) {
    throw toOperationError(error, fallback)
  }
}
