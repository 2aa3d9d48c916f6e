import { setImmediate } from 'node:timers/promises'
import { dayBorder } from '#shared/domain/day-border.ts'
import type { AccountRow, SyncChoices } from '../ports/accounts.ts'
import type { Clock } from '../ports/clock.ts'
import type { MessageRange, MessageRangeQuery } from '../ports/message-store.ts'
import type { Store } from '../ports/store.ts'

/** Stands for a border while it is moved: anything on either side may be here or not. */
const UNSETTLED = -1
/** Rows looked at in one go: a few milliseconds. */
const LOOKED_AT = 1_000
/** Messages removed or queued in one transaction. */
const CHANGED_AT_ONCE = 200

export interface ChoicesRun {
  store: Store
  clock: Clock
  signal: AbortSignal
  /** Told what is no longer here. */
  onRemoved(ids: readonly number[]): Promise<void>
}

/**
 * Carries out what the person chose: how far back mail is kept here, and of which mail the bodies.
 * What is asked for less is removed here and never at the provider; what is asked for more is left
 * to the next full sync. Each piece commits on its own. That work has begun is noted before it and
 * that it has ended after it, so a kill in between, or a choice taken back, repeats it and loses
 * nothing. Answers the account as it stands then.
 */
export async function applySyncWindow(run: ChoicesRun, account: AccountRow): Promise<AccountRow> {
  const { syncSince, keptSince, bodiesSince } = account
  const offlineSince = offlineSinceOf(account, run.clock.now())

  if (syncSince !== keptSince) {
    // What is here and what waits no longer follow from where the sync stands: it compares all.
    await note(run, account, { keptSince: UNSETTLED }, 'compare')
    if (isLater(syncSince, keptSince)) await removeMail(run, account.id, syncSince)
    await clearBacklog(run, account.id)
    await note(run, account, { keptSince: syncSince })
  }
  if (offlineSince !== bodiesSince) {
    const isUnsettled = bodiesSince === UNSETTLED
    await note(run, account, { bodiesSince: UNSETTLED })
    if (isLater(offlineSince, bodiesSince)) await removeBodies(run, account.id, offlineSince)
    const isMore = isUnsettled || isLater(bodiesSince, offlineSince)
    const before = isUnsettled ? null : bodiesSince
    if (isMore) await queueBodies(run, account.id, { since: offlineSince, before })
    await note(run, account, { bodiesSince: offlineSince }, isMore ? 'fetch' : undefined)
  }
  return { ...account, keptSince: syncSince, bodiesSince: offlineSince }
}

/** Notes how far the choices were carried out, and what the sync has to do about it. */
async function note(
  { store }: ChoicesRun,
  { id }: AccountRow,
  done: Partial<SyncChoices>,
  next?: 'compare' | 'fetch',
): Promise<void> {
  await store.transaction(async ({ accounts, sync }) => {
    await accounts.update(id, done)
    const state = next === undefined ? null : await sync.state(id)
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
  return offlineDays === null ? null : dayBorder(now, offlineDays)
}

/** Whether the first border keeps less than the second; null keeps everything. */
function isLater(border: number | null, than: number | null): border is number {
  return border !== null && (than === null || border > than)
}

async function removeMail(run: ChoicesRun, accountId: string, before: number): Promise<void> {
  for await (const rows of pieces(run, { accountId, since: null, before })) {
    const removed = await run.store.transaction(({ messages }) =>
      messages.deleteByProviderId(
        accountId,
        rows.map((row) => row.providerMessageId),
      ),
    )
    await run.onRemoved(removed)
  }
}

async function clearBacklog({ store, signal }: ChoicesRun, accountId: string): Promise<void> {
  for (;;) {
    signal.throwIfAborted()
    const refs = await store.read.sync.nextBacklog(accountId, LOOKED_AT)
    if (refs.length === 0) return
    await store.transaction(({ sync }) =>
      sync.removeBacklog(
        accountId,
        refs.map((ref) => ref.providerMessageId),
      ),
    )
  }
}

async function removeBodies(run: ChoicesRun, accountId: string, before: number): Promise<void> {
  for await (const rows of pieces(run, { accountId, since: null, before })) {
    const ids = rows.flatMap((row) => (row.hasBody ? [row.id] : []))
    if (ids.length > 0) await run.store.transaction(({ messages }) => messages.dropBodies(ids))
  }
}

async function queueBodies(
  run: ChoicesRun,
  accountId: string,
  range: { since: number | null; before: number | null },
): Promise<void> {
  for await (const rows of pieces(run, { accountId, ...range })) {
    const refs = rows.filter((row) => !row.hasBody)
    if (refs.length > 0) await run.store.transaction(({ sync }) => sync.requeue(accountId, refs))
  }
}

async function* pieces(
  run: ChoicesRun,
  range: Pick<MessageRangeQuery, 'accountId' | 'since' | 'before'>,
): AsyncGenerator<MessageRange['rows']> {
  let beforeId: number | null = null
  do {
    run.signal.throwIfAborted()
    const { rows, endId }: MessageRange = await run.store.read.messages.rangeOf({
      ...range,
      beforeId,
      limit: LOOKED_AT,
    })
    for (let start = 0; start < rows.length; start += CHANGED_AT_ONCE) {
      run.signal.throwIfAborted()
      yield rows.slice(start, start + CHANGED_AT_ONCE)
    }
    beforeId = endId
    await setImmediate()
  } while (beforeId !== null)
}
