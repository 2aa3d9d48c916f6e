import { OperationError, type ErrorCode } from '#shared/errors.ts'
import type { AccountRow } from '../../ports/accounts.ts'
import type { HandlersOf } from '../../ports/handlers.ts'
import type { ServiceDependencies } from '../dependencies.ts'
import { toOperationError } from './provider-errors.ts'

/** Syncs side by side; one dead account is named and never hides the others' results. */
export function syncHandler(
  deps: ServiceDependencies,
): Pick<HandlersOf<'emails'>, 'emails.syncMetadata'> {
  return {
    'emails.syncMetadata': async (_input, { accounts }) => {
      const outcomes = await Promise.all(accounts.map((account) => syncOne(deps, account)))
      const done = outcomes.flatMap((outcome) => ('account' in outcome ? [outcome.account] : []))
      return {
        totalSynced: done.reduce((sum, account) => sum + account.emailsSynced, 0),
        accounts: done,
        failedAccounts: outcomes.flatMap((outcome) =>
          'failed' in outcome ? [outcome.failed] : [],
        ),
      }
    },
  }
}

type Outcome =
  | {
      account: {
        accountId: string
        provider: AccountRow['provider']
        emailsSynced: number
        syncCursor: string | null
      }
    }
  | { failed: { accountId: string; code: ErrorCode; message: string } }

async function syncOne(deps: ServiceDependencies, account: AccountRow): Promise<Outcome> {
  try {
    if (account.status !== 'connected') {
      throw new OperationError('account_not_connected', 'This account is not connected.')
    }
    const { emailsSynced, cursor } = await deps.sync.syncNow(account.id)
    return {
      account: {
        accountId: account.id,
        provider: account.provider,
        emailsSynced,
        syncCursor: cursor,
      },
    }
  } catch (thrown) {
    const error = toOperationError(thrown, 'email_fetch_error')
    if (error instanceof OperationError) {
      return { failed: { accountId: account.id, code: error.code, message: error.message } }
    }
    deps.logger.error({ err: error, accountId: account.id }, 'sync failed unexpectedly')
    return {
      failed: {
        accountId: account.id,
        code: 'api_error',
        message: 'Something went wrong in MailManager. The log has the details.',
      },
    }
  }
}
