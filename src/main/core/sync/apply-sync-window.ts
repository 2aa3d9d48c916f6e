import { setImmediate } from 'node:timers/promises'
import { syncWindowStart } from '#shared/domain/sync-window-start.ts'
import type { AccountRow, SyncPreferences } from '../ports/accounts.ts'
import type { Clock } from '../ports/clock.ts'
import type { ChangedMessages } from '../ports/messages.ts'
import type { MessageRange, MessageRangeQuery } from '../ports/message-store.ts'
import type { Store } from '../ports/store.ts'

/** Stands for a border while it is moved: anything on either side may be here or not. */
const IN_PROGRESS = -1
/** Rows looked at in one go: a few milliseconds. */
const ROWS_PER_RANGE = 1_000
/** Messages removed or queued in one transaction. */
const MESSAGES_PER_TRANSACTION = 200

export interface SyncWindowContext {
  store: Store
  clock: Clock
  signal: AbortSignal
  /** Told what is no longer here. */
  onRemoved(removed: ChangedMessages): Promise<void>
}

/**
 * Carries out what the person chose: how far back mail is kept here, and of which mail the bodies.
 * What is asked for less is removed here and never at the provider; what is asked for more is left
 * to the next full sync. Each piece commits on its own. That work has begun is noted before it and
 * that it has ended after it, so a kill in between, or a choice taken back, repeats it and loses
 * nothing. Answers the account as it stands then.
 */
export async function applySyncWindow(
  run: SyncWindowContext,
  account: AccountRow,
): Promise<AccountRow> {
  const { syncSince, keptSince, bodiesSince } = account
  const offlineSince = offlineSinceOf(account, run.clock.now())

  if (syncSince !== keptSince) {
    // What is here and what waits no longer follow from where the sync stands: it compares all.
    await saveProgress(run, account, { keptSince: IN_PROGRESS }, 'compare')
    if (isLaterDate(syncSince, keptSince)) await removeMail(run, account.id, syncSince)
    await clearBacklog(run, account.id)
    await saveProgress(run, account, { keptSince: syncSince })
  }
  if (offlineSince !== bodiesSince) {
    const isUnsettled = bodiesSince === IN_PROGRESS
    await saveProgress(run, account, { bodiesSince: IN_PROGRESS })
    if (isLaterDate(offlineSince, bodiesSince)) await removeBodies(run, account.id, offlineSince)
    const isMore = isUnsettled || isLaterDate(bodiesSince, offlineSince)
    const before = isUnsettled ? null : bodiesSince
    if (isMore) await queueBodies(run, account.id, { since: offlineSince, before })
    await saveProgress(run, account, { bodiesSince: offlineSince }, isMore ? 'fetch' : undefined)
  }
  return { ...account, keptSince: syncSince, bodiesSince: offlineSince }
}

/** Notes how far the choices were carried out, and what the sync has to do about it. */
async function saveProgress(
  { store }: SyncWindowContext,
  { id }: AccountRow,
  done: Partial<SyncPreferences>,
  next?: 'compare' | 'fetch',
): Promise<void> {
  await store.transaction(async ({ accounts, sync }) => {
    await accounts.update(id, done)
    const state = next === undefined ? null : await sync.findState(id)
    if (!state) return
    const checkpoint = next === 'compare' ? null : state.checkpoint
    await sync.saveState({ ...state, checkpoint, isComplete: false })
  })
}

/** True where there is something to carry out: without it nothing is read or written. */
export function isSyncWindowPending(account: AccountRow, now: number): boolean {
  const { syncSince, keptSince, bodiesSince } = account
  return syncSince !== keptSince || offlineSinceOf(account, now) !== bodiesSince
}

/** The border moves on every day, at midnight UTC. */
function offlineSinceOf({ offlineDays }: AccountRow, now: number): number | null {
  return offlineDays === null ? null : syncWindowStart(now, offlineDays)
}

/** Whether the first border keeps less than the second; null keeps everything. */
function isLaterDate(border: number | null, than: number | null): border is number {
  return border !== null && (than === null || border > than)
}

async function removeMail(
  run: SyncWindowContext,
  accountId: string,
  before: number,
): Promise<void> {
  for await (const rows of listMessageChunks(run, { accountId, since: null, before })) {
    const removed = await run.store.transaction(async ({ messages }) => {
      const names = rows.map((row) => row.providerMessageId)
      const ids = await messages.deleteByProviderId(accountId, names)
      return { ids, ...(await messages.changedLists(accountId)) }
    })
    await run.onRemoved(removed)
  }
}

async function clearBacklog(
  { store, signal }: SyncWindowContext,
  accountId: string,
): Promise<void> {
  for (;;) {
    signal.throwIfAborted()
    const refs = await store.read.sync.nextBacklog(accountId, ROWS_PER_RANGE)
    if (refs.length === 0) return
    await store.transaction(({ sync }) =>
      sync.removeBacklog(
        accountId,
        refs.map((ref) => ref.providerMessageId),
      ),
    )
  }
}

async function removeBodies(
  run: SyncWindowContext,
  accountId: string,
  before: number,
): Promise<void> {
  for await (const rows of listMessageChunks(run, { accountId, since: null, before })) {
    const ids = rows.flatMap((row) => (row.hasBody ? [row.id] : []))
    if (ids.length > 0) await run.store.transaction(({ messages }) => messages.deleteBodies(ids))
  }
}

async function queueBodies(
  run: SyncWindowContext,
  accountId: string,
  range: { since: number | null; before: number | null },
): Promise<void> {
  for await (const rows of listMessageChunks(run, { accountId, ...range })) {
    const refs = rows.filter((row) => !row.hasBody)
    if (refs.length > 0) await run.store.transaction(({ sync }) => sync.requeue(accountId, refs))
  }
}

async function* listMessageChunks(
  run: SyncWindowContext,
  range: Pick<MessageRangeQuery, 'accountId' | 'since' | 'before'>,
): AsyncGenerator<MessageRange['rows']> {
  let beforeId: number | null = null
  do {
    run.signal.throwIfAborted()
    const { rows, endId }: MessageRange = await run.store.read.messages.listRange({
      ...range,
      beforeId,
      limit: ROWS_PER_RANGE,
    })
    for (let start = 0; start < rows.length; start += MESSAGES_PER_TRANSACTION) {
      run.signal.throwIfAborted()
      yield rows.slice(start, start + MESSAGES_PER_TRANSACTION)
    }
    beforeId = endId
    await setImmediate()
  } while (beforeId !== null)
}
