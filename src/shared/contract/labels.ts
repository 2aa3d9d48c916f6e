import { z } from 'zod'
import { labelRoleSchema, labelTypeSchema } from './enums.ts'
import { id } from './fields.ts'
import { operation } from './operation.ts'

/** A label or folder of a provider. */
export const label = z.object({
  accountId: id,
  labelId: id,
  /** Without the names of those it is nested in. */
  name: z.string(),
  /** With them, as in `Parent/Child`. */
  path: z.string(),
  type: labelTypeSchema,
  role: labelRoleSchema.nullable(),
  parentId: id.nullable(),
  /** 0 at the top of the tree. */
  depth: z.int(),
  colour: z.string().nullable(),
  /** The person chose at the provider not to see it in the list of labels. */
  isHidden: z.boolean(),
  /** Messages that `emails.list` lists for it, and how many of them are unread. */
  total: z.int(),
  unread: z.int(),
})
export type Label = z.infer<typeof label>

export const labelOperations = {
  'labels.list': operation({
    kind: 'query',
    summary:
      'Labels and folders of a mailbox, or of one account, each below the one it is nested in',
    http: { method: 'GET', path: '/api/mailboxes/{mailbox_id}/labels' },
    access: 'user',
    owner: { mailbox: 'mailboxId', accounts: 'accountId' },
    input: z.object({ mailboxId: id, accountId: id.optional() }),
    output: z.object({
      items: z.array(label),
      /** False while mail of an earlier version is still being entered: counts grow until then. */
      isComplete: z.boolean(),
    }),
    errors: ['mailbox_not_found', 'account_not_found'],
  }),
}
