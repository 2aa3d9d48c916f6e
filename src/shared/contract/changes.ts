import { z } from 'zod'
import { id, isoTime } from './fields.ts'
import { operation } from './operation.ts'

/** A change made here that the provider does not have yet, or refused. */
export const pendingChange = z.object({
  changeId: id,
  accountId: id,
  mailboxId: id,
  /** Ours; the message may be gone by now. */
  messageId: id,
  /** Empty where the message is gone. */
  subject: z.string(),
  kind: z.enum(['read', 'star', 'labels', 'move', 'snooze', 'delete', 'unsubscribe']),
  state: z.enum(['pending', 'sending', 'refused']),
  /** Why the provider refused, in its words or ours; null unless it did. */
  reason: z.string().nullable(),
  attempts: z.int(),
  createdAt: isoTime,
})
export type PendingChange = z.infer<typeof pendingChange>

const CHANGE = '/api/pending-changes/{id}' as const

export const changeOperations = {
  'changes.list': operation({
    kind: 'query',
    summary: 'Changes that the provider does not have yet, or refused, oldest first',
    http: { method: 'GET', path: '/api/pending-changes' },
    access: 'user',
    owner: 'none',
    input: z.object({ limit: z.int().min(1).max(500).default(100) }),
    output: z.array(pendingChange),
    errors: [],
  }),
  'changes.retry': operation({
    kind: 'command',
    summary: 'Make a refused change again, or send a waiting one now',
    http: { method: 'POST', path: `${CHANGE}/retry` },
    access: 'user',
    owner: { pendingChange: 'id' },
    input: z.object({ id }),
    output: z.object({ status: z.literal('pending') }),
    errors: ['pending_change_not_found'],
    announces: ['changes.changed', 'messages.changed'],
  }),
  'changes.discard': operation({
    kind: 'command',
    summary: 'Dismiss a refused change, or take back one that has not left',
    http: { method: 'DELETE', path: CHANGE },
    access: 'user',
    owner: { pendingChange: 'id' },
    input: z.object({ id }),
    output: z.object({ status: z.literal('discarded') }),
    errors: ['pending_change_not_found'],
    announces: ['changes.changed', 'messages.changed'],
  }),
}
