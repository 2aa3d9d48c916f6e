import { afterEach, describe, expect, it, vi } from 'vitest'
import type { SyncPreferences } from '#core/ports/accounts.ts'
import type { Store } from '#core/ports/store.ts'
import type { SyncEngine } from '#core/sync/sync-engine.ts'
import type { Simulator } from '#simulator/start-simulator.ts'
import { createOutlookWorld, EMAIL as OUTLOOK_EMAIL } from '../providers/outlook/outlook-world.ts'
import { eventually } from '../support/eventually.ts'
import { DIALECTS, type Dialect } from '../support/database/test-store.ts'
import { createSyncEnvironment } from '../support/sync/sync-environment.ts'
import { storedIds as storedIdsOf } from '../support/database/stored-messages.ts'

const GMAIL_EMAIL = 'ana@mail.example'
const DAY_MS = 86_400_000
/** Written over about 33 days. */
const MESSAGES = 1_200

/** One account of either provider, its engine, and the mail it really has. */
interface World {
  store: Store
  engine: SyncEngine
  simulator: Simulator
  accountId: string
  /** Every message the provider has, with the time it was received. */
  truth(): Map<string, number>
  choose(change: Partial<SyncPreferences>): Promise<void>
  untilComplete(): Promise<void>
  dispose(): Promise<void>
}

async function gmailWorld(dialect: Dialect, latencyMs: number): Promise<World> {
  const world = await createSyncEnvironment({ dialect, simulator: { latencyMs } })
  world.simulator.accounts.create({ email: GMAIL_EMAIL, messages: MESSAGES })
  const { id } = await world.addAccount(GMAIL_EMAIL)
  return {
    ...common(world, id),
    truth: () =>
      new Map(
        [...world.simulator.accounts.get(GMAIL_EMAIL).messages()].map((message) => [
          message.id,
          message.internalDate,
        ]),
      ),
    untilComplete: () => world.untilComplete({ id, email: GMAIL_EMAIL }),
  }
}

async function outlookWorld(dialect: Dialect, latencyMs: number): Promise<World> {
  const world = await createOutlookWorld({
    dialect,
    start: false,
    simulator: { latencyMs },
    mail: { messages: MESSAGES },
  })
  return {
    ...common(world, world.account.id),
    truth: () =>
      new Map(
        [...world.simulator.accounts.microsoft(OUTLOOK_EMAIL).messages()].map((message) => [
          message.id,
          message.receivedAt,
        ]),
      ),
    untilComplete: () => world.untilComplete(),
  }
}

function common(
  world: {
    store: Store
    engine: SyncEngine
    simulator: Simulator
    events: unknown[]
    dispose(): Promise<void>
  },
  accountId: string,
) {
  return {
    store: world.store,
    engine: world.engine,
    simulator: world.simulator,
    accountId,
    async choose(change: Partial<SyncPreferences>) {
      await world.store.transaction(({ accounts }) => accounts.update(accountId, change))
      world.events.length = 0
      world.engine.syncSettingsChanged(accountId)
    },
    dispose: () => world.dispose(),
  }
}

const WORLDS = { gmail: gmailWorld, outlook: outlookWorld }
const BOTH = ['gmail', 'outlook'] as const

let world: World
afterEach(() => world.dispose())

async function begin(
  provider: (typeof BOTH)[number],
  { dialect = 'sqlite', latencyMs = 0 }: { dialect?: Dialect; latencyMs?: number } = {},
): Promise<void> {
  world = await WORLDS[provider](dialect, latencyMs)
}

/** The border that keeps the newest so many days of the generated mail. */
function daysBack(days: number): number {
  const newest = Math.max(...world.truth().values())
  return Math.floor(newest / DAY_MS) * DAY_MS - days * DAY_MS
}

function idsSince(since: number): string[] {
  return [...world.truth()].flatMap(([id, at]) => (at >= since ? [id] : [])).sort()
}

async function storedIds(): Promise<string[]> {
  return [...(await storedIdsOf(world.store, world.accountId))].sort()
}

