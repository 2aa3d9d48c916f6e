import type { Message } from '@microsoft/microsoft-graph-types'
import { describe, expect, it } from 'vitest'
import type { SyncContext } from '#core/ports/provider.ts'
import { createSyncCursor, type FolderPart } from './sync-cursor.ts'
import type { GraphClient, GraphRequest } from '../client/graph-client.ts'
import { createRateLimiter } from '../client/rate-limiter.ts'
import { fetchPipeline } from './fetch-pipeline.ts'
import { createSyncContext, type OutlookSyncContext } from './sync-context.ts'

interface PendingRequest {
  path: string
  respond(page: { value: Message[]; '@odata.nextLink'?: string }): void
}

/** A run over one inbox with these parts to fetch; each test responds to the requests itself. */
function contextOf(parts: FolderPart[]): { run: OutlookSyncContext; requests: PendingRequest[] } {
  const requests: PendingRequest[] = []
  const clock = { now: () => 0, sleep: () => new Promise<void>(() => undefined) }
  const client: GraphClient = {
    clock,
    limiter: createRateLimiter({ clock }),
    call: ({ path }: GraphRequest) =>
      new Promise((respond) => {
        requests.push({ path: decodeURIComponent(path), respond })
      }),
    batch: () => Promise.resolve([]),
    upload: () => Promise.resolve(),
  }
  const logger = { debug: nothing, info: nothing, warn: nothing, error: nothing }
  const context: SyncContext = {
    syncCursor: null,
    nextBacklog: () => Promise.resolve([]),
    knownIds: () => Promise.resolve(new Set()),
    hasStoredMessages: () => Promise.resolve(false),
    async *storedPlacements() {
      yield await Promise.resolve([])
    },
    labels: () => Promise.resolve([]),
    since: null,
    takeViewedBoxes: () => [],
    signal: new AbortController().signal,
    onWaiting: nothing,
    onIncomplete: nothing,
    nextPoll: () => new Promise(() => undefined),
  }
  const inbox = {
    name: 'Inbox',
    parentId: '',
    total: 0,
    link: 'delta',
    isListed: true,
    listedTo: null,
    parts,
    mustCompare: false,
  }
  const checkpoint = { ...createSyncCursor(0, false), folders: { inbox } }
  const session = {
    client,
    logger,
    unstoredCursor: null,
    canExpandAttachments: true,
    changedFolderIds: new Set(''),
    isInitialSync: true,
    pollCount: 0,
  }
  return { run: createSyncContext(session, context, checkpoint), requests }
}

const nothing = (): void => undefined

function message(id: string): Message {
  return {
    id,
    conversationId: `thread-${id}`,
    parentFolderId: 'inbox',
    isRead: true,
    isDraft: false,
    flag: { flagStatus: 'notFlagged' },
    receivedDateTime: '2026-01-01T00:00:00Z',
  }
}

const part = (since: string | null, before: string | null): FolderPart => ({
  since,
  before,
  next: null,
})

describe('fetching folders in parts', () => {
  it('fetches three parts of one folder at once, the newest first', async () => {
    const { run, requests } = contextOf([
      part('2026-03-01T00:00:00Z', null),
      part('2026-02-01T00:00:00Z', '2026-03-01T00:00:00Z'),
      part('2026-01-01T00:00:00Z', '2026-02-01T00:00:00Z'),
      part(null, '2026-01-01T00:00:00Z'),
    ])
    void fetchPipeline(run).next()
    await Promise.resolve()
    const filters = requests.map(({ path }) => /\$filter=([^&]*)/u.exec(path)?.[1])
    expect(filters).toEqual([
      'receivedDateTime ge 2026-03-01T00:00:00Z',
      'receivedDateTime lt 2026-03-01T00:00:00Z and receivedDateTime ge 2026-02-01T00:00:00Z',
      'receivedDateTime lt 2026-02-01T00:00:00Z and receivedDateTime ge 2026-01-01T00:00:00Z',
    ])
  })

  it('keeps the next link of each part in the cursor until the part is fetched', async () => {
    const { run, requests } = contextOf([part(null, null)])
    const steps = fetchPipeline(run)
    const first = steps.next()
    requests[0]?.respond({ value: [message('one')], '@odata.nextLink': 'https://graph/page-2' })
    await first
    expect(run.syncCursor.folders['inbox']?.parts).toEqual([
      { since: null, before: null, next: 'https://graph/page-2' },
    ])
    const second = steps.next()
    await Promise.resolve()
    expect(requests[1]?.path).toBe('https://graph/page-2')
    requests[1]?.respond({ value: [message('two')] })
    expect((await second).value).toMatchObject({ upserts: [{ providerMessageId: 'two' }] })
    expect(run.syncCursor.folders['inbox']?.parts).toEqual([])
    expect(await steps.next()).toMatchObject({ done: true })
  })

  it('drops from a page the messages that a poll reported after the request', async () => {
    const { run, requests } = contextOf([part(null, null)])
    const steps = fetchPipeline(run)
    const step = steps.next()
    run.polledMessageIds.add('gone meanwhile')
    requests[0]?.respond({ value: [message('gone meanwhile'), message('kept')] })
    const { value } = await step
    expect(value).toMatchObject({ upserts: [{ providerMessageId: 'kept' }] })
  })

  it('leaves out messages that are older than the sync window', async () => {
    const { run, requests } = contextOf([part(null, null)])
    run.context.since = Date.parse('2026-01-02T00:00:00Z')
    const step = fetchPipeline(run).next()
    const recent = { ...message('recent'), receivedDateTime: '2026-01-03T00:00:00Z' }
    requests[0]?.respond({ value: [recent, message('older')] })
    const { value } = await step
    expect(value).toMatchObject({ upserts: [{ providerMessageId: 'recent' }] })
  })
})
