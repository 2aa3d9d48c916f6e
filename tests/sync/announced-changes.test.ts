import { setImmediate } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { createAnnouncer } from '#core/sync/progress.ts'
import type { CoreEvent } from '#shared/events.ts'
import { accountRow, NOW } from '../database/fixtures.ts'
import { createManualClock } from '../support/clocks/manual-clock.ts'

function announcer() {
  const events: Extract<CoreEvent, { type: 'messages.changed' }>[] = []
  const clock = createManualClock(NOW)
  const bus = {
    publish: (_userId: string, event: CoreEvent) => {
      if (event.type === 'messages.changed') events.push(event)
    },
    subscribe: () => () => undefined,
  }
  const account = accountRow({ userId: 'u', mailboxId: 'm' })
  const { signal } = new AbortController()
  return { clock, events, announced: createAnnouncer(account, bus, clock, signal) }
}

describe('messages that changed', () => {
  it('are announced one and all, however many', () => {
    const { events, announced } = announcer()
    const ids = Array.from({ length: 5_000 }, (_, index) => index + 1)
    announced.messagesChanged({ ids, boxes: ['INBOX', 'ALL_MAIL'], labelIds: ['INBOX'] })
    expect(events.flatMap(({ messageIds }) => messageIds)).toEqual(ids.map(String))
    expect(events.length).toBeGreaterThan(1)
    for (const { boxes } of events) expect(boxes).toEqual(['INBOX', 'ALL_MAIL'])
  })

  it('that come soon after each other are announced together, with the lists of all', async () => {
    const { clock, events, announced } = announcer()
    announced.messagesChanged({ ids: [1], boxes: ['INBOX'], labelIds: [] })
    announced.messagesChanged({ ids: [2], boxes: ['SENT'], labelIds: ['a'] })
    announced.messagesChanged({ ids: [3, 2], boxes: ['TRASH'], labelIds: ['b'] })
    expect(events).toHaveLength(1)
    clock.advance(200)
    await setImmediate()
    expect(events.slice(1)).toMatchObject([
      { messageIds: ['2', '3'], boxes: ['SENT', 'TRASH'], labelIds: ['a', 'b'] },
    ])
  })
})
