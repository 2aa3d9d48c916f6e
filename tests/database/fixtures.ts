import { randomUUID } from 'node:crypto'
import type { IncomingMessage, Placement } from '../../src/main/core/ports/messages.ts'
import {
  DEFAULT_SYNC_PREFERENCES,
  UNKNOWN_IDENTITY,
  type AccountRow,
} from '../../src/main/core/ports/accounts.ts'
import type { OutboxRow, Store } from '../../src/main/core/ports/store.ts'

export const NOW = Date.UTC(2026, 2, 1, 12)

export interface Seeded {
  userId: string
  mailboxId: string
  account: AccountRow
}

/** A person with one mailbox and one connected account. */
export async function seedAccount(store: Store, change: Partial<AccountRow> = {}): Promise<Seeded> {
  const userId = change.userId ?? randomUUID()
  const mailboxId = change.mailboxId ?? randomUUID()
  const account = accountRow({ userId, mailboxId, ...change })
  await store.transaction(async (tx) => {
    if (change.userId === undefined) {
      await tx.users.insert({ id: userId, email: null, name: 'Ana', createdAt: NOW })
    }
    if (change.mailboxId === undefined) await tx.mailboxes.insert(mailboxRow(mailboxId, userId))
    await tx.accounts.insert(account)
  })
  return { userId, mailboxId, account }
}

export function mailboxRow(id: string, userId: string) {
  return {
    id,
    userId,
    displayName: 'Work',
    colour: null,
    signatureHtml: '<p>Ana</p>',
    defaultAccountId: null,
    position: 0,
    createdAt: NOW,
  }
}

export function accountRow(
  change: Partial<AccountRow> & Pick<AccountRow, 'userId' | 'mailboxId'>,
): AccountRow {
  return {
    id: randomUUID(),
    provider: 'gmail',
    displayLabel: 'Ana at work',
    emailAddress: 'ana@example.com',
    status: 'connected',
    colour: '#336699',
    isDemo: false,
    ...UNKNOWN_IDENTITY,
    ...DEFAULT_SYNC_PREFERENCES,
    lastSyncedAt: null,
    lastError: null,
    createdAt: NOW,
    ...change,
  }
}

export const INBOX: Placement = {
  labels: ['INBOX'],
  isRead: true,
  isStarred: false,
  inInbox: true,
  isSent: false,
  isDraft: false,
  isSpam: false,
  isTrash: false,
}

/** A message as a provider brings it; `place` changes single flags of an ordinary inbox message. */
export function mail(
  providerMessageId: string,
  change: Partial<IncomingMessage> & { place?: Partial<Placement> } = {},
): IncomingMessage {
  const { place, ...rest } = change
  return {
    providerMessageId,
    providerThreadId: `thread of ${providerMessageId}`,
    rfcMessageId: `${providerMessageId}@mail.example.com`,
    inReplyTo: null,
    references: [],
    from: { name: 'Bo Lind', email: 'bo@example.net' },
    replyTo: [],
    to: [{ name: 'Ana', email: 'ana@example.com' }],
    cc: [],
    bcc: [],
    subject: `Subject of ${providerMessageId}`,
    snippet: 'The first words',
    receivedAt: NOW,
    sizeBytes: 1234,
    placement: { ...INBOX, ...place },
    headers: [{ name: 'Date', value: 'Sun, 1 Mar 2026 12:00:00 +0000' }],
    body: { html: null, text: 'The first words and the rest' },
    attachments: [],
    defects: [],
    ...rest,
  }
}

export function outboxRow(seeded: Seeded, change: Partial<OutboxRow> = {}): OutboxRow {
  const id = randomUUID()
  return {
    id,
    accountId: seeded.account.id,
    mailboxId: seeded.mailboxId,
    userId: seeded.userId,
    idempotencyKey: null,
    state: 'waiting',
    to: [{ name: '', email: 'bo@example.net' }],
    cc: [],
    bcc: [],
    subject: 'Hello',
    bodyHtml: '<p>Hello</p>',
    bodyText: 'Hello',
    isPlainText: false,
    inReplyTo: null,
    from: { name: 'Ana', email: 'ana@example.com' },
    rfcMessageId: `${id}@example.com`,
    rfcInReplyTo: null,
    references: [],
    mime: null,
    mimeHash: null,
    date: null,
    appSendId: `send-${id}`,
    providerThreadId: null,
    notBefore: NOW,
    attempts: 0,
    probes: 0,
    baselineCursor: null,
    providerDraftId: null,
    fencingToken: 0,
    providerMessageId: null,
    sentAt: null,
    lastError: null,
    createdAt: NOW,
    ...change,
  }
}
