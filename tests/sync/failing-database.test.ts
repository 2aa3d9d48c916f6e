import { afterEach, describe, expect, it } from 'vitest'
import type { Logger } from '#core/ports/services.ts'
import { eventually } from '../support/eventually.ts'
import { createFailingStore } from '../support/database/failing-store.ts'
import { expectGmailSynced } from '../support/sync/expect-gmail-synced.ts'
import { createSyncEnvironment, type SyncEnvironment } from '../support/sync/sync-environment.ts'

const EMAIL = 'ana@mail.example'

describe('the sync of an account while the database fails', () => {
  let world: SyncEnvironment
  afterEach(() => world.dispose())

  it('reports a full disk, ends every “Sync now”, and goes on once there is room', async () => {
    const faults = { isFull: false }
    const errors: string[] = []
    const logger = recordingLogger(errors)
    world = await createSyncEnvironment({
      logger,
      wrapStore: (store) =>
        createFailingStore(store, { failsWrite: () => faults.isFull, failsRead: () => false }),
    })
    world.simulator.accounts.create({ email: EMAIL, messages: 20 })
    const account = await world.addAccount(EMAIL)
    await world.engine.start()
    await world.untilComplete(account)
    world.simulator.accounts.deliver(EMAIL, { subject: 'While the disk was full' })

    faults.isFull = true
    for (let attempt = 0; attempt < 20; attempt += 1) {
      await expect(world.engine.syncNow(account.id)).rejects.toMatchObject({
        code: 'database_query_error',
      })
    }
    expect(world.engine.progressOf(account.id).phase).toBe('error')
    expect(errors).toEqual(['sync failed'])
    faults.isFull = false

    await world.engine.syncNow(account.id)
    await expectGmailSynced(world.store, world.simulator, account)
    expect(world.engine.progressOf(account.id).phase).toBe('complete')
  })

  it('goes on after the database could not be read', async () => {
    let isUnreadable = false
    const errors: string[] = []
    world = await createSyncEnvironment({
      logger: recordingLogger(errors),
      wrapStore: (store) =>
        createFailingStore(store, { failsWrite: () => false, failsRead: () => isUnreadable }),
    })
    world.simulator.accounts.create({ email: EMAIL, messages: 20 })
    const account = await world.addAccount(EMAIL)
    await world.engine.start()
    await world.untilComplete(account)

    isUnreadable = true
    for (let attempt = 0; attempt < 5; attempt += 1) {
      world.engine.wake()
      await eventually(
        async () =>
          await Promise.resolve(world.engine.progressOf(account.id).waitingFor === 'retry'),
        'the loop to wait',
      )
    }
    isUnreadable = false
    await world.engine.syncNow(account.id)
    expect(errors.filter((line) => line === 'sync waits for the database')).toHaveLength(1)
    expect(world.engine.progressOf(account.id).phase).toBe('complete')
  })
})

function recordingLogger(errors: string[]): Logger {
  const record = (_fields: unknown, message?: string): void => void errors.push(message ?? '')
  return { debug: () => undefined, info: () => undefined, warn: record, error: record }
}
