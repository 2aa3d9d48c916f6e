import type { AccountRow } from '../ports/accounts.ts'
import { LeaseLostError, type Lease } from '../ports/leases.ts'
import type { PendingChangeRow } from '../ports/pending-changes.ts'
import {
  ProviderError,
  type ItemOutcome,
  type MailProvider,
  type ProviderFailure,
} from '../ports/provider.ts'
import { backoffMs } from './backoff.ts'
import type { ErrorActionDependencies } from './error-action.ts'
import type { Announcer } from './progress.ts'
import { refreshFromProvider } from './refresh-from-provider.ts'
import { createWakeUpSignal } from './wake-up-signal.ts'

export interface ChangeQueue {
  /** Sends what was changed here to the provider, until stopped. Survives a failing database. */
  run(): Promise<void>
  wake(): void
}

const BACKOFF = { firstMs: 2_000, longestMs: 300_000 }
const DATABASE_BACKOFF = { firstMs: 2_000, longestMs: 60_000 }
/** Changes looked at in one go. */
const BATCH = 1_000
/** Messages sent one by one after a failure, so that one that always fails shows as one. */
const ISOLATED_BATCH = 100
/** Messages whose state is read again from the provider in one go after a refusal. */
const REFRESHED_AT_ONCE = 20
/** After this an attempt that never ended counts as lost. */
const CLAIM_MS = 120_000

/**
 * Carries the account's changes to its provider. Order is kept for each message: what one message
 * waits for holds back no other. A change is sent again until the provider accepts or refuses it;
 * doing so twice changes nothing.
 */
