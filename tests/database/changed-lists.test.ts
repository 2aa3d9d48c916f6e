import { afterEach, describe, expect, it } from 'vitest'
import { commitStep } from '#core/sync/commit-step.ts'
import type { SyncStep } from '#core/ports/provider.ts'
import { DIALECTS, openTestStore, type TestStore } from '../support/database/test-store.ts'
import { INBOX, mail, NOW, seedAccount } from './fixtures.ts'

const STEP: SyncStep = {
  phase: 'incremental',
  upserts: [],
  placements: [],
  deletions: [],
  discovered: [],
  failures: [],
  labels: null,
  total: null,
  syncCursor: { cursor: '1' },
}

describe.each(DIALECTS)('the lists that a step changed (%s)', (dialect) => {
  let opened: TestStore
  afterEach(() => opened.dispose())

  it('are those the messages stand in, and those they left', async () => {
    opened = await openTestStore(dialect)
    const { store } = opened
    const { account } = await seedAccount(store)
    const commit = (step: Partial<SyncStep>) =>
      commitStep(store, account, { ...STEP, ...step }, NOW)

    const added = await commit({ upserts: [mail('a'), mail('b')] })
    expect(added.ids).toHaveLength(2)
    expect(added.boxes.toSorted()).toEqual(['ALL_MAIL', 'INBOX'])
    expect(added.labelIds).toEqual(['INBOX'])

    const bin = { ...INBOX, labels: ['TRASH'], inInbox: false, isTrash: true }
    const moved = await commit({ placements: [{ providerMessageId: 'a', placement: bin }] })
    expect(moved.ids).toHaveLength(1)
    expect(moved.boxes.toSorted()).toEqual(['ALL_MAIL', 'INBOX', 'TRASH'])
    expect(moved.labelIds.toSorted()).toEqual(['INBOX', 'TRASH'])

    const deleted = await commit({ deletions: ['a'] })
    expect(deleted).toMatchObject({ boxes: ['TRASH'], labelIds: ['TRASH'] })
    expect(await commit({})).toEqual({ ids: [], boxes: [], labelIds: [] })
  })
})
