import { setImmediate } from 'node:timers/promises'
import type { AccountRow, SyncChoices } from '../ports/accounts.ts'
import type { Clock } from '../ports/clock.ts'
import type { Stretch, StretchQuery } from '../ports/message-store.ts'
import type { Store } from '../ports/store.ts'

const DAY_MS = 86_400_000
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
 * to the next full sync. Each piece commits on its own and what is done is noted at the end, so a
 * kill in between repeats the rest. Answers the account as it stands then.
 */
export async function applyChoices(run: ChoicesRun, account: AccountRow): Promise<AccountRow> {
  const { syncSince, keptSince, bodiesSince } = account
  const offlineSince = offlineSinceOf(account, run.clock.now())
  let current = account
  const note = async (done: Partial<SyncChoices>, isMoreWanted: boolean): Promise<void> => {
    await run.store.transaction(async ({ accounts, sync }) => {
      await accounts.update(account.id, done)
      const state = isMoreWanted ? await sync.state(account.id) : null
      if (state) await sync.saveState({ ...state, isComplete: false })
    })
    current = { ...current, ...done }
  }

  if (syncSince !== keptSince) {
    if (isLater(syncSince, keptSince)) await removeMail(run, account.id, syncSince)
    // What waits to be fetched bears no date: all is listed again, up to the new border.
    await clearBacklog(run, account.id)
    await note({ keptSince: syncSince }, true)
  }
  if (offlineSince !== bodiesSince) {
    const isLess = isLater(offlineSince, bodiesSince)
    if (isLess) await removeBodies(run, account.id, offlineSince)
    else await queueBodies(run, account.id, { since: offlineSince, before: bodiesSince })
    await note({ bodiesSince: offlineSince }, !isLess)
  }
  return current
}

/** True where there is something to carry out: without it nothing is read or written. */
export function isChoiceOpen(account: AccountRow, now: number): boolean {
  const { syncSince, keptSince, bodiesSince } = account
  return syncSince !== keptSince || offlineSinceOf(account, now) !== bodiesSince
}

/** The border moves on every day, at midnight UTC. */
function offlineSinceOf({ offlineDays }: AccountRow, now: number): number | null {
  return offlineDays === null ? null : Math.floor(now / DAY_MS) * DAY_MS - offlineDays * DAY_MS
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
  range: Pick<StretchQuery, 'accountId' | 'since' | 'before'>,
): AsyncGenerator<Stretch['rows']> {
  let beforeId: number | null = null
  do {
    run.signal.throwIfAborted()
    const { rows, endId }: Stretch = await run.store.read.messages.stretch({
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
