import { afterEach, describe, expect, it } from 'vitest'
import {
  createSyncEnvironment,
  type SyncedAccount,
  type SyncEnvironment,
} from '../../support/sync/sync-environment.ts'
import { storedIds } from '../../support/database/stored-messages.ts'

const EMAIL = 'ana@mail.example'
/** Every field of a message that Gmail's types allow to be null. */
const FIELDS = [
  'threadId',
  'labelIds',
  'snippet',
  'payload',
  'internalDate',
  'sizeEstimate',
  'historyId',
] as const
const KINDS = ['null', 'missing', 'a number'] as const

describe('one Gmail message with a field that is null, missing or of another type', () => {
  let world: SyncEnvironment
  let account: SyncedAccount
  afterEach(() => world.dispose())

  const idsAtGmail = (): string[] =>
    [...world.simulator.accounts.get(EMAIL).messages()].map(({ id }) => id)
  const spoilEach = (ids: readonly string[]): void => {
    const cases = FIELDS.flatMap((field) => KINDS.map((kind) => ({ field, kind })))
    expect(ids.length).toBeGreaterThan(cases.length)
    for (const [index, { field, kind }] of cases.entries()) {
      const id = ids[index]
      if (id === undefined) continue
      world.simulator.faults.add({
        match: {},
        action: {
          spoilFields: { ids: [id], fields: [field], value: kind === 'a number' ? 7 : null },
          ...(kind === 'missing' ? { remove: true as const } : {}),
        },
      })
    }
  }
  const stored = (): Promise<Set<string>> => storedIds(world.store, account.id)

  it('keeps neither itself nor any other from a first sync or a later one', async () => {
    world = await createSyncEnvironment()
    world.simulator.accounts.create({ email: EMAIL, messages: 60 })
    account = await world.addAccount(EMAIL)
    spoilEach(idsAtGmail())
    await world.engine.start()
    await world.untilComplete(account)
    expect([...(await stored())].sort()).toEqual(idsAtGmail().sort())

    const before = new Set(idsAtGmail())
    for (let index = 0; index < 30; index += 1) {
      world.simulator.accounts.deliver(EMAIL, { subject: `New ${index}` })
    }
    spoilEach(idsAtGmail().filter((id) => !before.has(id)))
    await world.engine.syncNow(account.id)
    await world.engine.syncNow(account.id)
    expect([...(await stored())].sort()).toEqual(idsAtGmail().sort())
  })

  it('is left out where it is a chat message, at first and later', async () => {
    world = await createSyncEnvironment()
    world.simulator.accounts.create({ email: EMAIL, messages: 20 })
    account = await world.addAccount(EMAIL)
    const [chat = '', later = ''] = idsAtGmail()
    const mark = (id: string): number =>
      world.simulator.faults.add({
        match: {},
        action: { spoilFields: { ids: [id], fields: ['labelIds'], value: ['CHAT'] } },
      })
    mark(chat)
    await world.engine.start()
    await world.untilComplete(account)
    expect((await stored()).has(chat)).toBe(false)
    expect((await stored()).size).toBe(19)

    mark(later)
    world.simulator.accounts.get(EMAIL).modify([later], { add: ['STARRED'] })
    await world.engine.syncNow(account.id)
    expect((await stored()).has(later)).toBe(false)
    expect(await world.store.read.sync.backlogSize(account.id)).toBe(0)
  })
})
