import type { Account } from '#shared/contract/accounts.ts'
import type { EmailListItem } from '#shared/contract/emails.ts'
import type { OperationName } from '#shared/contract/index.ts'
import type { Mailbox } from '#shared/contract/mailboxes.ts'
import type { Settings } from '#shared/contract/settings.ts'
import type { AccountSyncStatus } from '#shared/contract/system.ts'
import { boxSchema, type Box } from '#shared/contract/enums.ts'
import type { Bridge } from '#shared/bridge.ts'
import type { ErrorCode, Result } from '#shared/errors.ts'
import type { CoreEvent } from '#shared/events.ts'
import { ACCOUNTS, contentOf, isInBox, rowOf } from './sample-mail.ts'

/**
 * A core made of plain objects, for looking at the screens while nothing else runs. The address
 * chooses what to see: `?scene=welcome|empty|syncing|offline|error&theme=dark&lang=es&density=compact`.
 */
const query = new URLSearchParams(location.search)
const scene = query.get('scene') ?? 'inbox'
const listeners = new Set<(event: CoreEvent) => void>()
const CREATED = '2026-01-05T09:00:00Z'

let settings: Settings = {
  theme: query.get('theme') === 'dark' ? 'dark' : 'light',
  language: query.get('lang') === 'es' ? 'es' : 'en',
  density: (query.get('density') ?? 'comfortable') as Settings['density'],
  readingPane: (query.get('pane') ?? 'right') as Settings['readingPane'],
  markReadOnOpen: true,
  remoteImages: 'ask',
  trustedImageSenders: [],
}

if (query.has('fresh')) localStorage.clear()

const rows = Array.from({ length: scene === 'empty' ? 0 : 2400 }, (_, index) => rowOf(index))

const labels = ['Northwind', 'Personal', 'Studio Lima'] as const
const addresses = ['alex@northwind.example', 'alex.moreno@mail.example', 'alex@studio-lima.example']
const colours = ['#2563eb', '#059669', '#db2777']

function accounts(): Account[] {
  return ACCOUNTS.map((accountId, index) => ({
    accountId,
    mailboxId: 'mb-1',
    provider: index === 1 ? 'outlook' : 'gmail',
    displayLabel: labels[index] ?? '',
    emailAddress: addresses[index] ?? null,
    status: index === 2 && scene === 'error' ? 'reauth_required' : 'connected',
    name: index === 0 ? 'Alex Moreno' : '',
    aliases: [],
    colour: colours[index] ?? '#000000',
    isDemo: false,
    isPaused: false,
    syncDays: null,
    syncSince: null,
    offlineDays: null,
    unread: rows.filter((row) => row.accountId === accountId && !row.isRead).length,
    lastSyncedAt: '2026-11-20T17:58:00Z',
    lastError: null,
    createdAt: CREATED,
  }))
}

function statuses(): AccountSyncStatus[] {
  return accounts().map((account, index) => ({
    accountId: account.accountId,
    mailboxId: 'mb-1',
    provider: account.provider,
    status: account.status,
    phase: scene === 'syncing' || (scene === 'empty' && index === 0) ? 'backfill' : 'complete',
    synced: scene === 'empty' ? 0 : 4134 + index * 871,
    total: 16_036 + index * 12,
    backlog: 0,
    pendingActions: index === 0 ? 2 : 0,
    quota: { usedLastMinute: 900, limitPerMinute: 15_000 },
    waitingUntil: scene === 'syncing' && index === 1 ? '2099-01-01T10:00:00Z' : null,
    waitingFor: scene === 'syncing' && index === 1 ? 'quota' : null,
    nextLookAt: null,
    lastSyncedAt: scene === 'empty' ? null : '2026-11-20T17:58:00Z',
    lastError:
      account.status === 'reauth_required'
        ? {
            code: 'account_connect_auth_error',
            message: 'Google asks to sign in again.',
            at: CREATED,
          }
        : null,
  }))
}

const mailbox = (): Mailbox => ({
  mailboxId: 'mb-1',
  displayName: 'Work',
  colour: null,
  signatureHtml: '',
  defaultAccountId: null,
  unread: rows.filter(({ isRead }) => !isRead).length,
  createdAt: CREATED,
})
const second: Mailbox = {
  ...mailbox(),
  mailboxId: 'mb-2',
  displayName: 'Client A',
  unread: 3,
}

