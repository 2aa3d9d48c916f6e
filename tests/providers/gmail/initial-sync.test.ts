import { afterEach, describe, expect, it, vi } from 'vitest'
import type { IncomingMessage } from '#core/ports/messages.ts'
import { expectGmailSynced } from '../../support/sync/expect-gmail-synced.ts'
import { DIALECTS } from '../../support/database/test-store.ts'
import { createSyncEnvironment, type SyncEnvironment } from '../../support/sync/sync-environment.ts'

const EMAIL = 'ana@mail.example'

describe('first sync', () => {
  let world: SyncEnvironment
  afterEach(() => world.dispose())

  it.each(DIALECTS)('ends with exactly what the provider has (%s)', async (dialect) => {
    world = await createSyncEnvironment({ dialect })
    world.simulator.accounts.create({ email: EMAIL, messages: 1_200, labels: ['Travel'] })
    const account = await world.addAccount(EMAIL)

    await world.engine.start()
    await world.untilComplete(account)

    await expectGmailSynced(world.store, world.simulator, account)
    expect(world.engine.progressOf(account.id)).toMatchObject({
      phase: 'complete',
      backlog: 0,
      waitingUntil: null,
    })
    expect(world.simulator.ledger.snapshot()).toMatchObject({ throttled: 0, oversizedBatches: 0 })
  })

  it('shows the newest of the inbox first, then the newest of all, then the rest', async () => {
    world = await createSyncEnvironment()
    world.simulator.accounts.create({ email: EMAIL, messages: 1_000 })
    const account = await world.addAccount(EMAIL)
    const all = [...world.simulator.accounts.get(EMAIL).messages()]
    const inbox = all.filter(({ labelIds }) => labelIds.includes('INBOX')).slice(0, 50)
    const steps: string[][] = []
    const transaction = world.store.transaction.bind(world.store)
    vi.spyOn(world.store, 'transaction').mockImplementation((work) =>
      transaction((repositories) => {
        const upsert = repositories.messages.upsert.bind(repositories.messages)
        const messages: typeof repositories.messages = Object.assign(
          Object.create(repositories.messages),
          {
            upsert: (id: string, incoming: IncomingMessage[]) => {
              if (incoming.length > 0) steps.push(incoming.map((one) => one.providerMessageId))
              return upsert(id, incoming)
            },
          },
        )
        return work({ ...repositories, messages })
      }),
    )

    await world.engine.start()
    await world.untilComplete(account)

    expect(steps[0]?.toSorted()).toEqual(inbox.map(({ id }) => id).toSorted())
    const recent = new Set(steps.slice(0, 7).flat())
    expect(all.slice(0, 300).every(({ id }) => recent.has(id))).toBe(true)
    const fetched = steps.flat()
    expect(fetched).toHaveLength(1_000)
    expect(new Set(fetched).size).toBe(1_000)
  })

  it('answers syncNow as soon as there is mail to read', async () => {
    world = await createSyncEnvironment({ simulator: { latencyMs: 10 } })
    world.simulator.accounts.create({ email: EMAIL, messages: 3_000 })
    const account = await world.addAccount(EMAIL)
    const [one, other] = await Promise.all([
      world.engine.syncNow(account.id),
      world.engine.syncNow(account.id),
    ])
    expect(one.emailsSynced).toBeGreaterThanOrEqual(300)
    expect(other).toEqual(one)
    expect(one.cursor).toMatch(/^\d+$/u)
    expect(world.engine.progressOf(account.id).synced).toBeLessThan(3_000)
    await world.untilComplete(account)
  })

  it('goes on when the token ends in the middle', async () => {
    world = await createSyncEnvironment({ simulator: { latencyMs: 10 } })
    world.simulator.accounts.create({ email: EMAIL, messages: 1_500 })
    const account = await world.addAccount(EMAIL)
    await world.engine.syncNow(account.id)
    world.simulator.clock.advance(2 * 3_600_000)
    await world.untilComplete(account)
    await expectGmailSynced(world.store, world.simulator, account)
  })

  it('starts the inventory over when Gmail no longer takes its page', async () => {
    world = await createSyncEnvironment()
    world.simulator.accounts.create({ email: EMAIL, messages: 2_000 })
    const account = await world.addAccount(EMAIL)
    world.simulator.faults.add({
      match: { method: 'messages.list', path: 'pageToken' },
      skip: 1,
      times: 1,
      action: {
        status: 400,
        body: { error: { code: 400, message: 'Invalid pageToken', errors: [] } },
      },
    })
    await world.engine.start()
    await world.untilComplete(account)
    await expectGmailSynced(world.store, world.simulator, account)
  })

  it('needs at most 8 requests for 1,000 messages at 4 per thread once the newest are here', async () => {
    world = await createSyncEnvironment()
    world.simulator.accounts.create({ email: EMAIL, messages: { messages: 6_000, threadSize: 4 } })
    const account = await world.addAccount(EMAIL)
    await world.engine.syncNow(account.id)
    const rest = 6_000 - world.engine.progressOf(account.id).synced
    world.simulator.ledger.reset()
    await world.untilComplete(account)
    const { httpRequests } = world.simulator.ledger.snapshot()
    // The closing look, at changes and at labels, comes on top once.
    expect((1_000 * (httpRequests - 2)) / rest).toBeLessThanOrEqual(8)
  })
})
