import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { mimeRenderer } from '#core/mime/write/mime-renderer.ts'
import { attemptDelivery } from '#core/outbox/attempt-delivery.ts'
import { createFileStore } from '#core/platform/file-store.ts'
import { ProviderError } from '#core/ports/provider.ts'
import type { OutboxRow } from '#core/ports/store.ts'
import { outboxRow, seedAccount } from '../database/fixtures.ts'
import { createManualClock, type ManualClock } from '../support/clocks/manual-clock.ts'
import {
  DIALECTS,
  openTestStore,
  silentLogger,
  type TestStore,
} from '../support/database/test-store.ts'
import { createRecordingProvider, type RecordingProvider } from '../support/recording-provider.ts'

const START = 1_800_000_000_000
const LOST = () => new ProviderError('ambiguous', 'The answer was lost.')
const OFFLINE = () => new ProviderError('offline', 'No network.')

describe.each(DIALECTS)('an attempt whose fate is open (%s)', (dialect) => {
  let test: TestStore
  let clock: ManualClock
  let recorder: RecordingProvider
  beforeEach(async () => {
    test = await openTestStore(dialect)
    clock = createManualClock(START)
    recorder = createRecordingProvider()
  })
  afterEach(() => test.dispose())

  async function insert(change: Partial<OutboxRow> = {}): Promise<string> {
    const row = outboxRow(await seedAccount(test.store), { notBefore: START, ...change })
    await test.store.transaction((tx) => tx.outbox.insert(row))
    return row.id
  }

  /** The next attempt or look, at its time. */
  async function next(id: string): Promise<OutboxRow> {
    const row = await test.store.read.outbox.get(id)
    clock.advance(Math.max(0, (row?.notBefore ?? 0) - clock.now()))
    await attemptDelivery(
      {
        store: test.store,
        files: createFileStore(join(tmpdir(), 'mailmanager-no-files'), clock),
        mime: mimeRenderer,
        providers: { open: async () => Promise.resolve(recorder.provider), close: () => undefined },
        events: { publish: () => undefined, subscribe: () => () => undefined },
        clock,
        logger: silentLogger,
        random: () => 0.5,
        onSent: () => undefined,
      },
      id,
    )
    const after = await test.store.read.outbox.get(id)
    if (after === null) throw new Error('the row is gone: a silent loss')
    return after
  }

  it('is looked into five times, each after a longer wait, and counts as one attempt', async () => {
    const id = await insert()
    // The draft vanishes and no copy shows up.
    recorder.provider.sendDraft = async () => Promise.reject(LOST())
    recorder.provider.draftExists = async () => Promise.resolve(false)
    const seen: [string, number, number, number][] = []
    let row: OutboxRow
    do {
      row = await next(id)
      seen.push([row.state, row.attempts, row.probes, row.notBefore - clock.now()])
    } while (row.state === 'sending')
    expect(seen).toEqual([
      ['sending', 1, 0, 4_000],
      ['sending', 1, 1, 10_000],
      ['sending', 1, 2, 30_000],
      ['sending', 1, 3, 60_000],
      ['sending', 1, 4, 120_000],
      ['unknown', 1, 5, 0],
    ])
  })

  it('is not sent again by the first look, whatever number of attempts came before', async () => {
    const id = await insert()
    for (let tries = 0; tries < 3; tries += 1) {
      recorder.fails.createDraft = OFFLINE()
      expect(await next(id)).toMatchObject({ state: 'waiting', attempts: tries + 1, probes: 0 })
    }
    recorder.fails.sendDraft = LOST()
    expect(await next(id)).toMatchObject({ state: 'sending', attempts: 4, probes: 0 })
    expect(await next(id)).toMatchObject({ state: 'sending', attempts: 4, probes: 1 })
    expect(recorder.sent).toHaveLength(0)
    // The draft still stood at the second look: the same draft is sent.
    expect(await next(id)).toMatchObject({ state: 'sent', attempts: 4, probes: 2 })
    expect(recorder.sent).toHaveLength(1)
  })

  it('starts counting looks anew with the next attempt', async () => {
    const id = await insert()
    recorder.fails.sendDraft = LOST()
    await next(id)
    await next(id)
    recorder.fails.sendDraft = OFFLINE()
    expect(await next(id)).toMatchObject({ state: 'waiting', attempts: 1, probes: 0 })
    recorder.fails.sendDraft = LOST()
    expect(await next(id)).toMatchObject({ state: 'sending', attempts: 2, probes: 0 })
    expect(await next(id)).toMatchObject({ state: 'sending', attempts: 2, probes: 1 })
    expect(await next(id)).toMatchObject({ state: 'sent' })
    expect(recorder.sent).toHaveLength(1)
  })

  it('after a kill before any draft was stored is simply tried again', async () => {
    const id = await insert({ state: 'sending', attempts: 3, fencingToken: 3 })
    expect(await next(id)).toMatchObject({ state: 'waiting', attempts: 3, probes: 0 })
    expect(await next(id)).toMatchObject({ state: 'sent', attempts: 4 })
    expect(recorder.sent).toHaveLength(1)
  })
})
