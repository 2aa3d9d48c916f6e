import { z } from 'zod'
import { id, isoTime, person, storedError } from './fields.ts'
import { operation } from './operation.ts'
import { outboxStateSchema } from './enums.ts'

export const outboxItem = z.object({
  outboxId: id,
  accountId: id,
  mailboxId: id,
  state: outboxStateSchema,
  to: z.array(person),
  cc: z.array(person),
  bcc: z.array(person),
  subject: z.string(),
  /** Lists leave its pictures out; one message has them embedded. */
  bodyHtml: z.string(),
  /** The message it answers, as given to `emails.send`; an edit stays in its conversation. */
  inReplyTo: z.string().nullable(),
  sendAt: isoTime,
  attempts: z.int(),
  providerMessageId: z.string().nullable(),
  sentAt: isoTime.nullable(),
  lastError: storedError.nullable(),
  createdAt: isoTime,
})
export type OutboxItem = z.infer<typeof outboxItem>

/** A file of an outgoing message. Pictures of its text are not among them: they are in the text. */
const outgoingFile = z.object({
  fileId: id,
  filename: z.string(),
  contentType: z.string(),
  /** Bytes. */
  size: z.int(),
})
export type OutgoingFile = z.infer<typeof outgoingFile>

const ITEM = '/api/outbox/{id}' as const
const conflict = ['outbox_item_not_found', 'outbox_state_conflict'] as const

export const outboxOperations = {
  'outbox.list': operation({
    kind: 'query',
    summary: 'What is waiting, on its way, failed or in doubt; with `state`, only those',
    http: { method: 'GET', path: '/api/outbox' },
    access: 'user',
    owner: 'none',
    input: z.object({
      state: outboxStateSchema.optional(),
      limit: z.int().min(1).max(500).default(200),
    }),
    output: z.array(outboxItem),
    errors: [],
  }),
  'outbox.get': operation({
    kind: 'query',
    summary: 'One outgoing message',
    http: { method: 'GET', path: ITEM },
    access: 'user',
    owner: { outboxItem: 'id' },
    input: z.object({ id }),
    output: outboxItem,
    errors: ['outbox_item_not_found'],
  }),
  'outbox.file': operation({
    kind: 'download',
    summary: 'The bytes of one file of an outgoing message',
    http: { method: 'GET', path: `${ITEM}/files/{file_id}` },
    access: 'user',
    owner: { outboxItem: 'id' },
    input: z.object({ id, fileId: id }),
    output: z.unknown(),
    errors: ['outbox_item_not_found', 'attachment_not_found'],
  }),
  'outbox.cancel': operation({
    kind: 'command',
    summary: 'Take back a message that has not begun to leave, or give up a failed one',
    http: { method: 'DELETE', path: ITEM },
    access: 'user',
    owner: { outboxItem: 'id' },
    input: z.object({ id, keepAsDraft: z.boolean().default(true) }),
    output: z.object({
      state: outboxStateSchema,
      draftId: z.string().nullable(),
      /** Its files, to be had with `outbox.file` for 30 days. */
      files: z.array(outgoingFile),
    }),
    errors: conflict,
    announces: ['outbox.changed', 'drafts.changed'],
  }),
  'outbox.retry': operation({
    kind: 'command',
    summary: 'Try a failed message again',
    http: { method: 'POST', path: `${ITEM}/retry` },
    access: 'user',
    owner: { outboxItem: 'id' },
    input: z.object({ id }),
    output: outboxItem,
    errors: conflict,
    announces: ['outbox.changed'],
  }),
  'outbox.resolve': operation({
    kind: 'command',
    summary: 'Decide a message whose fate the provider could not tell',
    http: { method: 'POST', path: `${ITEM}/resolve` },
    access: 'user',
    owner: { outboxItem: 'id' },
    input: z.object({ id, decision: z.enum(['it_was_sent', 'send_again']) }),
    output: outboxItem,
    errors: conflict,
    announces: ['outbox.changed'],
  }),
}
