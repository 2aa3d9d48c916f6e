import { afterEach, describe, expect, it } from 'vitest'
import { DIALECTS } from '../../support/database/test-store.ts'
import { expectOutlookMirror } from './outlook-mirror.ts'
import { createOutlookWorld, type OutlookWorld } from './outlook-world.ts'

describe('first sync of an Outlook account', () => {
  let world: OutlookWorld
  afterEach(() => world.dispose())

  it.each(DIALECTS)('ends with exactly what the mailbox has (%s)', async (dialect) => {
    world = await createOutlookWorld({
      dialect,
      mail: { messages: 1_200, folders: ['Projects', 'Projects/Clients', 'Travel'] },
    })

    await expectOutlookMirror(world.store, world.simulator, world.account)
    expect(world.engine.progressOf(world.account.id)).toMatchObject({
      phase: 'complete',
      backlog: 0,
      waitingUntil: null,
    })
    expect(world.simulator.ledger.snapshot()).toMatchObject({ throttled: 0 })
  })
})
