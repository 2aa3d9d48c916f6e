import { z } from 'zod'
import { MAX_HTML_LENGTH, MAX_SUBJECT_LENGTH } from '../domain/message-limits.ts'
import { id, isoTime, person, personInput } from './fields.ts'
import { invitations } from './invitation.ts'
import { innerMessage, openedMessage } from './opened-message.ts'
import { operation } from './operation.ts'
import { boxSchema, homeBoxSchema, outboxStateSchema, providerSchema } from './enums.ts'

const EMAILS = '/api/mailboxes/{mailbox_id}/emails' as const
const EMAIL = `${EMAILS}/{provider_message_id}` as const

/** Names a message by the provider’s id or by ours; ours needs no account. */
const messagePath = { mailboxId: id, providerMessageId: id, accountId: id.optional() }

export const emailListItem = z.object({
  id,
  providerMessageId: id,
  accountId: id,
  mailboxId: id,
  threadId: z.string(),
  fromEmail: z.string(),
  fromName: z.string(),
  to: z.array(person),
  cc: z.array(person),
  subject: z.string(),
  snippet: z.string(),
  receivedAt: isoTime,
  isRead: z.boolean(),
  isStarred: z.boolean(),
  hasAttachments: z.boolean(),
  box: homeBoxSchema,
  labels: z.array(z.string()),
})
export type EmailListItem = z.infer<typeof emailListItem>

export const emailContent = emailListItem.extend(openedMessage.shape)
export type EmailContent = z.infer<typeof emailContent>

const failedItem = z.object({
  accountId: z.string(),
  providerMessageId: z.string(),
  code: z.string(),
  message: z.string(),
})

const failedAccount = z.object({ accountId: id, code: z.string(), message: z.string() })

const outgoingAttachment = z.object({
  filename: z.string().min(1).max(255),
  contentType: z.string().max(255).default('application/octet-stream'),
  contentBase64: z.base64(),
})

const recipients = z.array(personInput).max(500).default([])

export const outgoingMessage = {
  to: recipients,
  cc: recipients,
  bcc: recipients,
  subject: z.string().max(MAX_SUBJECT_LENGTH).default(''),
  bodyHtml: z.string().max(MAX_HTML_LENGTH).optional(),
  bodyText: z.string().max(5_000_000).optional(),
  attachments: z.array(outgoingAttachment).max(100).default([]),
  /** The message being answered: our id, the provider’s id, or a Message-ID. */
  inReplyTo: z.string().max(998).optional(),
}

/** Which messages are listed, counted or searched. */
const listedMail = {
  mailboxId: id,
  /** What is listed: a box, or with `label` a label or folder of the account. */
  box: boxSchema.optional(),
  label: id.optional(),
  accountId: id.optional(),
  q: z.string().trim().max(1000).optional(),
}

/** Reading from what is here or else from the provider. */
const OPEN_ERRORS = [
  'mailbox_not_found',
  'account_not_found',
  'email_not_found',
  'email_content_fetch_error',
  'email_fetch_error',
  'account_not_connected',
  'offline',
] as const

