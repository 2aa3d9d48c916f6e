import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { expectOutlookMirror } from './outlook-mirror.ts'
import { createOutlookWorld, EMAIL, type OutlookWorld } from './outlook-world.ts'
import { storedIds } from '../../support/database/stored-messages.ts'

describe('changes in an Outlook mailbox', () => {
  let world: OutlookWorld
  beforeEach(async () => {
    world = await createOutlookWorld({
      mail: { messages: 120, folders: ['Projects', 'Projects/Clients', 'Travel'] },
    })
  })
  afterEach(() => world.dispose())

  const idsIn = (folder: string): string[] => [...world.truth.messages(folder)].map(({ id }) => id)
  const mirror = (): Promise<void> =>
    expectOutlookMirror(world.store, world.simulator, world.account)

  it('writes nothing and sends two requests where nothing changed', async () => {
    await world.sync()
    const before = await world.store.read.sync.findState(world.account.id)
    world.simulator.ledger.reset()
    await world.sync()
    expect(await world.store.read.sync.findState(world.account.id)).toEqual(before)
    expect(world.simulator.ledger.snapshot().httpRequests).toBe(2)
  })

  it('brings mail that arrives, with its text and attachments', async () => {
    const id = world.simulator.accounts.deliver(EMAIL, { subject: 'Lunch?', text: 'At one.' })
    await world.sync()
    await mirror()
    const row = await world.store.read.messages.getByProviderId(world.account.id, id)
    expect(row).toMatchObject({ subject: 'Lunch?', isRead: false, homeBox: 'INBOX' })
  })

  it('follows read and flag, of which the delta tells only what changed', async () => {
    const [one = '', two = '', three = ''] = idsIn('inbox')
    world.truth.markRead([one], true)
    world.truth.markRead([two], false)
    world.truth.flag([three], 'flagged')
    await world.sync()
    await mirror()
  })

  it('keeps a moved message, its row and its id', async () => {
    const moved = idsIn('inbox').slice(0, 5)
    const before = await Promise.all(moved.map((id) => world.ourId(id)))
    world.truth.move(moved, 'Projects/Clients')
    await world.sync()
    await mirror()
    expect(await Promise.all(moved.map((id) => world.ourId(id)))).toEqual(before)
  })

  it('keeps a message that was moved away and came back', async () => {
    const [id = ''] = idsIn('inbox')
    const before = await world.ourId(id)
    world.truth.move([id], 'Travel')
    world.truth.move([id], 'inbox')
    await world.sync()
    await mirror()
    expect(await world.ourId(id)).toBe(before)
  })

  it('deletes what was deleted for good, and only that', async () => {
    const gone = idsIn('deleteditems').slice(0, 3)
    const thrown = idsIn('inbox').slice(0, 2)
    world.truth.delete([...gone, ...idsIn('inbox').slice(2, 3)])
    world.truth.move(thrown, 'deleteditems')
    await world.sync()
    await mirror()
  })

  it('follows folders that are made, renamed, moved into the bin and deleted', async () => {
    world.truth.createFolder('Taxes')
    world.truth.move(idsIn('inbox').slice(0, 4), 'Taxes')
    world.truth.renameFolder('Travel', 'Journeys')
    await world.sync()
    await mirror()
    const names = async (): Promise<string[]> =>
      (await world.store.read.sync.listLabels(world.account.id)).map(({ name }) => name)
    expect(await names()).toEqual(expect.arrayContaining(['Taxes', 'Journeys', 'Projects/Clients']))

    world.truth.moveFolder('Journeys', 'deleteditems')
    await world.sync()
    await mirror()

    world.truth.deleteFolder('Projects/Clients')
    await world.sync()
    await mirror()
    expect(await names()).not.toContain('Projects/Clients')
  })

  it('lists a folder again after its link expired, and loses and refetches nothing', async () => {
    const ids = await storedIds(world.store, world.account.id)
    const before = new Map(
      await Promise.all([...ids].map(async (id) => [id, await world.ourId(id)] as const)),
    )
    world.truth.expireDelta()
    const gone = idsIn('inbox').slice(0, 2)
    const moved = idsIn('inbox').slice(2, 4)
    const read = idsIn('inbox').slice(4, 6)
    world.truth.delete(gone)
    world.truth.move(moved, 'archive')
    world.truth.markRead(read, true)
    world.simulator.accounts.deliver(EMAIL, { subject: 'Meanwhile' })
    world.simulator.ledger.reset()
    await world.sync()
    await mirror()
    for (const [id, ours] of before) {
      if (!gone.includes(id)) expect(await world.ourId(id)).toBe(ours)
    }
    // The folder tree, the folders' lists, and a few questions: no page of bodies.
    const { methods } = world.simulator.ledger.snapshot()
    expect(Object.keys(methods)).not.toContain('graph.mailFolders.messages.list')
    expect(methods['graph.messages.get']?.calls ?? 0).toBeLessThan(20)
  })
})
