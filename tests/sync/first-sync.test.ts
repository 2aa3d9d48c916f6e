import { afterEach, describe, expect, it } from 'vitest'
import { expectMirror } from '../support/mirror.ts'
import { DIALECTS } from '../support/stores.ts'
import { createSyncWorld, type SyncWorld } from '../support/sync-world.ts'

const EMAIL = 'ana@mail.example'

describe('first sync', () => {
  let world: SyncWorld
  afterEach(() => world.dispose())

  it.each(DIALECTS)('ends with exactly what the provider has (%s)', async (dialect) => {
    world = await createSyncWorld({ dialect })
    world.simulator.accounts.create({ email: EMAIL, messages: 1_200, labels: ['Travel'] })
    const account = await world.addAccount(EMAIL)

    await world.engine.start()
    await world.untilComplete(account)

    await expectMirror(world.store, world.simulator, account)
    expect(world.engine.progressOf(account.id)).toMatchObject({
      phase: 'complete',
      backlog: 0,
      waitingUntil: null,
    })
    expect(world.simulator.ledger.snapshot()).toMatchObject({ throttled: 0, oversizedBatches: 0 })
  })
})
