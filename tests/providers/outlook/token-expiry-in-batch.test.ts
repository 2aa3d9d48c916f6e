import { afterEach, describe, expect, it } from 'vitest'
import { createOutlookWorld, type OutlookWorld } from './outlook-world.ts'

describe('a token that ends', () => {
  let world: OutlookWorld
  afterEach(() => world.dispose())

  it('between two parts of a batch is replaced, and only what failed is asked again', async () => {
    world = await createOutlookWorld({ start: false, mail: { messages: 30 } })
    const ids = [...world.truth.messages('inbox')].slice(0, 6).map(({ id }) => id)
    world.truth.markRead(ids, false)
    world.simulator.faults.add({
      match: { part: true },
      skip: 2,
      times: 3,
      action: { status: 401, body: { error: { code: 'InvalidAuthenticationToken' } } },
    })
    const before = world.simulator.ledger.snapshot()
    const provider = await world.open()
    const outcomes = await provider.applyChange({ kind: 'read', value: true }, ids)
    expect(outcomes.every(({ ok }) => ok)).toBe(true)
    expect(ids.every((id) => world.truth.message(id)?.isRead === true)).toBe(true)
    const after = world.simulator.ledger.snapshot()
    expect(after.batchParts - before.batchParts).toBe(ids.length + 3)
    expect(after.methods['microsoft.token']?.calls ?? 0).toBe(1)
  })
})
