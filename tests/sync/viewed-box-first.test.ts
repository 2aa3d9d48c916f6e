import { afterEach, describe, expect, it } from 'vitest'
import { createOutlookWorld, EMAIL, type OutlookWorld } from '../providers/outlook/outlook-world.ts'
import { eventually } from '../support/eventually.ts'
import { createSyncEnvironment, type SyncEnvironment } from '../support/sync/sync-environment.ts'
import { storedIds } from '../support/database/stored-messages.ts'

const GMAIL = 'ana@mail.example'

describe('a box on the screen during the first sync', () => {
  let world: SyncEnvironment | OutlookWorld
  afterEach(() => world.dispose())

  /** Spam is seldom: its newest come late of themselves. */
  const spamOf = async (accountId: string): Promise<number> =>
    await world.store.read.messages.count({ accountIds: [accountId], box: 'SPAM' })

  it('has its newest mail ahead of the rest (Gmail)', async () => {
    const here = await createSyncEnvironment({
      simulator: { latencyMs: 30 },
      gmail: { maxBatches: 1 },
    })
    world = here
    here.simulator.accounts.create({ email: GMAIL, messages: 6_000 })
    const account = await here.addAccount(GMAIL)
    await here.engine.start()
    await here.engine.syncNow(account.id)
    const truth = [...here.simulator.accounts.get(GMAIL).messages()]
    const newest = truth.filter(({ labelIds }) => labelIds.includes('SPAM')).slice(0, 50)
    expect(await spamOf(account.id)).toBeLessThan(newest.length)

    await eventually(async () => {
      here.engine.boxViewed([account.id], 'SPAM')
      return (await spamOf(account.id)) >= newest.length
    }, 'the newest spam')

    expect((await storedIds(here.store, account.id)).size).toBeLessThan(truth.length / 2)
    const known = await here.store.read.messages.knownIds(
      account.id,
      newest.map(({ id }) => id),
    )
    expect(known.size).toBe(newest.length)
  })

  it('has its newest mail ahead of the rest (Outlook)', async () => {
    const here = await createOutlookWorld({
      start: false,
      simulator: { latencyMs: 30 },
      mail: { messages: 6_000 },
    })
    world = here
    await here.engine.start()
    await here.engine.syncNow(here.account.id)
    const account = here.simulator.accounts.microsoft(EMAIL)
    const bin = account.folders().find(({ wellKnown }) => wellKnown === 'deleteditems')
    const truth = [...account.messages()]
    const newest = truth.filter(({ folderId }) => folderId === bin?.id).slice(0, 50)
    expect(newest.length).toBeGreaterThan(0)

    await eventually(async () => {
      here.engine.boxViewed([here.account.id], 'TRASH')
      const ids = newest.map(({ id }) => id)
      return (await here.store.read.messages.knownIds(here.account.id, ids)).size === ids.length
    }, 'the newest of the bin')

    expect((await storedIds(here.store, here.account.id)).size).toBeLessThan(truth.length / 2)
  })
})
