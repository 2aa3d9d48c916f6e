import { z } from 'zod'
import { deleted, id, isoTime } from './fields.ts'
import { operation } from './operation.ts'

const displayName = z.string().trim().min(1).max(120)
const colour = z.string().regex(/^#[0-9a-f]{6}$/iu)

export const mailbox = z.object({
  mailboxId: id,
  displayName: z.string(),
  colour: z.string().nullable(),
  signatureHtml: z.string(),
  defaultAccountId: z.string().nullable(),
  unread: z.int(),
  createdAt: isoTime,
})
export type Mailbox = z.infer<typeof mailbox>

const settable = {
  displayName: displayName.optional(),
  colour: colour.nullable().optional(),
  signatureHtml: z.string().max(100_000).optional(),
  defaultAccountId: id.nullable().optional(),
}

export const mailboxOperations = {
  'mailboxes.create': operation({
    kind: 'command',
    summary: 'Create a mailbox: a context that groups accounts',
    http: { method: 'POST', path: '/api/mailboxes' },
    access: 'user',
    owner: 'none',
    input: z.object({ ...settable, displayName, defaultAccountId: z.null().optional() }),
    output: mailbox,
    errors: [],
    announces: ['mailboxes.changed'],
  }),
  'mailboxes.list': operation({
    kind: 'query',
    summary: 'Own mailboxes, in their order',
    http: { method: 'GET', path: '/api/mailboxes' },
    access: 'user',
    owner: 'none',
    input: z.object({}),
    output: z.array(mailbox),
    errors: [],
  }),
  'mailboxes.get': operation({
    kind: 'query',
    summary: 'One mailbox',
    http: { method: 'GET', path: '/api/mailboxes/{mailbox_id}' },
    access: 'user',
    owner: { mailbox: 'mailboxId' },
    input: z.object({ mailboxId: id }),
    output: mailbox,
    errors: ['mailbox_not_found'],
  }),
  'mailboxes.update': operation({
    kind: 'command',
    summary: 'Rename a mailbox, or change its colour, signature or default sender',
    http: { method: 'PATCH', path: '/api/mailboxes/{mailbox_id}' },
    access: 'user',
    owner: { mailbox: 'mailboxId', account: 'defaultAccountId' },
    input: z.object({ mailboxId: id, ...settable }),
    output: mailbox,
    errors: ['mailbox_not_found', 'account_not_found'],
    announces: ['mailboxes.changed'],
  }),
  'mailboxes.delete': operation({
    kind: 'command',
    summary: 'Delete a mailbox with its accounts, mail, drafts and tokens; grants are revoked',
    http: { method: 'DELETE', path: '/api/mailboxes/{mailbox_id}' },
    access: 'user',
    owner: { mailbox: 'mailboxId' },
    input: z.object({ mailboxId: id }),
    output: deleted,
    errors: ['mailbox_not_found'],
    announces: ['mailboxes.changed'],
  }),
}
