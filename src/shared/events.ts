import { z } from 'zod'
import {
  accountStatusSchema,
  boxSchema,
  databaseStateSchema,
  outboxStateSchema,
  syncPhaseSchema,
  waitingForSchema,
} from './contract/enums.ts'
import { errorBodySchema } from './errors.ts'

const id = z.string()

/** How far an account's sync has come. */
const syncProgress = z.object({
  type: z.literal('sync.progress'),
  mailboxId: id,
  accountId: id,
  phase: syncPhaseSchema,
  /** Messages held locally for this account. */
  synced: z.number(),
  /** Messages the provider has, or null while unknown. */
  total: z.number().nullable(),
  /** ISO time before which no more background work is done, or null. */
  waitingUntil: z.string().nullable(),
  /** What it waits for, or null. */
  waitingFor: waitingForSchema.nullable(),
})

/**
 * Everything the core announces; each event names what a client should read again. The TypeScript
 * types, the HTTP transport's subscriptions and the OpenAPI document derive from this list, and
 * events are checked against it where they enter another process.
 */
export const coreEventSchema = z.discriminatedUnion('type', [
  syncProgress,
  z.object({
    type: z.literal('account.connected'),
    mailboxId: id,
    accountId: id,
    emailAddress: z.string(),
  }),
  z.object({
    type: z.literal('account.status'),
    mailboxId: id,
    accountId: id,
    status: accountStatusSchema,
    error: errorBodySchema.nullable(),
  }),
  z.object({
    type: z.literal('messages.changed'),
    mailboxId: id,
    accountId: id,
    /** All of them: many are announced in several events, and none is left out. */
    messageIds: z.array(id),
    /** The boxes that list one of them, or did before the change. */
    boxes: z.array(boxSchema),
    /** The same of labels and folders, by the provider's ids. */
    labelIds: z.array(id).optional(),
  }),
  /** Changes that the provider does not have yet, or refused. */
  z.object({ type: z.literal('changes.changed'), mailboxId: id, accountId: id }),
  z.object({
    type: z.literal('outbox.changed'),
    outboxId: id,
    accountId: id,
    state: outboxStateSchema,
  }),
  /** A migration of stored mail in the background (see core/backfills). */
  z.object({
    type: z.literal('backfill.progress'),
    mailboxId: id,
    accountId: id,
    name: z.string(),
    done: z.number(),
    total: z.number(),
    isDone: z.boolean(),
  }),
  z.object({ type: z.literal('drafts.changed'), mailboxId: id }),
  z.object({ type: z.literal('mailboxes.changed') }),
  z.object({ type: z.literal('settings.changed') }),
  /** The database is damaged, being looked through or mended, or well again. */
  z.object({ type: z.literal('database.state'), state: databaseStateSchema }),
  /** The core process stopped and is back: anything may have changed, read all again. */
  z.object({ type: z.literal('core.restarted') }),
])

export type CoreEvent = z.infer<typeof coreEventSchema>
export type CoreEventType = CoreEvent['type']
export type SyncProgress = Omit<z.infer<typeof syncProgress>, 'type'>

export const coreEventTypes: readonly CoreEventType[] = coreEventSchema.options.map(
  ({ shape }) => shape.type.value,
)

/** The event in a message of another process, or null where it is none that this version knows. */
export function parseCoreEvent(value: unknown): CoreEvent | null {
  return coreEventSchema.safeParse(value).data ?? null
}
