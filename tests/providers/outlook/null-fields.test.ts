import { afterEach, describe, expect, it } from 'vitest'
import { createOutlookWorld, type OutlookWorld } from './outlook-world.ts'
import { storedIds } from '../../support/database/stored-messages.ts'

/** Every field that is asked for and that Graph's types allow to be null. */
const FIELDS = [
  'conversationId',
  'flag',
  'parentFolderId',
  'isRead',
  'isDraft',
  'receivedDateTime',
  'sentDateTime',
  'from',
  'sender',
  'subject',
  'body',
  'bodyPreview',
  'toRecipients',
  'ccRecipients',
  'bccRecipients',
  'replyTo',
  'internetMessageId',
  'internetMessageHeaders',
  'attachments',
  'hasAttachments',
] as const
const KINDS = ['null', 'missing', 'a number'] as const

describe('one Outlook message with a field that is null, missing or of another type', () => {
  let world: OutlookWorld
  afterEach(() => world.dispose())

  const spoilEach = (ids: readonly string[]): void => {
    const cases = FIELDS.flatMap((field) => KINDS.map((kind) => ({ field, kind })))
    expect(ids.length).toBeGreaterThan(cases.length)
    for (const [index, { field, kind }] of cases.entries()) {
      const id = ids[index]
      if (id === undefined) continue
      world.simulator.faults.add({
        match: {},
        action: {
          spoilFields: { ids: [id], fields: [field], value: kind === 'a number' ? 7 : null },
          ...(kind === 'missing' ? { remove: true as const } : {}),
        },
      })
    }
  }
  const stored = (): Promise<Set<string>> => storedIds(world.store, world.account.id)

  it('keeps neither itself nor any other from a first sync', async () => {
    world = await createOutlookWorld({ mail: { messages: 120 }, start: false })
    const ids = [...world.truth.messages()].map(({ id }) => id)
    spoilEach(ids)
    await world.engine.start()
    await world.untilComplete()
    expect([...(await stored())].sort()).toEqual(ids.toSorted())
  })

  it('keeps neither itself nor any later one away from an account that is complete', async () => {
    world = await createOutlookWorld({ mail: { messages: 5 } })
    const before = new Set([...world.truth.messages()].map(({ id }) => id))
    for (let index = 0; index < 70; index += 1) {
      world.simulator.accounts.deliver(world.account.email, { subject: `New ${index}` })
    }
    const ids = [...world.truth.messages()].map(({ id }) => id)
    spoilEach(ids.filter((id) => !before.has(id)))
    await world.sync()
    world.simulator.accounts.deliver(world.account.email, { subject: 'The last one' })
    await world.sync()
    await world.sync()
    const all = [...world.truth.messages()].map(({ id }) => id)
    expect([...(await stored())].sort()).toEqual(all.toSorted())
  })

  it.each([null, '0001-01-01T00:00:00Z'])(
    'is dated by when it was sent where it was received at %s',
    async (receivedDateTime) => {
      world = await createOutlookWorld({ mail: { messages: 3 }, start: false })
      const [message] = [...world.truth.messages()]
      if (!message) throw new Error('The account has no message')
      world.simulator.faults.add({
        match: {},
        action: {
          spoilFields: { ids: [message.id], fields: ['receivedDateTime'], value: receivedDateTime },
        },
      })
      await world.engine.start()
      await world.untilComplete()
      const row = await world.store.read.messages.getByProviderId(world.account.id, message.id)
      expect(row?.receivedAt).toBeGreaterThan(Date.parse('2000-01-01'))
    },
  )
})
