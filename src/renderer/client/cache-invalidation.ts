import type { QueryClient, QueryKey } from '@tanstack/react-query'
import type { OutputOf } from '#shared/contract/index.ts'
import type { CoreEvent, SyncProgress } from '#shared/events.ts'
import { call } from './client.ts'
import { useConnection } from './connection.ts'
import { refreshMessageLists, type ReadPage } from './refresh-message-lists.ts'
import type { Transport } from './transport.ts'

type MessagesChanged = Extract<CoreEvent, { type: 'messages.changed' }>

/** Events of this many milliseconds are answered together. */
const COALESCE_MS = 100
/**
 * A round of reading is followed by a rest this many times as long: a list that was scrolled very
 * deep is read whole, and a busy sync must not keep the page and the core at that.
 */
const REST_FACTOR = 3
const MAX_REST_MS = 3000
/** Up to here messages are named one by one; beyond, the mailbox’s open ones are all read again. */
const MAX_SINGLE_MESSAGE_KEYS = 50

/** Phases in which nothing more comes by itself: what the numbers of a status leave out is read again. */
const IDLE_PHASES: readonly SyncProgress['phase'][] = ['complete', 'paused', 'error']

/**
 * The cache keys whose answers an event makes old. Keys are prefixes: name, then input. Lists of
 * messages are not among them: refresh-message-lists.ts brings those up to date page by page.
 */
export function getInvalidatedKeys(event: CoreEvent): QueryKey[] {
  switch (event.type) {
    case 'sync.progress':
      return IDLE_PHASES.includes(event.phase)
        ? [['status.get'], ['mailboxes.list'], ['accounts.list']]
        : []
    case 'account.connected':
    case 'account.status':
      return [['accounts.list'], ['accounts.get'], ['mailboxes.list'], ['status.get']]
    case 'messages.changed':
      return [
        ...(event.messageIds.length <= MAX_SINGLE_MESSAGE_KEYS
          ? event.messageIds.map((id) => ['emails.content', { providerMessageId: id }])
          : [['emails.content', { mailboxId: event.mailboxId }]]),
        ['emails.count', { mailboxId: event.mailboxId }],
        ['mailboxes.list'],
        ['accounts.list'],
      ]
    case 'changes.changed':
      return [['changes.list'], ['status.get']]
    case 'outbox.changed':
      return [['outbox.list'], ['outbox.get']]
    case 'backfill.progress':
      return [['status.get']]
    case 'drafts.changed':
      return [['drafts.list']]
    case 'mailboxes.changed':
      return [
        ['mailboxes.list'],
        ['mailboxes.get'],
        ['accounts.list'],
        ['accounts.get'],
        ['status.get'],
        ['emails.list'],
        ['emails.count'],
        ['outbox.list'],
        ['drafts.list'],
      ]
    case 'settings.changed':
      return [['settings.get'], ['tokenStore.status'], ['accounts.credentials']]
    case 'database.state':
      return [['status.get'], ['health.get'], ['recovery.status']]
    case 'core.restarted':
      // What was announced meanwhile is unknown: everything.
      return [[]]
  }
}

/** The status with one account’s numbers replaced; the same object when it holds no such account. */
export function applyProgress(
  status: OutputOf<'status.get'>,
  progress: SyncProgress,
): OutputOf<'status.get'> {
  if (!status.accounts.some((account) => account.accountId === progress.accountId)) return status
  return {
    ...status,
    accounts: status.accounts.map((account) =>
      account.accountId === progress.accountId
        ? {
            ...account,
            phase: progress.phase,
            synced: progress.synced,
            total: progress.total,
            waitingUntil: progress.waitingUntil,
            waitingFor: progress.waitingFor,
          }
        : account,
    ),
  }
}

/**
 * Keeps the cache true to the core’s events. One round of reading at a time: events that come
 * meanwhile wait for the next, so a busy sync never cancels the reading it caused.
 * Answers the function that ends it.
 */
export function startCacheInvalidation(
  client: QueryClient,
  transport: Transport,
  onEvent: (event: CoreEvent) => void,
  readPage: ReadPage = (input) => call('emails.list', input),
): () => void {
  const stale = new Map<string, QueryKey>()
  let changedMessages: MessagesChanged[] = []
  let progress = new Map<string, SyncProgress>()
  let timer: ReturnType<typeof setTimeout> | undefined
  let reading = false
  // A browser reads before its stream of events is open: the first opening reads again as well.
  let lost = transport.kind === 'browser'
  /** Page time (ms) before which no further round begins, because the last one took long. */
  let restsUntil = 0

  const flush = async () => {
    timer = undefined
    const patches = [...progress.values()]
    progress = new Map()
    for (const patch of patches) {
      client.setQueryData<OutputOf<'status.get'>>(['status.get', {}], (status) =>
        status === undefined ? undefined : applyProgress(status, patch),
      )
      const known = client.getQueryData<OutputOf<'status.get'>>(['status.get', {}])
      if (known && !known.accounts.some(({ accountId }) => accountId === patch.accountId)) {
        mark(['status.get'])
      }
    }
    if (reading || (stale.size === 0 && changedMessages.length === 0)) return
    const keys = [...stale.values()]
    const events = changedMessages
    stale.clear()
    changedMessages = []
    reading = true
    const begun = performance.now()
    await Promise.allSettled([
      refreshMessageLists(client, events, readPage),
      ...keys.map((queryKey) => client.invalidateQueries({ queryKey })),
    ])
    reading = false
    const now = performance.now()
    restsUntil = now + Math.min((now - begun) * REST_FACTOR, MAX_REST_MS)
    schedule()
  }
  const schedule = () => {
    if (stale.size === 0 && progress.size === 0 && changedMessages.length === 0) return
    timer ??= setTimeout(() => void flush(), Math.max(COALESCE_MS, restsUntil - performance.now()))
  }
  const mark = (queryKey: QueryKey) => {
    stale.set(JSON.stringify(queryKey), queryKey)
  }

  const stop = transport.subscribe(
    (event) => {
      if (event.type === 'sync.progress') progress.set(event.accountId, event)
      if (event.type === 'messages.changed') changedMessages.push(event)
      for (const key of getInvalidatedKeys(event)) mark(key)
      schedule()
      onEvent(event)
    },
    (state) => {
      useConnection.getState().setState(state)
      // Whatever was announced while nobody listened is unknown: read everything again.
      if (state === 'open' && lost) void client.invalidateQueries()
      lost = state === 'lost' || (lost && state !== 'open')
    },
  )
  return () => {
    clearTimeout(timer)
    stop()
  }
}
