import type { AccountRow } from '../ports/accounts.ts'
import { ProviderError, type ItemOutcome, type MailProvider } from '../ports/provider.ts'
import type { PendingChangeRow } from '../ports/store.ts'
import type { ErrorActionDependencies } from './error-action.ts'
import { createWakeUpSignal } from './wake-up-signal.ts'
import { backoffMs } from './backoff.ts'
import type { Announcer } from './progress.ts'
import type { ChangeConflicts } from './change-conflicts.ts'
import { refreshFromProvider } from './refresh-from-provider.ts'

export interface ChangeQueue {
  /** Tells the provider what was changed here, in order, until stopped. */
  run(): Promise<void>
  wake(): void
}

const BACKOFF = { firstMs: 2_000, longestMs: 300_000 }
/** Messages whose true state is read again in one go after a refusal. */
const RESTORED_AT_ONCE = 20

/**
 * Carries the account's queued changes to its provider, strictly in order: a change that has to
 * wait holds back those after it, since they may be about the same message.
 */
export function createChangeQueue(
  deps: ErrorActionDependencies & {
    account: AccountRow
    signal: AbortSignal
    announcer: Announcer
    marks: Pick<ChangeConflicts, 'told'>
  },
): ChangeQueue {
  const { store, clock, account, signal } = deps
  const alarm = createWakeUpSignal(clock)

  /** Works off what is due. Answers how long until there is more to do. */
  const drain = async (): Promise<number> => {
    for (;;) {
      signal.throwIfAborted()
      const [action] = await store.read.actions.due(account.id, Number.MAX_SAFE_INTEGER, 1)
      if (!action) return Infinity
      const waitMs = action.notBefore - clock.now()
      if (waitMs > 0) return waitMs
      const current = await store.read.accounts.get(account.id)
      if (current?.status !== 'connected') return Infinity
      try {
        const provider = await deps.providers.open(current)
        await carryOut(provider, action)
      } catch (error) {
        if (!(error instanceof ProviderError)) throw error
        // The account's own loop says so to the person; the change stays queued.
        if (error.failure.kind === 'auth') return Infinity
        if (isPassing(error.failure.kind)) await postpone(action, error.failure.retryAfterMs)
        else await refuse(action, action.providerMessageIds, error.failure.message)
      }
    }
  }

  const carryOut = async (provider: MailProvider, action: PendingChangeRow): Promise<void> => {
    if (action.kind === 'restore') {
      const changed = await refreshFromProvider(
        provider,
        store,
        account.id,
        action.providerMessageIds,
      )
      deps.announcer.messagesChanged(changed)
      await store.transaction(({ actions }) => actions.delete(action.id))
      return
    }
    const outcomes = await provider.setRead(action.providerMessageIds, action.kind === 'set_read')
    deps.marks.told(action.providerMessageIds)
    const open = outcomes.filter((outcome) => !outcome.ok && isPassing(outcome.failure.kind))
    const refused = outcomes.filter((outcome) => isRefused(outcome))
    if (open.length > 0) {
      // Marking again what is marked already changes nothing.
      const waits = open.map((outcome) => (outcome.ok ? 0 : (outcome.failure.retryAfterMs ?? 0)))
      await postpone(action, Math.max(...waits))
      return
    }
    const [first] = refused
    if (first && !first.ok) {
      const ids = refused.map((outcome) => outcome.providerMessageId)
      await refuse(action, ids, first.failure.message)
      return
    }
    await store.transaction(({ actions }) => actions.delete(action.id))
  }

  const postpone = async (action: PendingChangeRow, retryAfterMs: number | null): Promise<void> => {
    const attempts = action.attempts + 1
    const waitMs = Math.max(backoffMs(attempts, BACKOFF, deps.random()), retryAfterMs ?? 0)
    await store.transaction(({ actions }) =>
      actions.postpone(action.id, attempts, clock.now() + waitMs),
    )
  }

  /** The provider will not have it: the person is told, and its own state is queued to be shown. */
  const refuse = async (
    action: PendingChangeRow,
    ids: readonly string[],
    reason: string,
  ): Promise<void> => {
    if (action.kind === 'restore') {
      deps.logger.warn({ accountId: account.id, reason }, 'a refused change stays shown')
      await store.transaction(({ actions }) => actions.delete(action.id))
      return
    }
    const message = `The mail provider did not accept a change. ${reason}`
    const error = { code: 'read_status_update_error' as const, message }
    await store.transaction(async ({ actions, accounts }) => {
      await actions.delete(action.id)
      for (let start = 0; start < ids.length; start += RESTORED_AT_ONCE) {
        await actions.insert({
          ...action,
          id: `${action.id}-${start}`,
          kind: 'restore',
          providerMessageIds: ids.slice(start, start + RESTORED_AT_ONCE),
          attempts: 0,
          notBefore: 0,
        })
      }
      await accounts.update(account.id, { lastError: { ...error, at: clock.now() } })
    })
    deps.events.publish(account.userId, {
      type: 'account.status',
      mailboxId: account.mailboxId,
      accountId: account.id,
      status: 'connected',
      error,
    })
  }

  return {
    async run() {
      for (;;) {
        let restMs: number
        try {
          restMs = await drain()
        } catch (error) {
          signal.throwIfAborted()
          deps.logger.error({ err: error, accountId: account.id }, 'a queued change failed')
          restMs = BACKOFF.longestMs
        }
        await alarm.wait(restMs, signal)
      }
    },
    wake: () => alarm.wake(),
  }
}

function isRefused(outcome: ItemOutcome): boolean {
  return !outcome.ok && !isPassing(outcome.failure.kind) && outcome.failure.kind !== 'not_found'
}

function isPassing(kind: ProviderError['failure']['kind']): boolean {
  switch (kind) {
    case 'throttled':
    case 'offline':
    case 'server':
    case 'ambiguous':
    case 'mailbox_unavailable':
      return true
    case 'auth':
    case 'not_found':
    case 'cursor_expired':
    case 'rejected':
      return false
  }
}
