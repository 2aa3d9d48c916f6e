import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { expectOutlookMirror } from './outlook-mirror.ts'
import { createOutlookWorld, EMAIL, type OutlookWorld } from './outlook-world.ts'

/** More than a batch takes, and more than a page of the folder tree, some deep below others. */
const FOLDERS = [
  ...Array.from({ length: 45 }, (_, n) => `Project ${n + 1}`),
  'Clients/North/2025/Invoices',
  'Clients/North/2026/Invoices',
]

/** Looks until every folder has been asked, where a look asks one batch of them. */
const POLLS = 4

describe('an Outlook mailbox with more folders than a batch takes', () => {
  let world: OutlookWorld
  beforeEach(async () => {
    world = await createOutlookWorld({ mail: { messages: 400, folders: FOLDERS } })
  })
  afterEach(() => world.dispose())

  const mirror = (): Promise<void> =>
    expectOutlookMirror(world.store, world.simulator, world.account)

  it('is here whole, with every folder under its path', async () => {
    await mirror()
    const names = (await world.store.read.sync.listLabels(world.account.id)).map(({ name }) => name)
    expect(names).toEqual(expect.arrayContaining(FOLDERS))
    expect(world.simulator.ledger.snapshot().throttled).toBe(0)
  })

  it('follows a change in each of them once all have had their turn, and then writes nothing', async () => {
    for (const folder of FOLDERS) {
      world.simulator.accounts.deliver(EMAIL, { subject: `New in ${folder}`, folder })
    }
    const [moved] = [...world.truth.messages('inbox')]
    world.truth.move([moved?.id ?? ''], 'Clients/North/2026/Invoices')
    world.truth.markRead(
      FOLDERS.flatMap((folder) => [...world.truth.messages(folder)].slice(0, 1)).map(
        ({ id }) => id,
      ),
      true,
    )
    for (let look = 0; look < POLLS; look += 1) await world.sync()
    await mirror()
    const before = await world.store.read.sync.findState(world.account.id)
    await world.sync()
    expect(await world.store.read.sync.findState(world.account.id)).toEqual(before)
    expect(world.simulator.ledger.snapshot().throttled).toBe(0)
  })

  it('loses nothing where every folder’s link has expired and parts of batches fail', async () => {
    world.truth.expireDelta()
    world.simulator.faults.add({
      match: { method: 'graph.batch' },
      times: 3,
      action: { partialBatch: 0.4 },
    })
    world.truth.deleteFolder('Project 7')
    world.truth.renameFolder('Project 8', 'Project eight')
    world.simulator.accounts.deliver(EMAIL, { subject: 'Meanwhile', folder: 'Project 9' })
    await world.sync()
    await world.sync()
    await mirror()
  })
})
