import type { WaitingFor } from '#shared/contract/enums.ts'
import { OperationError, type ErrorCode } from '#shared/errors.ts'
import type { AccountRow } from '../ports/accounts.ts'
import type { Clock } from '../ports/clock.ts'
import { ProviderError } from '../ports/provider.ts'
import type { EventBus, Logger, ProviderDirectory } from '../ports/services.ts'
import type { Store } from '../ports/store.ts'
import { backoffMs } from './backoff.ts'

/** What an account does after a failure. */
export type ErrorAction =
  /** Suspended until the person signs in again. */
  | { kind: 'suspend' }
  | { kind: 'retry'; afterMs: number; isOffline: boolean; isError: boolean; waitingFor: WaitingFor }
  /** The cursor is too old: compare everything, at once. */
  | { kind: 'restart' }

export interface ErrorActionDependencies {
  store: Store
  providers: ProviderDirectory
  events: EventBus
  clock: Clock
  logger: Logger
  random: () => number
}

const OFFLINE_BACKOFF = { firstMs: 2_000, longestMs: 60_000 }
const SERVER_BACKOFF = { firstMs: 2_000, longestMs: 300_000 }

/**
 * Decides what a failed pass means and stores the error of the account where it is one. Being
 * offline or asked to go slower is a state, not an error.
 */
export async function errorActionOf(
  deps: ErrorActionDependencies,
  account: AccountRow,
  error: unknown,
  failures: number,
): Promise<ErrorAction> {
  if (error instanceof OperationError && error.code === 'account_not_connected') {
    return { kind: 'suspend' }
  }
  if (!(error instanceof ProviderError)) {
    // A series of failures, as with a full disk, is logged once.
    if (failures === 1) deps.logger.error({ err: error, accountId: account.id }, 'sync failed')
    const isKnown = error instanceof OperationError
    await tryStoreError(
      deps,
      account,
      isKnown ? error.code : 'api_error',
      isKnown ? error.message : 'Something went wrong in MailManager. The log has the details.',
    )
    return retry(deps, failures, SERVER_BACKOFF, null, { waitingFor: 'retry', isError: true })
  }
  const { kind, message, retryAfterMs } = error.failure
  switch (kind) {
    case 'auth':
      deps.providers.close(account.id)
      return (await tryStoreError(
        deps,
        account,
        'account_not_connected',
        message,
        'reauth_required',
      ))
        ? { kind: 'suspend' }
        : retry(deps, failures, SERVER_BACKOFF, null, { waitingFor: 'retry', isError: true })
    case 'cursor_expired':
      deps.logger.info({ accountId: account.id }, 'the cursor expired; comparing everything')
      return { kind: 'restart' }
    case 'offline':
      return retry(deps, failures, OFFLINE_BACKOFF, retryAfterMs, {
        waitingFor: 'network',
        isOffline: true,
      })
    case 'throttled':
      return retry(deps, failures, SERVER_BACKOFF, retryAfterMs, { waitingFor: 'quota' })
    case 'mailbox_unavailable':
      deps.logger.warn({ err: error, accountId: account.id, failures }, 'mailbox unavailable')
      await tryStoreError(deps, account, 'mailbox_unavailable', message)
      return retry(deps, failures, SERVER_BACKOFF, retryAfterMs, {
        waitingFor: 'retry',
        isError: true,
      })
    case 'not_found':
    case 'ambiguous':
    case 'rejected':
    case 'server':
      deps.logger.warn({ err: error, accountId: account.id, failures }, 'sync failed')
      await tryStoreError(deps, account, 'email_fetch_error', message)
      return retry(deps, failures, SERVER_BACKOFF, retryAfterMs, {
        waitingFor: 'retry',
        isError: true,
      })
  }
}

function retry(
  deps: ErrorActionDependencies,
  failures: number,
  range: Parameters<typeof backoffMs>[1],
  retryAfterMs: number | null,
  state: { waitingFor: WaitingFor; isOffline?: boolean; isError?: boolean },
): ErrorAction {
  const afterMs = Math.max(backoffMs(failures, range, deps.random()), retryAfterMs ?? 0)
  return {
    kind: 'retry',
    afterMs,
    isOffline: state.isOffline === true,
    isError: state.isError === true,
    waitingFor: state.waitingFor,
  }
}

/**
 * Stores the account's error where the database can take it. False where it cannot: a failure to
 * report an error must not end the loop that met it.
 */
async function tryStoreError(...args: Parameters<typeof storeError>): Promise<boolean> {
  try {
    await storeError(...args)
    return true
  } catch (error) {
    const [deps, account] = args
    deps.logger.debug({ err: error, accountId: account.id }, "the account's error was not stored")
    return false
  }
}

/** Stores the account's own error and announces it; the same error again is left as it is. */
async function storeError(
  deps: ErrorActionDependencies,
  account: AccountRow,
  code: ErrorCode,
  message: string,
  status: AccountRow['status'] = account.status,
): Promise<void> {
  const current = await deps.store.read.accounts.get(account.id)
  if (!current) return
  if (current.status === status && current.lastError?.message === message) return
  await deps.store.transaction(({ accounts }) =>
    accounts.update(account.id, { status, lastError: { code, message, at: deps.clock.now() } }),
  )
  deps.events.publish(account.userId, {
    type: 'account.status',
    mailboxId: account.mailboxId,
    accountId: account.id,
    status,
    error: { code, message },
  })
}

/** The account works again: its error goes, if it had one. */
export async function clearError(
  deps: Pick<ErrorActionDependencies, 'store' | 'events'>,
  account: AccountRow,
): Promise<void> {
  const current = await deps.store.read.accounts.get(account.id)
  if (!current?.lastError || current.status !== 'connected') return
  await deps.store.transaction(({ accounts }) => accounts.update(account.id, { lastError: null }))
  deps.events.publish(account.userId, {
    type: 'account.status',
    mailboxId: account.mailboxId,
    accountId: account.id,
    status: current.status,
    error: null,
  })
}