export const emailOperations = {
  'emails.syncMetadata': operation({
    kind: 'command',
    summary: 'Sync a mailbox, or one account, now. Older history goes on in the background',
    http: { method: 'POST', path: `${EMAILS}/sync-metadata` },
    access: 'user',
    owner: { mailbox: 'mailboxId', accounts: 'accountId' },
    input: z.object({ mailboxId: id, accountId: id.optional() }),
    output: z.object({
      totalSynced: z.int(),
      accounts: z.array(
        z.object({
          accountId: id,
          provider: providerSchema,
          emailsSynced: z.int(),
          syncCursor: z.string().nullable(),
        }),
      ),
      failedAccounts: z.array(failedAccount),
    }),
    errors: ['mailbox_not_found', 'account_not_found'],
    announces: ['sync.progress', 'messages.changed'],
  }),
  'emails.list': operation({
    kind: 'query',
    summary: 'A box or label of a mailbox, or of one account, newest first. Local only',
    http: { method: 'GET', path: EMAILS },
    access: 'user',
    owner: { mailbox: 'mailboxId', accounts: 'accountId' },
    input: z.object({
      ...listedMail,
      limit: z.int().min(1).max(500).default(200),
      offset: z.int().min(0).default(0),
      cursor: z.string().max(200).optional(),
      /** `exact` waits for the number of results of a search; `cheap` answers what is known at once. */
      count: z.enum(['cheap', 'exact']).default('cheap'),
    }),
    output: z.object({
      items: z.array(emailListItem),
      /** How many there are in all; null where a search has not counted them (`emails.count`). */
      total: z.int().nullable(),
      /** There are this many or more. */
      totalAtLeast: z.int(),
      limit: z.int(),
      offset: z.int(),
      nextCursor: z.string().nullable(),
      /** False while a label's list still lacks mail that an earlier version stored. */
      isComplete: z.boolean(),
    }),
    errors: ['mailbox_not_found', 'account_not_found'],
  }),
  'emails.count': operation({
    kind: 'query',
    summary: 'How many messages a list or a search has in all. Local only',
    http: { method: 'GET', path: `${EMAILS}/count` },
    access: 'user',
    owner: { mailbox: 'mailboxId', accounts: 'accountId' },
    input: z.object(listedMail),
    output: z.object({ total: z.int() }),
    errors: ['mailbox_not_found', 'account_not_found'],
  }),
  'emails.content': operation({
    kind: 'query',
    summary: 'One message to read: sanitised body, attachments, headers',
    http: { method: 'GET', path: `${EMAIL}/content` },
    access: 'user',
    owner: { mailbox: 'mailboxId', accounts: 'accountId', message: 'providerMessageId' },
    input: z.object({ ...messagePath, images: z.enum(['block', 'show']).default('block') }),
    output: emailContent,
    errors: [
      'mailbox_not_found',
      'account_not_found',
      'email_not_found',
      'email_content_fetch_error',
      'account_not_connected',
      'offline',
    ],
  }),
  'emails.raw': operation({
    kind: 'download',
    summary: 'The message as it was sent (RFC 5322 source)',
    http: { method: 'GET', path: `${EMAIL}/raw` },
    access: 'user',
    owner: { mailbox: 'mailboxId', accounts: 'accountId', message: 'providerMessageId' },
    input: z.object(messagePath),
    output: z.unknown(),
    errors: [
      'mailbox_not_found',
      'account_not_found',
      'email_not_found',
      'email_fetch_error',
      'account_not_connected',
      'offline',
    ],
  }),
  'emails.attachment': operation({
    kind: 'download',
    summary: 'One attachment’s bytes',
    http: { method: 'GET', path: `${EMAIL}/attachments/{attachment_id}` },
    access: 'user',
    owner: { mailbox: 'mailboxId', accounts: 'accountId', message: 'providerMessageId' },
    input: z.object({ ...messagePath, attachmentId: id }),
    output: z.unknown(),
    errors: [...OPEN_ERRORS, 'attachment_not_found', 'attachment_not_readable'],
  }),
  'emails.innerMessage': operation({
    kind: 'query',
    summary: 'A message that is attached to another, to read, at any depth',
    http: { method: 'GET', path: `${EMAIL}/attachments/{attachment_id}/message` },
    access: 'user',
    owner: { mailbox: 'mailboxId', accounts: 'accountId', message: 'providerMessageId' },
    input: z.object({
      ...messagePath,
      attachmentId: id,
      images: z.enum(['block', 'show']).default('block'),
    }),
    output: innerMessage,
    errors: [...OPEN_ERRORS, 'attachment_not_found', 'attachment_not_readable'],
  }),
  'emails.invitations': operation({
    kind: 'query',
    summary: 'The invitations in a message, or in a message attached to it: the calendars it has',
    http: { method: 'GET', path: `${EMAIL}/invitations` },
    access: 'user',
    owner: { mailbox: 'mailboxId', accounts: 'accountId', message: 'providerMessageId' },
    input: z.object({
      ...messagePath,
      /** The message inside, or the calendar itself. */
      attachmentId: id.optional(),
    }),
    output: invitations,
    errors: [...OPEN_ERRORS, 'attachment_not_found', 'attachment_not_readable'],
  }),
  'emails.send': operation({
    kind: 'command',
    summary: 'Put a message in the outbox; it leaves at `send_at`, or at once',
    http: { method: 'POST', path: `${EMAILS}/send` },
    access: 'user',
    owner: { mailbox: 'mailboxId', account: 'accountId' },
    input: z.object({
      mailboxId: id,
      accountId: id,
      ...outgoingMessage,
      /** One of the account’s addresses; its own where none is given. */
      from: z.string().max(320).optional(),
      /** Older spelling of `to`. */
      recipients: recipients.optional(),
      /** Older spelling of `body_text`. */
      body: z.string().max(5_000_000).optional(),
      sendAt: isoTime.optional(),
      /** The draft this message came from: its files go along, and it goes away, in one transaction. */
      draftId: id.optional(),
      /** Two calls with the same key make one message, so a double click sends once. */
      idempotencyKey: z.string().min(8).max(100).optional(),
    }),
    output: z.object({ outboxId: id, state: outboxStateSchema }),
    errors: [
      'mailbox_not_found',
      'account_not_found',
      'account_not_connected',
      'recipients_missing',
      'sender_not_allowed',
      'file_too_large',
      'draft_not_found',
    ],
    announces: ['outbox.changed'],
  }),
  'emails.readStatus': operation({
    kind: 'command',
    summary:
      'Mark messages read or unread, here at once and at the provider when it can be reached',
    http: { method: 'PATCH', path: `${EMAILS}/read-status` },
    access: 'user',
    owner: { mailbox: 'mailboxId', accounts: 'items' },
    input: z.object({
      mailboxId: id,
      isRead: z.boolean(),
      items: z
        .array(z.object({ accountId: id, providerMessageId: id }))
        .min(1)
        .max(5000),
    }),
    output: z.object({
      updatedCount: z.int(),
      accounts: z.array(z.object({ accountId: id, updated: z.int() })),
      failed: z.array(failedItem),
    }),
    errors: ['mailbox_not_found', 'account_not_found'],
    announces: ['messages.changed'],
  }),
}
