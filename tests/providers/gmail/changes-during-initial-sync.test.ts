import { afterEach, describe, it } from 'vitest'
import { createRandom } from '../../../simulator/control/seeded-random.ts'
import { expectGmailSynced } from '../../support/sync/expect-gmail-synced.ts'
import { createSyncEnvironment, type SyncEnvironment } from '../../support/sync/sync-environment.ts'

const EMAIL = 'ana@mail.example'

describe('changes in the middle of a long first sync of Gmail', () => {
  let world: SyncEnvironment
  afterEach(() => world.dispose())

  it('are not undone by batches that were asked for before', async () => {
    world = await createSyncEnvironment({ simulator: { latencyMs: 10 }, pollIntervalMs: 20 })
    const { simulator } = world
    simulator.accounts.create({ email: EMAIL, messages: 1_500 })
    const account = await world.addAccount(EMAIL)
    const provider = simulator.accounts.get(EMAIL)
    const random = createRandom(5)
    const ids = [...provider.messages()].map(({ id }) => id)
    await world.engine.start()
    const complete = world.untilComplete(account)
    const state = { isDone: false }
    void complete.then(() => (state.isDone = true))
    for (let change = 0; change < 400 && !state.isDone; change += 1) {
      const id = ids[random.below(ids.length)] ?? ''
      if (provider.message(id) === null) continue
      if (random.chance(0.1)) provider.delete([id])
      else if (random.chance(0.5)) provider.modify([id], { add: ['STARRED'], remove: ['UNREAD'] })
      else provider.modify([id], { add: ['UNREAD'], remove: ['STARRED'] })
      await new Promise((resolve) => setImmediate(resolve))
    }
    await complete
    await world.engine.syncNow(account.id)
    await world.engine.syncNow(account.id)
    await expectGmailSynced(world.store, world.simulator, account)
  })
})
