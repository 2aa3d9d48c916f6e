import { afterEach, describe, expect, it } from 'vitest'
import { expectOutlookMirror } from './outlook-mirror.ts'
import { createOutlookWorld, EMAIL, type OutlookWorld } from './outlook-world.ts'

describe('Graph’s limits', () => {
  let world: OutlookWorld
  afterEach(() => world.dispose())

  const mirror = (): Promise<void> =>
    expectOutlookMirror(world.store, world.simulator, world.account)

  it('reads 5,000 messages in at most 12 requests per 1,000, never four at a time', async () => {
    world = await createOutlookWorld({ mail: { messages: 5_000 }, simulator: { latencyMs: 5 } })
    await mirror()
    const { httpRequests, throttled } = world.simulator.ledger.snapshot()
    // The first 50, the folders, and a list of ids for each folder come on top once.
    expect(httpRequests).toBeLessThanOrEqual(5 * 12 + 10)
    expect(throttled).toBe(0)
  })

  it('waits as long as it is asked to, and loses nothing by it', async () => {
    world = await createOutlookWorld({ start: false, mail: { messages: 300 } })
    const soon = new Date(Date.now() + 1_000).toUTCString()
    for (const [skip, retryAfter] of [
      [3, '1'],
      [5, soon],
      [7, 'soon'],
    ] as const) {
      world.simulator.faults.add({
        match: { path: '/messages' },
        times: 1,
        skip,
        action: { status: 429, retryAfter, body: { error: { code: 'TooManyRequests' } } },
      })
    }
    world.simulator.faults.add({
      match: { method: 'graph.batch' },
      times: 2,
      action: { partialBatch: 0.5 },
    })
    await world.engine.start()
    await world.untilComplete()
    await mirror()
  })

  it('goes on after cut answers, pages of HTML and server errors', async () => {
    world = await createOutlookWorld({ start: false, mail: { messages: 300 } })
    for (const [skip, action] of [
      [1, { truncateBody: true }],
      [2, { htmlErrorPage: 502 }],
      [4, { status: 500 }],
      [6, { htmlErrorPage: 200 }],
      [8, { dropConnection: 'before' }],
    ] as const) {
      world.simulator.faults.add({ match: { path: '/me|batch' }, times: 1, skip, action })
    }
    await world.engine.start()
    await world.untilComplete()
    await mirror()
  })

  it('believes no deletion that Graph has not confirmed', async () => {
    world = await createOutlookWorld({ mail: { messages: 60 } })
    const [moved = '', gone = ''] = [...world.truth.messages('inbox')].map(({ id }) => id)
    world.truth.move([moved], 'archive')
    world.truth.delete([gone])
    const rule = world.simulator.faults.add({
      match: { method: 'graph.messages.get' },
      action: { status: 503 },
    })
    await world.sync()
    expect(await world.ourId(gone)).not.toBeNull()
    expect(await world.ourId(moved)).not.toBeNull()
    world.simulator.faults.remove(rule)
    await world.sync()
    await mirror()
  })

  it('takes a page of HTML inside a batch for no answer: the mark is told again', async () => {
    world = await createOutlookWorld({ mail: { messages: 20 } })
    const [unread] = [...world.truth.messages()].filter(({ isRead }) => !isRead)
    world.simulator.faults.add({
      match: { method: 'graph.messages.update', part: true },
      times: 1,
      action: { htmlErrorPage: 200 },
    })
    const provider = await world.open()
    expect(
      await provider.applyChange({ kind: 'read', value: true }, [unread?.id ?? '']),
    ).toMatchObject([{ ok: true }])
    expect(world.truth.message(unread?.id ?? '')?.isRead).toBe(true)
  })

  it('goes on where a kill left it', async () => {
    world = await createOutlookWorld({
      start: false,
      mail: { messages: 2_000, folders: ['Projects'] },
      simulator: { latencyMs: 20 },
    })
    await world.engine.start()
    await world.engine.syncNow(world.account.id)
    await world.restart()
    const [id = ''] = [...world.truth.messages('inbox')].map((message) => message.id)
    world.truth.move([id], 'Projects')
    world.simulator.accounts.deliver(EMAIL, {})
    await world.engine.start()
    await world.untilComplete()
    await world.sync()
    await mirror()
  })
})
