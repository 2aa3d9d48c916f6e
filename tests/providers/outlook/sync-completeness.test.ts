import { afterEach, describe, expect, it } from 'vitest'
import { eventually } from '../../support/eventually.ts'
import { expectOutlookMirror } from './outlook-mirror.ts'
import { createOutlookWorld, EMAIL, type OutlookWorld } from './outlook-world.ts'
import { storedIds } from '../../support/database/stored-messages.ts'

describe('what an Outlook sync may call complete', () => {
  let world: OutlookWorld
  afterEach(() => world.dispose())

  const mirror = (): Promise<void> =>
    expectOutlookMirror(world.store, world.simulator, world.account)
  const names = async (): Promise<string[]> =>
    (await world.store.read.sync.listLabels(world.account.id)).map(({ name }) => name)
  const phase = (): string => world.engine.progressOf(world.account.id).phase
  const idsIn = (folder: string): string[] => [...world.truth.messages(folder)].map(({ id }) => id)

  it('looks at every one of many folders when the person asks', async () => {
    const folders = Array.from({ length: 45 }, (_, number) => `Folder ${number}`)
    world = await createOutlookWorld({ mail: { messages: 90, folders } })
    await world.sync()
    for (const folder of folders) world.truth.flag(idsIn(folder), 'flagged')
    await world.sync()
    await mirror()
  })

  it('is not complete while a message’s fate is unknown, and is once it is told', async () => {
    world = await createOutlookWorld({ mail: { messages: 40 } })
    await world.sync()
    const [gone = ''] = idsIn('inbox')
    world.truth.delete([gone])
    const rule = world.simulator.faults.add({
      match: { method: 'graph.messages.get' },
      action: { status: 504 },
    })
    await world.sync()
    expect(await world.ourId(gone)).not.toBeNull()
    expect(phase()).not.toBe('complete')
    world.simulator.faults.remove(rule)
    await world.sync()
    expect(phase()).toBe('complete')
    await mirror()
  })

  it.each([
    ['a page of HTML', { htmlErrorPage: 404 }],
    ['an answer cut short', { status: 404, body: 'Not Fo' }],
  ])('takes a 404 that is %s for no word of a deletion', async (_name, action) => {
    world = await createOutlookWorld({ mail: { messages: 40 } })
    const [moved = ''] = idsIn('inbox')
    world.truth.move([moved], 'archive')
    world.truth.move([moved], 'inbox')
    world.simulator.faults.add({
      match: { method: 'graph.messages.get', part: true },
      times: 1,
      action,
    })
    await world.sync()
    await mirror()
  })

  it('follows a folder that was renamed between reading the tree and asking about a message', async () => {
    world = await createOutlookWorld({ mail: { messages: 60, folders: ['Travel', 'Work'] } })
    await world.sync()
    const [id = ''] = idsIn('inbox')
    world.truth.markRead([id], true)
    world.truth.markRead([id], false)
    // The tree is read first; the folder's own changes are asked for afterwards.
    const asked = world.simulator.faults.add({
      match: { method: 'graph.messages.delta' },
      times: 1,
      action: { delayMs: 300 },
    })
    const synced = world.sync()
    await eventually(
      () =>
        Promise.resolve(
          world.simulator.faults.list().some((rule) => rule.id === asked && rule.struck > 0),
        ),
      'the changes to be asked for',
    )
    world.truth.createFolder('New')
    world.truth.move([id], 'New')
    world.truth.renameFolder('Travel', 'Journeys')
    await synced
    await world.sync()
    await mirror()
    expect(await names()).toEqual(expect.arrayContaining(['New', 'Journeys']))
    expect(await names()).not.toContain('Travel')
  })

  it('forgets what is deleted between the first mail and the list of its folder', async () => {
    world = await createOutlookWorld({ start: false, mail: { messages: 80 } })
    world.simulator.faults.add({
      match: { method: 'graph.mailFolders.delta' },
      times: 1,
      action: { delayMs: 400 },
    })
    await world.engine.start()
    const [gone = '', moved = ''] = idsIn('inbox')
    await eventually(
      async () => (await storedIds(world.store, world.account.id)).has(gone),
      'the first mail',
    )
    world.truth.delete([gone])
    world.truth.move([moved], 'deleteditems')
    await world.untilComplete()
    await mirror()
  })

  it('brings mail of a folder that is deleted in the middle of its listing to nothing', async () => {
    world = await createOutlookWorld({
      start: false,
      mail: { messages: 200, folders: ['Doomed', 'Kept'] },
    })
    world.simulator.faults.add({
      match: { method: 'graph.messages.list', path: 'mailFolders/AA' },
      times: 2,
      action: { delayMs: 250 },
    })
    await world.engine.start()
    await eventually(
      async () => (await world.store.read.sync.backlogSize(world.account.id)) > 0,
      'the ids to be known',
    )
    const [kept = ''] = idsIn('Doomed')
    world.truth.move([kept], 'Kept')
    world.truth.deleteFolder('Doomed')
    await world.untilComplete()
    await world.sync()
    await mirror()
    expect(await names()).not.toContain('Doomed')
  })

  it('tells the person’s mark of a message that arrives again through another folder', async () => {
    world = await createOutlookWorld({ mail: { messages: 40, folders: ['Travel'] } })
    const id = world.simulator.accounts.deliver(EMAIL, {})
    await world.sync()
    const provider = await world.open()
    await provider.applyChange({ kind: 'read', value: true }, [id])
    world.truth.move([id], 'Travel')
    world.truth.move([id], 'inbox')
    world.truth.move([id], 'Travel')
    await world.sync()
    await mirror()
  })
})
