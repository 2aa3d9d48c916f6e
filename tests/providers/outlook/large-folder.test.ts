import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { afterEach, describe, expect, it } from 'vitest'
import { expectOutlookMirror } from './outlook-mirror.ts'
import { createOutlookWorld, type OutlookWorld } from './outlook-world.ts'
import { storedIds } from '../../support/database/stored-messages.ts'

const NEWEST = Date.UTC(2026, 5, 1)

/** Mail that lies in the inbox, all of it; the newest first. */
function createInboxMail(count: number, gapMs: number): { raw: string; receivedAt: number }[] {
  return Array.from({ length: count }, (_, index) => ({
    raw: `From: Ana <ana@example.org>\r\nMessage-ID: <${index}@example.org>\r\nSubject: ${index}\r\n\r\nText ${index}`,
    receivedAt: NEWEST - index * gapMs,
  }))
}

/** Watches how many requests are under way at once. */
function watchRequests(): () => number {
  const inFlight = new Set<unknown>()
  let most = 0
  const started = (message: unknown): void => {
    inFlight.add((message as { request: unknown }).request)
    most = Math.max(most, inFlight.size)
  }
  const ended = (message: unknown): void => {
    inFlight.delete((message as { request: unknown }).request)
  }
  subscribe('undici:request:create', started)
  subscribe('undici:request:trailers', ended)
  return () => {
    unsubscribe('undici:request:create', started)
    unsubscribe('undici:request:trailers', ended)
    return most
  }
}

describe('a mailbox whose mail lies in one folder', () => {
  let world: OutlookWorld
  afterEach(() => world.dispose())

  const lists = (): number =>
    world.simulator.ledger.snapshot().methods['graph.messages.list']?.calls ?? 0

  it('is read with three requests under way', async () => {
    const most = watchRequests()
    world = await createOutlookWorld({
      mail: { messages: createInboxMail(2_300, 60_000) },
      // As long as a real request takes: with less, storing a page takes longer than fetching one.
      simulator: { latencyMs: 80 },
    })
    expect(most()).toBe(3)
    await expectOutlookMirror(world.store, world.simulator, world.account)
    // The first 50, and 100 a page.
    expect(lists()).toBe(1 + 23)
  })

  it('is whole where thousands were received in one second', async () => {
    world = await createOutlookWorld({ mail: { messages: createInboxMail(2_300, 0) } })
    await expectOutlookMirror(world.store, world.simulator, world.account)
  })

  it('goes on part by part where a kill left it', async () => {
    world = await createOutlookWorld({
      start: false,
      mail: { messages: createInboxMail(2_300, 60_000) },
      simulator: { latencyMs: 20 },
    })
    await world.engine.start()
    while ((await storedIds(world.store, world.account.id)).size < 800) {
      await new Promise((resolve) => setTimeout(resolve, 10))
    }
    await world.restart()
    await world.engine.start()
    await world.untilComplete()
    await expectOutlookMirror(world.store, world.simulator, world.account)
    // Read twice at most: what was under way or waited to be stored when it was killed.
    expect(lists()).toBeLessThanOrEqual(1 + 23 + 7)
  })
})
