import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { expectGmailSynced } from '../../support/sync/expect-gmail-synced.ts'
import { DIALECTS } from '../../support/database/test-store.ts'
import {
  createSyncEnvironment,
  type SyncedAccount,
  type SyncEnvironment,
} from '../../support/sync/sync-environment.ts'

const EMAIL = 'ana@mail.example'

describe.each(DIALECTS)('changes at the provider (%s)', (dialect) => {
  let world: SyncEnvironment
  let account: SyncedAccount
  const idAt = (place: number): string => {
    const messages = [...world.simulator.accounts.get(EMAIL).messages()]
    return messages[place]?.id ?? ''
  }

  beforeEach(async () => {
    world = await createSyncEnvironment({ dialect })
    world.simulator.accounts.create({ email: EMAIL, messages: 80, labels: ['Travel'] })
    account = await world.addAccount(EMAIL)
    await world.engine.start()
    await world.untilComplete(account)
  })
  afterEach(() => world.dispose())

  it('tells the first caller of all that came before anybody asked', async () => {
    expect(await world.engine.syncNow(account.id)).toMatchObject({ emailsSynced: 80 })
    expect(await world.engine.syncNow(account.id)).toMatchObject({ emailsSynced: 0 })
  })

  it('brings in new mail, once, and says which rows changed', async () => {
    await world.engine.syncNow(account.id)
    const id = world.simulator.accounts.deliver(EMAIL, { subject: 'Tickets' })
    world.events.length = 0

    const result = await world.engine.syncNow(account.id)

    expect(result.emailsSynced).toBe(1)
    const row = await world.store.read.messages.getByProviderId(account.id, id)
    expect(row?.subject).toBe('Tickets')
    await world.until(
      (event) => event.type === 'messages.changed' && event.messageIds.includes(String(row?.id)),
      'the new row to be announced',
    )
    expect(await world.engine.syncNow(account.id)).toMatchObject({ emailsSynced: 0 })
    await expectGmailSynced(world.store, world.simulator, account)
  })

  it('follows reading, starring, moving, labelling and deleting', async () => {
    const provider = world.simulator.accounts.get(EMAIL)
    const [travel] = provider.labels().filter((label) => label.name === 'Travel')
    provider.modify([idAt(0)], { remove: ['UNREAD'] })
    provider.modify([idAt(1)], { add: ['UNREAD', 'STARRED'] })
    provider.modify([idAt(2)], { remove: ['INBOX'] })
    provider.modify([idAt(3)], { add: [travel?.id ?? ''] })
    provider.trash(idAt(4))
    provider.delete([idAt(5)])

    await world.engine.syncNow(account.id)

    await expectGmailSynced(world.store, world.simulator, account)
  })

  it('learns the name of a label made elsewhere', async () => {
    const provider = world.simulator.accounts.get(EMAIL)
    const label = provider.createLabel('Receipts')
    provider.modify([idAt(0)], { add: [label.id] })

    await world.engine.syncNow(account.id)

    const labels = await world.store.read.sync.listLabels(account.id)
    expect(labels).toContainEqual(
      expect.objectContaining({ id: label.id, name: 'Receipts', kind: 'user' }),
    )
  })

  it('learns of labels that no message bears: made, renamed, nested and deleted', async () => {
    const provider = world.simulator.accounts.get(EMAIL)
    const names = async (): Promise<string[]> =>
      (await world.store.read.sync.listLabels(account.id))
        .filter(({ kind }) => kind === 'user')
        .map(({ name }) => name)
    const empty = provider.createLabel('Empty')
    provider.createLabel('Empty/Inside')
    await world.engine.syncNow(account.id)
    expect(await names()).toEqual(['Travel', 'Empty', 'Empty/Inside'])

    provider.renameLabel(empty.id, 'Travel/Empty')
    await world.engine.syncNow(account.id)
    expect(await names()).toEqual(['Travel', 'Travel/Empty', 'Empty/Inside'])

    provider.deleteLabel(empty.id)
    await world.engine.syncNow(account.id)
    expect(await names()).toEqual(['Travel', 'Empty/Inside'])
  })

  it('takes a deleted label off its messages, which history does not tell', async () => {
    const provider = world.simulator.accounts.get(EMAIL)
    const [travel] = provider.labels().filter((label) => label.name === 'Travel')
    provider.modify([idAt(0), idAt(3)], { add: [travel?.id ?? ''] })
    await world.engine.syncNow(account.id)
    await expectGmailSynced(world.store, world.simulator, account)

    provider.deleteLabel(travel?.id ?? '')
    await world.engine.syncNow(account.id)

    await expectGmailSynced(world.store, world.simulator, account)
  })

  it('reads a history of many pages to its end', async () => {
    const provider = world.simulator.accounts.get(EMAIL)
    for (let round = 0; round < 12; round += 1) {
      for (let place = 0; place < 60; place += 1) {
        const change = round % 2 === 0 ? { add: ['STARRED'] } : { remove: ['STARRED'] }
        provider.modify([idAt(place)], change)
      }
    }
    provider.modify([idAt(7)], { add: ['STARRED'] })

    await world.engine.syncNow(account.id)

    await expectGmailSynced(world.store, world.simulator, account)
  })

  it('asks for changes and labels, 3 units, and writes nothing where nothing changed', async () => {
    await world.engine.syncNow(account.id)
    const before = await world.store.read.accounts.get(account.id)
    const stateBefore = await world.store.read.sync.findState(account.id)
    const transactions = vi.spyOn(world.store, 'transaction')
    world.simulator.ledger.reset()

    expect(await world.engine.syncNow(account.id)).toMatchObject({ emailsSynced: 0 })

    expect(world.simulator.ledger.snapshot()).toMatchObject({ httpRequests: 2, units: 3 })
    expect(transactions).not.toHaveBeenCalled()
    expect(await world.store.read.accounts.get(account.id)).toEqual(before)
    expect(await world.store.read.sync.findState(account.id)).toEqual(stateBefore)
  })

  it('compares everything after the cursor expired, and refetches nothing', async () => {
    const provider = world.simulator.accounts.get(EMAIL)
    const row = await world.store.read.messages.getByProviderId(account.id, idAt(10))
    provider.delete([idAt(5), idAt(6)])
    provider.modify([idAt(10)], { add: ['STARRED'], remove: ['UNREAD'] })
    world.simulator.accounts.deliver(EMAIL, { subject: 'While away' })
    provider.expireHistory()
    world.simulator.ledger.reset()

    world.events.length = 0
    await world.engine.syncNow(account.id)
    await world.untilComplete(account)

    await expectGmailSynced(world.store, world.simulator, account)
    const kept = await world.store.read.messages.getByProviderId(
      account.id,
      row?.providerMessageId ?? '',
    )
    expect(kept?.id).toBe(row?.id)
    // The new message, and a question about each of the two that were not listed.
    expect(world.simulator.ledger.snapshot().methods['messages.get']?.calls).toBe(3)
  })
})
