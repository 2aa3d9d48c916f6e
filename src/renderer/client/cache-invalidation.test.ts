import { QueryClient, QueryObserver } from '@tanstack/react-query'
import { describe, expect, it, vi } from 'vitest'
import type { CoreEvent } from '#shared/events.ts'
import { getInvalidatedKeys, startCacheInvalidation, applyProgress } from './cache-invalidation.ts'
import type { ConnectionState, Transport } from './transport.ts'

const changed = (ids: string[]): Extract<CoreEvent, { type: 'messages.changed' }> => ({
  type: 'messages.changed',
  mailboxId: 'm',
  accountId: 'a',
  messageIds: ids,
  boxes: ['INBOX'],
})
const progress = {
  type: 'sync.progress' as const,
  mailboxId: 'm',
  accountId: 'a',
  phase: 'backfill' as const,
  synced: 7,
  total: 9,
  waitingUntil: null,
  waitingFor: null,
}

function fakeTransport() {
  let listener: (event: CoreEvent) => void = () => undefined
  let connection: (state: ConnectionState) => void = () => undefined
  const transport: Transport = {
    kind: 'browser',
    upload: async () => ({ ok: true, value: null }),
    call: () => Promise.resolve({ ok: true, value: null }),
    subscribe: (onEvent, onConnection) => {
      listener = onEvent
      connection = onConnection
      return () => undefined
    },
  }
  return {
    transport,
    emit: (event: CoreEvent) => listener(event),
    connect: (state: ConnectionState) => connection(state),
  }
}

const HEALTHY = {
  state: 'ok' as const,
  damagedParts: [],
  lastCheckedAt: null,
  lastRepair: null,
  lastBackupAt: null,
}

describe('what an event makes old', () => {
  it('is the named messages and the counts; lists are refreshed page by page', () => {
    expect(getInvalidatedKeys(changed(['x']))).toEqual([
      ['emails.content', { providerMessageId: 'x' }],
      ['emails.count', { mailboxId: 'm' }],
      ['mailboxes.list'],
      ['accounts.list'],
    ])
  })

  it('is every open message of the mailbox when very many changed', () => {
    const many = Array.from({ length: 51 }, (_, index) => String(index))
    expect(getInvalidatedKeys(changed(many))).toContainEqual(['emails.content', { mailboxId: 'm' }])
  })

  it('is nothing while numbers go up, and the status when they stop', () => {
    expect(getInvalidatedKeys(progress)).toEqual([])
    for (const phase of ['complete', 'paused', 'error'] as const) {
      expect(getInvalidatedKeys({ ...progress, phase })).toContainEqual(['status.get'])
    }
  })
})

describe('progress', () => {
  const account = {
    accountId: 'a',
    mailboxId: 'm',
    provider: 'gmail' as const,
    status: 'connected' as const,
    phase: 'recent' as const,
    synced: 0,
    total: null,
    backlog: 0,
    pendingActions: 0,
    quota: { usedLastMinute: 0, limitPerMinute: 1 },
    waitingUntil: null,
    waitingFor: null,
    lastSyncedAt: null,
    nextLookAt: null,
    lastError: null,
  }

  it('replaces one account’s numbers', () => {
    const status = {
      online: true,
      accounts: [account, { ...account, accountId: 'b' }],
      backfills: [],
      database: HEALTHY,
    }
    const next = applyProgress(status, progress)
    expect(next.accounts[0]).toMatchObject({ phase: 'backfill', synced: 7, total: 9 })
    expect(next.accounts[1]).toBe(status.accounts[1])
  })

  it('says what an account waits for, and that it waits no longer', () => {
    const status = { online: true, accounts: [account], backfills: [], database: HEALTHY }
    const waits = { waitingUntil: '2026-03-01T10:00:00Z', waitingFor: 'network' } as const
    const waiting = applyProgress(status, { ...progress, ...waits })
    expect(waiting.accounts[0]).toMatchObject(waits)
    expect(applyProgress(waiting, progress).accounts[0]).toMatchObject({
      waitingUntil: null,
      waitingFor: null,
    })
  })

  it('leaves the status as it is for an account it does not hold', () => {
    const status = { online: true, accounts: [], backfills: [], database: HEALTHY }
    expect(applyProgress(status, progress)).toBe(status)
  })
})

