import { afterEach, describe, it } from 'vitest'
import { createRandom } from '#simulator/control/seeded-random.ts'
import { expectOutlookMirror } from './outlook-mirror.ts'
import { createOutlookWorld, EMAIL, type OutlookWorld } from './outlook-world.ts'

describe('changes in the middle of a long first sync', () => {
  let world: OutlookWorld
  afterEach(() => world.dispose())

  it.each([1, 2])('are not undone by pages that were asked for before (seed %i)', async (seed) => {
    world = await createOutlookWorld({
      start: false,
      simulator: { latencyMs: 15 },
      mail: { messages: 2_000, folders: ['Projects', 'Projects/Bridge'] },
      pollIntervalMs: 100,
    })
    const { simulator, account, truth } = world
    const random = createRandom(seed)
    const ids = [...truth.messages()].map(({ id }) => id)
    await world.engine.start()
    const complete = world.untilComplete()
    const state = { isDone: false }
    void complete.then(() => (state.isDone = true))
    for (let change = 0; change < 400 && !state.isDone; change += 1) {
      const id = ids[random.below(ids.length)] ?? ''
      if (truth.message(id) !== null) {
        if (random.chance(0.1)) truth.delete([id])
        else if (random.chance(0.3)) truth.move([id], random.pick(['Projects', 'archive', 'inbox']))
        else if (random.chance(0.5)) truth.flag([id], 'flagged')
        else truth.markRead([id], random.chance(0.5))
      }
      await new Promise((resolve) => setTimeout(resolve, 5))
    }
    await complete
    await world.sync()
    await world.sync()
    await expectOutlookMirror(world.store, simulator, { id: account.id, email: EMAIL })
  })
})