describe.each(BOTH)('how far back mail is kept (%s)', (provider) => {
  it.each(DIALECTS)('brings what was received from then on, and no more (%s)', async (dialect) => {
    await begin(provider, { dialect })
    const since = daysBack(10)
    await world.choose({ syncDays: 10, syncSince: since, keptSince: since })

    await world.engine.start()
    await world.untilComplete()

    expect(await storedIds()).toEqual(idsSince(since))
    expect(idsSince(since).length).toBeLessThan(MESSAGES / 2)
    expect(world.engine.progressOf(world.accountId)).toMatchObject({ backlog: 0 })
  })

  it('removes older mail here, not at the provider, and keeps the counters true', async () => {
    await begin(provider)
    await world.engine.start()
    await world.untilComplete()
    const since = daysBack(10)

    await world.choose({ syncDays: 10, syncSince: since })
    await world.untilComplete()

    expect(await storedIds()).toEqual(idsSince(since))
    expect(world.truth().size).toBe(MESSAGES)
    const { messages } = world.store.read
    const inbox = { accountIds: [world.accountId], box: 'INBOX' as const }
    expect(await messages.count(inbox)).toBe(
      (await messages.page({ ...inbox, limit: 5_000 })).length,
    )
  })

  it('fetches the rest when more is wanted, and keeps what is here as it is', async () => {
    await begin(provider)
    const since = daysBack(10)
    await world.choose({ syncDays: 10, syncSince: since, keptSince: since })
    await world.engine.start()
    await world.untilComplete()
    const before = new Map(
      await Promise.all(
        (await storedIds()).map(async (id): Promise<[string, number | undefined]> => [
          id,
          (await world.store.read.messages.getByProviderId(world.accountId, id))?.id,
        ]),
      ),
    )

    await world.choose({ syncDays: null, syncSince: null })
    await world.untilComplete()

    expect(await storedIds()).toEqual([...world.truth().keys()].sort())
    for (const [id, ours] of before) {
      const row = await world.store.read.messages.getByProviderId(world.accountId, id)
      expect(row?.id).toBe(ours)
    }
  })

  it('follows a choice that is made in the middle of the first sync', async () => {
    await begin(provider, { latencyMs: 5 })
    await world.engine.start()
    await world.engine.syncNow(world.accountId)
    const since = daysBack(5)

    await world.choose({ syncDays: 5, syncSince: since })
    await world.untilComplete()

    expect(await storedIds()).toEqual(idsSince(since))
  })
})

describe.each(BOTH)('a choice that is taken back while it is carried out (%s)', (provider) => {
  /** Resolves once the account has less than it had, and not yet as little as was chosen. */
  const untilHalfDone = (count: () => Promise<number>): Promise<unknown> => {
    const transaction = world.store.transaction.bind(world.store)
    const { promise, resolve } = Promise.withResolvers<number>()
    vi.spyOn(world.store, 'transaction').mockImplementation(async (work) => {
      const result = await transaction(work)
      const left = await count()
      if (left < MESSAGES) resolve(left)
      return result
    })
    return promise
  }

  /** What is over in a moment may end as it began, and then nothing is announced. */
  const untilCarriedOut = (): Promise<unknown> =>
    eventually(async () => {
      const account = await world.store.read.accounts.get(world.accountId)
      const { phase, backlog } = world.engine.progressOf(world.accountId)
      const isSettled = account?.keptSince === null && account.bodiesSince === null
      return isSettled && phase === 'complete' && backlog === 0
    }, 'the choice to be carried out')

  it('brings all mail back', async () => {
    await begin(provider)
    await world.engine.start()
    await world.untilComplete()
    const halfDone = untilHalfDone(async () => (await storedIds()).length)

    await world.choose({ syncDays: 5, syncSince: daysBack(5) })
    await halfDone
    await world.choose({ syncDays: null, syncSince: null })
    vi.restoreAllMocks()
    await untilCarriedOut()

    expect(await storedIds()).toEqual([...world.truth().keys()].sort())
  })

  it('brings all bodies back', async () => {
    await begin(provider)
    await world.engine.start()
    await world.untilComplete()
    const halfDone = untilHalfDone(bodiesKept)

    await world.choose({ offlineDays: 1 })
    await halfDone
    await world.choose({ offlineDays: null })
    vi.restoreAllMocks()
    await untilCarriedOut()

    expect(await bodiesKept()).toBe(MESSAGES)
  })
})

async function bodiesKept(): Promise<number> {
  const { rows } = await world.store.read.messages.listRange({
    accountId: world.accountId,
    since: null,
    before: null,
    beforeId: null,
    limit: 10_000,
  })
  return rows.filter((row) => row.hasBody).length
}

describe.each(BOTH)('bodies for reading offline (%s)', (provider) => {
  const bodies = async (): Promise<{ old: number; recent: number }> => {
    const border = daysBack(10)
    const { rows } = await world.store.read.messages.listRange({
      accountId: world.accountId,
      since: null,
      before: null,
      beforeId: null,
      limit: 10_000,
    })
    const truth = world.truth()
    const kept = rows.filter((row) => row.hasBody)
    const old = kept.filter((row) => (truth.get(row.providerMessageId) ?? 0) < border)
    return { old: old.length, recent: kept.length - old.length }
  }
  /** So many days before today as lie at that border, whatever the clock says today. */
  const offlineDays = (): number =>
    Math.floor(Date.now() / DAY_MS) - Math.floor(daysBack(10) / DAY_MS)

  it('are kept of newer mail only; older mail stays listed', async () => {
    await begin(provider)
    await world.choose({ offlineDays: offlineDays() })
    await world.engine.start()
    await world.untilComplete()

    expect(await storedIds()).toHaveLength(MESSAGES)
    expect(await bodies()).toEqual({ old: 0, recent: idsSince(daysBack(10)).length })
  })

  it('go where fewer are wanted, and come back where more are', async () => {
    await begin(provider)
    await world.engine.start()
    await world.untilComplete()
    const recent = idsSince(daysBack(10)).length
    expect(await bodies()).toEqual({ old: MESSAGES - recent, recent })

    await world.choose({ offlineDays: offlineDays() })
    await world.engine.syncNow(world.accountId)
    expect(await bodies()).toEqual({ old: 0, recent })

    await world.choose({ offlineDays: null })
    await world.untilComplete()
    expect(await bodies()).toEqual({ old: MESSAGES - recent, recent })
  })
})
