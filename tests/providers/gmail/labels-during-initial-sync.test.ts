import { afterEach, expect, it } from 'vitest'
import { createSyncEnvironment, type SyncEnvironment } from '../../support/sync/sync-environment.ts'

const EMAIL = 'ana@mail.example'

let world: SyncEnvironment
afterEach(() => world.dispose())

it('reads the labels at both ends of a first sync, not at every look in between', async () => {
  world = await createSyncEnvironment({ simulator: { latencyMs: 10 }, pollIntervalMs: 20 })
  world.simulator.accounts.create({ email: EMAIL, messages: 2_000 })
  const account = await world.addAccount(EMAIL)

  await world.engine.start()
  await world.untilComplete(account)

  const { methods } = world.simulator.ledger.snapshot()
  expect(methods['history.list']?.calls).toBeGreaterThan(5)
  expect(methods['labels.list']?.calls).toBe(2)
})