describe('live reading', () => {
  it('answers many events with one round, and those that come meanwhile with the next', async () => {
    vi.useFakeTimers()
    const client = new QueryClient()
    const rounds: unknown[] = []
    let finish: () => void = () => undefined
    vi.spyOn(client, 'invalidateQueries').mockImplementation((filters) => {
      rounds.push(filters?.queryKey)
      return new Promise((resolve) => (finish = resolve))
    })
    const { transport, emit } = fakeTransport()
    const stop = startCacheInvalidation(client, transport, () => undefined)
    emit({ type: 'drafts.changed', mailboxId: 'm' })
    emit({ type: 'drafts.changed', mailboxId: 'm' })
    await vi.advanceTimersByTimeAsync(100)
    expect(rounds).toEqual([['drafts.list']])

    emit({ type: 'drafts.changed', mailboxId: 'm' })
    await vi.advanceTimersByTimeAsync(1000)
    expect(rounds).toHaveLength(1)
    finish()
    await vi.advanceTimersByTimeAsync(3000)
    expect(rounds).toHaveLength(2)
    stop()
    vi.useRealTimers()
  })

  it('brings the lists on the screen up to date, and announces nothing old to others', async () => {
    vi.useFakeTimers()
    const client = new QueryClient()
    const input = { mailboxId: 'm', box: 'INBOX' as const }
    const page = {
      items: [],
      total: 0,
      totalAtLeast: 0,
      limit: 100,
      offset: 0,
      nextCursor: null,
      isComplete: true,
    }
    client.setQueryData(['emails.list', input], { pages: [page], pageParams: [null] })
    new QueryObserver(client, { queryKey: ['emails.list', input], staleTime: Infinity }).subscribe(
      () => undefined,
    )
    const { transport, emit } = fakeTransport()
    const readPage = vi.fn(() => Promise.resolve({ ...page, total: 1 }))
    const stop = startCacheInvalidation(client, transport, () => undefined, readPage)
    emit(changed(['7']))
    emit({ ...changed(['8']), boxes: ['SENT'] })
    await vi.advanceTimersByTimeAsync(100)
    expect(readPage).toHaveBeenCalledTimes(1)
    expect(client.getQueryData(['emails.list', input])).toMatchObject({ pages: [{ total: 1 }] })
    stop()
    vi.useRealTimers()
  })

  it('rests after a long round three times as long, and after a short one hardly', async () => {
    vi.useFakeTimers()
    const client = new QueryClient()
    let took = 200
    const read = vi
      .spyOn(client, 'invalidateQueries')
      .mockImplementation(() => new Promise((resolve) => setTimeout(resolve, took)))
    const { transport, emit } = fakeTransport()
    const stop = startCacheInvalidation(client, transport, () => undefined)
    emit({ type: 'drafts.changed', mailboxId: 'm' })
    await vi.advanceTimersByTimeAsync(300)
    took = 1
    emit({ type: 'drafts.changed', mailboxId: 'm' })
    await vi.advanceTimersByTimeAsync(590)
    expect(read).toHaveBeenCalledTimes(1)
    await vi.advanceTimersByTimeAsync(20)
    expect(read).toHaveBeenCalledTimes(2)
    emit({ type: 'drafts.changed', mailboxId: 'm' })
    await vi.advanceTimersByTimeAsync(120)
    expect(read).toHaveBeenCalledTimes(3)
    stop()
    vi.useRealTimers()
  })

  it('reads everything again when the stream of events opens, first or after a loss', () => {
    const client = new QueryClient()
    const invalidate = vi.spyOn(client, 'invalidateQueries').mockResolvedValue()
    const { transport, connect } = fakeTransport()
    startCacheInvalidation(client, transport, () => undefined)
    // The first opening too: what was announced between the first reading and it was heard by none.
    connect('open')
    expect(invalidate).toHaveBeenCalledTimes(1)
    connect('lost')
    expect(invalidate).toHaveBeenCalledTimes(1)
    connect('open')
    expect(invalidate).toHaveBeenCalledTimes(2)
  })
})
