import { afterEach, describe, it } from 'vitest'
import { createRandom } from '../../simulator/mail/random.ts'
import { expectMirror } from '../support/mirror.ts'
import { createSyncWorld, type SyncWorld } from '../support/sync-world.ts'

const EMAIL = 'ana@mail.example'
const STEPS = 300

describe('whatever happens at the provider', () => {
  let world: SyncWorld
  afterEach(() => world.dispose())

  it.each([1, 2, 3])('the local side follows (seed %i)', async (seed) => {
    world = await createSyncWorld()
    const { simulator } = world
    simulator.accounts.create({ email: EMAIL, messages: 120, labels: ['Travel', 'Work'] })
    const account = await world.addAccount(EMAIL)
    await world.engine.start()
    await world.untilComplete(account)

    const provider = simulator.accounts.get(EMAIL)
    const random = createRandom(seed)
    const userLabels = provider.labels().filter(({ type }) => type === 'user')
    const labels = ['INBOX', 'UNREAD', 'STARRED', 'SPAM', ...userLabels.map(({ id }) => id)]
    for (let step = 0; step < STEPS; step += 1) {
      const ids = [...provider.messages()].map(({ id }) => id)
      const id = ids[random.below(ids.length)] ?? ''
      const label = labels[random.below(labels.length)] ?? 'UNREAD'
      switch (random.below(9)) {
        case 0:
        case 1:
          simulator.accounts.deliver(EMAIL, { subject: `Step ${step}` })
          break
        case 2:
          provider.trash(id)
          break
        case 3:
          provider.untrash(id)
          break
        case 4:
          provider.delete([id])
          break
        case 5:
        case 6:
          provider.modify([id], { add: [label] })
          break
        default:
          provider.modify([id], { remove: [label] })
      }
      if (random.chance(0.01)) provider.expireHistory()
      if (!random.chance(0.15)) continue
      await world.engine.syncNow(account.id)
      if (random.chance(0.2)) {
        await world.restart()
        await world.engine.start()
      }
    }

    // After an expired cursor the first answer comes with the newest mail; the rest follows.
    await world.restart()
    await world.engine.start()
    await world.untilComplete(account)
    await world.engine.syncNow(account.id)
    await expectMirror(world.store, world.simulator, account)
  })

  it('follows changes made in the middle of a long backfill', async () => {
    world = await createSyncWorld({ simulator: { latencyMs: 10 }, pollIntervalMs: 20 })
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
    await expectMirror(world.store, world.simulator, account)
  })
})
