import { afterEach, describe, expect, it } from 'vitest'
import type { ServiceDependencies } from '#core/services/dependencies.ts'
import { HEALTHY_DATABASE } from '../support/database/healthy.ts'
import { listHandlers } from '#core/services/emails/list.ts'
import { statusService } from '#core/services/status.ts'
import { seedAccount } from '../database/fixtures.ts'
import { callHandler } from '../support/call-handler.ts'
import { DIALECTS, openTestStore, type TestStore } from '../support/database/test-store.ts'

describe.each(DIALECTS)('the box on the screen (%s)', (dialect) => {
  let opened: TestStore
  afterEach(() => opened.dispose())

  it('is reported by presence.viewing, and listing it does not touch the sync', async () => {
    opened = await openTestStore(dialect)
    const { account } = await seedAccount(opened.store)
    const { userId, mailboxId, id: accountId } = account
    const viewed: unknown[] = []
    const deps = {
      store: opened.store,
      clock: { now: () => 0 },
      sync: { boxViewed: (...told: unknown[]) => viewed.push(told) },
    } as unknown as ServiceDependencies
    const caller = { store: opened.store, userId }

    const input = {
      mailboxId,
      box: 'SPAM' as const,
      limit: 50,
      offset: 0,
      count: 'cheap' as const,
    }
    await callHandler(listHandlers(deps), caller, 'emails.list', input)
    expect(viewed).toEqual([])

    const box = { mailboxId, box: 'SPAM' as const }
    await callHandler(statusService(deps, HEALTHY_DATABASE), caller, 'presence.viewing', box)
    await callHandler(statusService(deps, HEALTHY_DATABASE), caller, 'presence.viewing', {
      ...box,
      accountId,
    })
    expect(viewed).toEqual([
      [[accountId], 'SPAM'],
      [[accountId], 'SPAM'],
    ])
  })
})