interface AnyInput {
  mailboxId?: string
  accountId?: string
  box?: Box
  q?: string
  limit?: number
  cursor?: string
  providerMessageId?: string
  images?: 'block' | 'show'
  isRead?: boolean
  items?: { providerMessageId: string }[]
}

function list({ box = 'INBOX', accountId, q, limit = 100, cursor, mailboxId }: AnyInput) {
  const found = rows.filter(
    (row: EmailListItem) =>
      row.mailboxId === mailboxId &&
      isInBox(row, box) &&
      (accountId === undefined || row.accountId === accountId) &&
      (q === undefined || `${row.subject} ${row.fromName}`.toLowerCase().includes(q.toLowerCase())),
  )
  const offset = cursor === undefined ? 0 : Number(cursor)
  const items = found.slice(offset, offset + limit)
  const end = offset + items.length
  return {
    items,
    total: found.length,
    limit,
    offset,
    nextCursor: end < found.length ? String(end) : null,
    isComplete: true,
  }
}

type Answers = Partial<Record<OperationName, (input: AnyInput) => unknown>>

/** What is asked for while looking around; everything else answers null. */
const answers: Answers = {
  'mailboxes.list': () => (scene === 'welcome' ? [] : [mailbox(), second]),
  'accounts.list': ({ mailboxId }) => (mailboxId === 'mb-1' ? accounts() : []),
  'settings.get': () => settings,
  'settings.update': (input) => (settings = { ...settings, ...input }),
  'status.get': () => ({
    online: scene !== 'offline',
    accounts: scene === 'welcome' ? [] : statuses(),
    backfills: [],
    database: {
      state: 'ok',
      damagedParts: [],
      lastCheckedAt: null,
      lastRepair: null,
      lastBackupAt: null,
    },
  }),
  'emails.list': list,
  'emails.content': ({ providerMessageId, images = 'block' }) => {
    const row = rows.find(({ id }) => id === providerMessageId)
    return row ? contentOf(row, images) : null
  },
  'emails.raw': () => ({
    filename: 'message.eml',
    contentType: 'message/rfc822',
    bytes: new TextEncoder().encode('From: Ana\r\nSubject: Quarterly plan\r\n\r\nHi Alex,\r\n'),
  }),
  'emails.readStatus': ({ items = [], isRead = true }) => {
    for (const { providerMessageId } of items) {
      const index = rows.findIndex((row) => row.providerMessageId === providerMessageId)
      const row = rows[index]
      if (row) rows[index] = { ...row, isRead }
    }
    const messageIds = items.map(({ providerMessageId }) => providerMessageId)
    const boxes = [...boxSchema.options]
    const where = { mailboxId: 'mb-1', accountId: 'acc-work' }
    emit({ type: 'messages.changed', ...where, messageIds, boxes })
    return { updatedCount: items.length, accounts: [], failed: [] }
  },
  'emails.syncMetadata': () => ({ totalSynced: 0, accounts: [], failedAccounts: [] }),
  'tokenStore.status': () => ({ kind: 'keychain', state: 'ready', reason: null }),
  'outbox.list': () => [],
  'drafts.list': () => [],
  'accounts.credentials': () => [],
}

function emit(event: CoreEvent): void {
  for (const listener of listeners) listener(event)
}

function failed(code: ErrorCode, message: string): Result<never> {
  return { ok: false, error: { code, message } }
}

const fake: Bridge = {
  call: async (name, input) => {
    if (query.has('slow')) await new Promise((resolve) => setTimeout(resolve, 60_000))
    if (scene === 'error' && name === 'emails.content') {
      return failed('email_content_fetch_error', 'The provider did not answer')
    }
    return { ok: true, value: structuredClone(answers[name]?.(input as AnyInput) ?? null) }
  },
  cancel: async () => ({ ok: true, value: null }),
  upload: async () => failed('api_error', 'Nothing is uploaded here'),
  subscribe: (listener) => {
    listeners.add(listener)
    return () => listeners.delete(listener)
  },
  onCommand: () => () => undefined,
}
Object.assign(window, { mailmanager: fake })
