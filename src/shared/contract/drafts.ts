import { z } from 'zod'
import { MAX_HTML_LENGTH } from '../domain/message-limits.ts'
import { outgoingMessage } from './emails.ts'
import { deleted, id, isoTime, person, personInput } from './fields.ts'
import { operation } from './operation.ts'

const DRAFTS = '/api/mailboxes/{mailbox_id}/accounts/{account_id}/drafts' as const
const DRAFT = `${DRAFTS}/{provider_draft_id}` as const

/** Typed text that is not an address yet is kept as it was typed; a draft refuses nothing. */
const draftRecipients = z
  .array(
    z.union([
      personInput,
      z
        .string()
        .max(998)
        .transform((text) => ({ name: text, email: '' })),
    ]),
  )
  .max(500)
  .default([])

export const draftFile = z.object({
  fileId: id,
  filename: z.string(),
  contentType: z.string(),
  /** Bytes. */
  size: z.int(),
})
export type DraftFile = z.infer<typeof draftFile>

export const draft = z.object({
  draftId: id,
  /** The provider’s id, or our own while there is no copy at the provider. */
  providerDraftId: id,
  accountId: id,
  mailboxId: id,
  to: z.array(person),
  cc: z.array(person),
  bcc: z.array(person),
  subject: z.string(),
  bodyHtml: z.string(),
  inReplyTo: z.string().nullable(),
  /** The address it is to leave from; null for the account’s own. */
  from: z.string().nullable(),
  /** In the order they were added; they go with the message when the draft is sent. */
  files: z.array(draftFile),
  /** Rises with every change, its files included. */
  version: z.int(),
  syncState: z.enum(['local', 'syncing', 'synced', 'conflict']),
  createdAt: isoTime,
  updatedAt: isoTime,
})
export type Draft = z.infer<typeof draft>

const content = {
  to: draftRecipients,
  cc: draftRecipients,
  bcc: draftRecipients,
  subject: outgoingMessage.subject,
  bodyHtml: z.string().max(MAX_HTML_LENGTH).default(''),
  inReplyTo: z.string().max(998).optional(),
  from: z.string().max(320).optional(),
}

export const draftOperations = {
  'drafts.create': operation({
    kind: 'command',
    summary: 'Keep a draft on this device',
    http: { method: 'POST', path: DRAFTS },
    access: 'user',
    owner: { mailbox: 'mailboxId', account: 'accountId' },
    input: z.object({
      mailboxId: id,
      accountId: id,
      ...content,
      /** Another draft of the same person, whose files this one has as well. */
      filesOfDraftId: id.optional(),
    }),
    output: draft,
    errors: ['mailbox_not_found', 'account_not_found', 'draft_not_found'],
    announces: ['drafts.changed'],
  }),
  'drafts.update': operation({
    kind: 'command',
    summary:
      'Replace a draft’s content; `created_at` stays. Naming another account moves the draft',
    http: { method: 'PATCH', path: DRAFT },
    access: 'user',
    owner: { mailbox: 'mailboxId', account: 'accountId', draft: 'providerDraftId' },
    input: z.object({ mailboxId: id, accountId: id, providerDraftId: id, ...content }),
    output: draft,
    errors: ['mailbox_not_found', 'account_not_found', 'draft_not_found'],
    announces: ['drafts.changed'],
  }),
  'drafts.delete': operation({
    kind: 'command',
    summary: 'Discard a draft',
    http: { method: 'DELETE', path: DRAFT },
    access: 'user',
    owner: { mailbox: 'mailboxId', account: 'accountId', draft: 'providerDraftId' },
    input: z.object({ mailboxId: id, accountId: id, providerDraftId: id }),
    output: deleted,
    errors: ['mailbox_not_found', 'account_not_found', 'draft_not_found'],
    announces: ['drafts.changed'],
  }),
  'drafts.addFile': operation({
    kind: 'upload',
    summary: 'Add a file to a draft: the bytes are the body. 25 MB in all for one draft',
    http: { method: 'POST', path: `${DRAFT}/files` },
    access: 'user',
    owner: { mailbox: 'mailboxId', account: 'accountId', draft: 'providerDraftId' },
    input: z.object({
      mailboxId: id,
      accountId: id,
      providerDraftId: id,
      filename: z.string().min(1).max(255),
      contentType: z.string().max(255).default('application/octet-stream'),
    }),
    output: draftFile,
    errors: [
      'mailbox_not_found',
      'account_not_found',
      'draft_not_found',
      'file_too_large',
      'upload_interrupted',
    ],
    announces: ['drafts.changed'],
  }),
  'drafts.removeFile': operation({
    kind: 'command',
    summary: 'Take a file out of a draft',
    http: { method: 'DELETE', path: `${DRAFT}/files/{file_id}` },
    access: 'user',
    owner: { mailbox: 'mailboxId', account: 'accountId', draft: 'providerDraftId' },
    input: z.object({ mailboxId: id, accountId: id, providerDraftId: id, fileId: id }),
    output: deleted,
    errors: ['mailbox_not_found', 'account_not_found', 'draft_not_found', 'attachment_not_found'],
    announces: ['drafts.changed'],
  }),
  'drafts.list': operation({
    kind: 'query',
    summary: 'Drafts of a mailbox or of one account, last changed first',
    http: { method: 'GET', path: '/api/mailboxes/{mailbox_id}/drafts' },
    access: 'user',
    owner: { mailbox: 'mailboxId', accounts: 'accountId' },
    input: z.object({ mailboxId: id, accountId: id.optional() }),
    output: z.array(draft),
    errors: ['mailbox_not_found', 'account_not_found'],
  }),
}
