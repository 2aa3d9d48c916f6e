import { OperationError } from '#shared/errors.ts'
import type { AccountStatus } from '#shared/contract/enums.ts'
import type { AccountRow, StoredError } from '../../ports/accounts.ts'
import type { SignInAttempt } from '../../ports/engines.ts'
import type { BrowserOpener } from '../../ports/services.ts'
import type { ServiceDependencies } from '../dependencies.ts'

export interface ConnectFlow {
  /**
   * Begins a sign-in, replacing one that still waits.
   * @param openBrowser false where the caller visits the address itself
   */
  begin(
    account: AccountRow,
    openBrowser?: boolean,
  ): Promise<{ authorizationUrl: string; expiresAt: number }>
  /** After a start: sign-ins the last run left waiting came to nothing. */
  recover(): Promise<void>
  /** Ends a waiting sign-in; the account is as it was before. */
  cancel(account: AccountRow): Promise<void>
  /** Resolves when the account's present attempt has ended, well or not. */
  finished(accountId: string): Promise<void>
}

/** One sign-in at a time per account, and an honest status while it lasts and after it. */
export function createConnectFlow(deps: ServiceDependencies, browser?: BrowserOpener): ConnectFlow {
  const waiting = new Map<string, { attempt: SignInAttempt; done: Promise<void> }>()

  async function setStatus(
    account: AccountRow,
    status: AccountStatus,
    error: StoredError | null,
    emailAddress?: string,
  ): Promise<void> {
    await deps.store.transaction((tx) =>
      tx.accounts.update(account.id, {
        status,
        lastError: error,
        ...(emailAddress === undefined ? {} : { emailAddress }),
      }),
    )
    deps.events.publish(account.userId, {
      type: 'account.status',
      mailboxId: account.mailboxId,
      accountId: account.id,
      status,
      error: error === null ? null : { code: 'account_connect_auth_error', message: error.message },
    })
  }

  async function follow(account: AccountRow, attempt: SignInAttempt): Promise<void> {
    try {
      const { emailAddress } = await attempt.outcome
      await setStatus(account, 'connected', null, emailAddress)
      deps.providers.close(account.id)
      deps.events.publish(account.userId, {
        type: 'account.connected',
        mailboxId: account.mailboxId,
        accountId: account.id,
        emailAddress,
      })
      deps.sync.accountAdded(account.id)
      deps.identities.refreshSoon(account.id)
    } catch (error) {
      // A later attempt speaks for the account now, or the account is gone.
      if (waiting.get(account.id)?.attempt !== attempt) return
      const message =
        error instanceof OperationError ? error.message : 'The sign-in could not be finished.'
      if (!(error instanceof OperationError)) {
        deps.logger.error({ err: error, accountId: account.id }, 'sign-in failed unexpectedly')
      }
      await setStatus(account, statusBefore(account), {
        code: 'account_connect_auth_error',
        message,
        at: deps.clock.now(),
        ...(error instanceof OperationError ? errorDetailsOf(error) : {}),
      })
    } finally {
      if (waiting.get(account.id)?.attempt === attempt) waiting.delete(account.id)
    }
  }

  return {
    async begin(account, openBrowser = true) {
      const earlier = waiting.get(account.id)
      waiting.delete(account.id)
      earlier?.attempt.cancel()
      const attempt = await deps.signIn.begin(account)
      // Registered before the first await, so that an outcome that comes at once is still ours.
      const entry = { attempt, done: Promise.resolve() }
      waiting.set(account.id, entry)
      await setStatus(account, account.status === 'connected' ? 'connected' : 'connecting', null)
      entry.done = follow(account, attempt).catch((error: unknown) => {
        deps.logger.error({ err: error, accountId: account.id }, 'sign-in could not be recorded')
      })
      // The address is answered in any case, so a browser that does not open blocks nobody.
      if (openBrowser) {
        browser?.open(attempt.authorizationUrl).catch((error: unknown) => {
          deps.logger.warn({ err: error }, 'the browser did not open')
        })
      }
      return { authorizationUrl: attempt.authorizationUrl, expiresAt: attempt.expiresAt }
    },

    async recover() {
      const accounts = await deps.store.read.accounts.listAll()
      for (const account of accounts.filter((row) => row.status === 'connecting')) {
        await setStatus(account, statusBefore(account), null)
      }
    },

    async cancel(account) {
      const entry = waiting.get(account.id)
      waiting.delete(account.id)
      entry?.attempt.cancel()
      if (account.status === 'connecting') await setStatus(account, statusBefore(account), null)
    },

    finished: (accountId) => waiting.get(accountId)?.done ?? Promise.resolve(),
  }
}

/** What of a failed sign-in a client can act on: which failure it is, and the page that helps. */
function errorDetailsOf({ detail }: OperationError): Pick<StoredError, 'reason' | 'helpUrl'> {
  const reason = detail?.['reason']
  const helpUrl = detail?.['adminConsentUrl']
  return {
    ...(typeof reason === 'string' ? { reason } : {}),
    ...(typeof helpUrl === 'string' ? { helpUrl } : {}),
  }
}

/** Where an account stands when a sign-in comes to nothing. */
function statusBefore(account: AccountRow): AccountStatus {
  if (account.status !== 'connecting') return account.status
  return account.emailAddress === null ? 'disconnected' : 'reauth_required'
}