export function createChangeQueue(
  deps: ErrorActionDependencies & {
    account: AccountRow
    signal: AbortSignal
    announcer: Announcer
    /** Changes are sent while it is held; `store` is fenced by it. */
    lease: Lease
  },
): ChangeQueue {
  const { store, clock, account, signal, lease } = deps
  const wakeUp = createWakeUpSignal(clock)
  let unreachable = 0

  /** Sends what is due. Returns how long until there is more to do, in milliseconds. */
  async function sendDue(): Promise<number> {
    for (;;) {
      signal.throwIfAborted()
      const due = await store.read.pendingChanges.listDue(account.id, clock.now(), BATCH)
      const refused = await store.read.pendingChanges.listUnrefreshed(account.id, REFRESHED_AT_ONCE)
      if (due.length === 0 && refused.length === 0) return await untilNextDue()
      const current = await store.read.accounts.get(account.id)
      if (current?.status !== 'connected') return Infinity
      try {
        const provider = await deps.providers.open(current)
        // A message that cannot be read again must not keep other changes from leaving.
        if (due.length > 0) await send(provider, oneKind(due))
        else await refresh(provider, refused)
        unreachable = 0
      } catch (error) {
        if (!(error instanceof ProviderError)) throw error
        // The sync loop reports a lost sign-in to the person; the changes stay queued.
        if (error.failure.kind === 'auth') return Infinity
        unreachable += 1
        const waitMs = backoffMs(unreachable, BACKOFF, deps.random())
        const pauseMs = Math.max(waitMs, error.failure.retryAfterMs ?? 0)
        return due.length > 0 ? pauseMs : Math.min(pauseMs, await untilNextDue())
      }
    }
  }

  async function untilNextDue(): Promise<number> {
    const at = await store.read.pendingChanges.nextDueAt(account.id)
    return at === null ? Infinity : Math.max(0, at - clock.now())
  }

  /** Throws where the provider could not be reached at all; the changes are pending again then. */
  async function send(provider: MailProvider, rows: readonly PendingChangeRow[]): Promise<void> {
    const [first] = rows
    if (first === undefined) return
    const ids = rows.map(({ id }) => id)
    const claimed = new Set(
      await store.transaction(({ pendingChanges }) =>
        pendingChanges.claim(ids, clock.now() + CLAIM_MS),
      ),
    )
    const sent = rows.filter(({ id }) => claimed.has(id))
    let outcomes: ItemOutcome[]
    try {
      outcomes = await provider.applyChange(
        first.change,
        sent.map((row) => row.providerMessageId),
        { isolate: first.attempts > 0 },
      )
    } catch (error) {
      if (!(error instanceof ProviderError)) throw error
      const { kind, message } = error.failure
      if (kind === 'rejected' && first.attempts > 0) {
        // Refused as a whole twice: it will not be accepted, and the person sees the reason.
        await settle(
          sent,
          sent.map(({ providerMessageId }) => ({
            providerMessageId,
            ok: false,
            failure: { kind, message, retryAfterMs: null },
          })),
        )
        return
      }
      const isFailure = countsAsAttempt(error.failure)
      await postpone(sent, isFailure ? error.failure : null)
      if (isFailure) return
      throw error
    }
    await settle(sent, outcomes)
  }

  async function settle(
    rows: readonly PendingChangeRow[],
    outcomes: readonly ItemOutcome[],
  ): Promise<void> {
    const accepted: string[] = []
    const gone: string[] = []
    const failed: { row: PendingChangeRow; failure: ProviderFailure }[] = []
    const refused = new Map<string, PendingChangeRow[]>()
    for (const [index, row] of rows.entries()) {
      const outcome = outcomes[index]
      if (outcome?.ok === true) accepted.push(row.id)
      else if (outcome?.failure.kind === 'not_found') gone.push(row.id)
      else if (outcome === undefined || isTemporary(outcome.failure)) {
        failed.push({ row, failure: outcome?.failure ?? NO_OUTCOME })
      } else {
        const { message } = outcome.failure
        refused.set(message, [...(refused.get(message) ?? []), row])
      }
    }
    await store.transaction(async ({ pendingChanges }) => {
      await pendingChanges.accepted(accepted, clock.now())
      await pendingChanges.delete(gone)
      for (const [reason, refusedRows] of refused) {
        await pendingChanges.refuse(
          refusedRows.map(({ id }) => id),
          reason,
        )
      }
    })
    for (const [attempts, group] of Map.groupBy(failed, ({ row }) => row.attempts)) {
      const waits = group.map(({ failure }) => failure.retryAfterMs ?? 0)
      await postponeUntil(
        group.map(({ row }) => row),
        attempts + 1,
        Math.max(...waits),
      )
    }
    if (refused.size > 0) reportRefusal([...refused.keys()][0] ?? '')
  }

  /** @param failure what is to be counted as a failed attempt; null where nothing was tried */
  async function postpone(
    rows: readonly PendingChangeRow[],
    failure: ProviderFailure | null,
  ): Promise<void> {
    if (failure === null) {
      const ids = rows.map(({ id }) => id)
      await store.transaction(({ pendingChanges }) =>
        pendingChanges.postpone(ids, rows[0]?.attempts ?? 0, clock.now()),
      )
      return
    }
    const attempts = Math.max(...rows.map((row) => row.attempts)) + 1
    await postponeUntil(rows, attempts, failure.retryAfterMs ?? 0)
  }

  async function postponeUntil(
    rows: readonly PendingChangeRow[],
    attempts: number,
    retryAfterMs: number,
  ): Promise<void> {
    const waitMs = Math.max(backoffMs(attempts, BACKOFF, deps.random()), retryAfterMs)
    const ids = rows.map(({ id }) => id)
    await store.transaction(({ pendingChanges }) =>
      pendingChanges.postpone(ids, attempts, clock.now() + waitMs),
    )
  }

  /** The provider's own state is shown again where it refused a change. */
  async function refresh(provider: MailProvider, rows: readonly PendingChangeRow[]): Promise<void> {
    let failure: ProviderError | null = null
    for (const { id, providerMessageId } of rows) {
      try {
        const changed = await refreshFromProvider(provider, store, account.id, [providerMessageId])
        await store.transaction(({ pendingChanges }) => pendingChanges.refreshed([id]))
        deps.announcer.messagesChanged(changed)
      } catch (error) {
        if (!(error instanceof ProviderError) || error.failure.kind === 'auth') throw error
        failure = error
      }
    }
    publishChanges()
    if (failure !== null) throw failure
  }

  function reportRefusal(reason: string): void {
    deps.logger.warn({ accountId: account.id, reason }, 'the provider refused a change')
    publishChanges()
  }

  function publishChanges(): void {
    deps.events.publish(account.userId, {
      type: 'changes.changed',
      mailboxId: account.mailboxId,
      accountId: account.id,
    })
  }

  /** What an ended holder of the lease was sending is sent again, which changes nothing. */
  async function releaseClaims(): Promise<void> {
    await store.transaction(({ pendingChanges }) => pendingChanges.releaseClaims(account.id))
  }

  return {
    async run() {
      let failures = 0
      let takenOver: number | null = null
      for (;;) {
        let restMs: number
        try {
          const token = lease.token()
          if (token !== null && token !== takenOver) await releaseClaims()
          takenOver = token
          restMs = token === null ? Infinity : await sendDue()
          failures = 0
        } catch (error) {
          signal.throwIfAborted()
          if (error instanceof LeaseLostError) restMs = Infinity
          else {
            failures += 1
            if (failures === 1) {
              deps.logger.error({ err: error, accountId: account.id }, 'queued changes wait')
            }
            restMs = backoffMs(failures, DATABASE_BACKOFF, deps.random())
          }
        }
        await wakeUp.wait(restMs, signal)
      }
    },
    wake: () => wakeUp.wake(),
  }
}

const NO_OUTCOME: ProviderFailure = {
  kind: 'server',
  message: 'The provider left out part of an answer.',
  retryAfterMs: null,
}

/** The oldest change and those after it that are the same one, for other messages. */
function oneKind(due: readonly PendingChangeRow[]): PendingChangeRow[] {
  const [first] = due
  if (first === undefined) return []
  const change = JSON.stringify(first.change)
  const isRetry = first.attempts > 0
  return due
    .filter((row) => row.attempts > 0 === isRetry && JSON.stringify(row.change) === change)
    .slice(0, isRetry ? ISOLATED_BATCH : BATCH)
}

/** True for what will go away by itself. */
function isTemporary({ kind }: ProviderFailure): boolean {
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

/** True for a failure that may be about these messages; being offline or throttled is not. */
function countsAsAttempt({ kind }: ProviderFailure): boolean {
  return kind === 'server' || kind === 'ambiguous' || kind === 'rejected' || kind === 'not_found'
}
