import { z } from 'zod'
import { id, isoTime, storedError } from './fields.ts'
import { operation } from './operation.ts'
import {
  accountStatusSchema,
  boxSchema,
  damagedPartSchema,
  databaseStateSchema,
  providerSchema,
  syncPhaseSchema,
  waitingForSchema,
} from './enums.ts'

/** What is known of the database's health. A server database is looked after by its operator. */
export const databaseStatus = z.object({
  /**
   * `suspected`: damage was met and is being looked into; `repairing`: an index is made again by
   * itself; `damaged`: only a recovery helps (`recovery.status`).
   */
  state: databaseStateSchema,
  damagedParts: z.array(damagedPartSchema),
  /** When every page was last read, or null. */
  lastCheckedAt: isoTime.nullable(),
  lastRepair: z.object({ what: z.enum(['indexes', 'search_index']), at: isoTime }).nullable(),
  /** When what exists only here was last copied, or null. */
  lastBackupAt: isoTime.nullable(),
})

/** A migration of stored mail that runs in the background after an update. */
export const backfillStatus = z.object({
  accountId: id,
  name: z.string(),
  /** Messages worked through. */
  done: z.int(),
  /** About how many there are, or null before it began. */
  total: z.int().nullable(),
})
export type BackfillStatus = z.infer<typeof backfillStatus>

export const accountSyncStatus = z.object({
  accountId: id,
  mailboxId: id,
  provider: providerSchema,
  status: accountStatusSchema,
  phase: syncPhaseSchema,
  synced: z.int(),
  total: z.int().nullable(),
  /** Messages known to exist at the provider and not fetched yet. */
  backlog: z.int(),
  /** Local changes the provider has not been told yet. */
  pendingActions: z.int(),
  quota: z.object({ usedLastMinute: z.int(), limitPerMinute: z.int() }),
  /** Until then nothing more is asked of the provider, or null. */
  waitingUntil: isoTime.nullable(),
  /** What it waits for: the provider’s quota, the network, or the next try after a failure. */
  waitingFor: waitingForSchema.nullable(),
  /** When changes are looked for next, or null while something is under way or nothing will be. */
  nextLookAt: isoTime.nullable(),
  lastSyncedAt: isoTime.nullable(),
  lastError: storedError.nullable(),
})
export type AccountSyncStatus = z.infer<typeof accountSyncStatus>

export const systemOperations = {
  'status.get': operation({
    kind: 'query',
    summary: 'Per account: last sync, backlog, quota, errors',
    http: { method: 'GET', path: '/api/status' },
    access: 'user',
    owner: 'none',
    input: z.object({}),
    output: z.object({
      online: z.boolean(),
      accounts: z.array(accountSyncStatus),
      /** Those not done yet. */
      backfills: z.array(backfillStatus),
      database: databaseStatus,
    }),
    errors: [],
  }),
  'sync.presence': operation({
    kind: 'command',
    summary:
      'A client says whether somebody looks at it. It decides how often changes are looked for; coming to the front, or back on the network, looks at once',
    http: { method: 'POST', path: '/api/sync/presence' },
    access: 'user',
    owner: 'none',
    input: z.object({
      /** One per window, made by the client. */
      clientId: z.string().min(1).max(64),
      /** Holds for two and a half minutes; said again while it lasts. */
      isForeground: z.boolean(),
      isOnBattery: z.boolean().default(false),
      /** The network came back, or the computer woke up. */
      cameOnline: z.boolean().default(false),
    }),
    output: z.object({ pollIntervalMs: z.int() }),
    errors: [],
  }),
  'presence.viewing': operation({
    kind: 'command',
    summary:
      'A box came onto the screen of a client: while a first sync runs its newest messages are fetched first',
    http: { method: 'POST', path: '/api/mailboxes/{mailbox_id}/viewing' },
    access: 'user',
    owner: { mailbox: 'mailboxId', accounts: 'accountId' },
    input: z.object({ mailboxId: id, box: boxSchema, accountId: id.optional() }),
    output: z.object({}),
    errors: ['mailbox_not_found', 'account_not_found'],
  }),
  'demo.start': operation({
    kind: 'command',
    summary: 'Create a demo mailbox with simulated accounts, connected and syncing. Works offline',
    http: { method: 'POST', path: '/api/demo' },
    access: 'admin',
    owner: 'none',
    input: z.object({}),
    output: z.object({ mailboxId: id, accountIds: z.array(id) }),
    errors: ['token_store_unavailable', 'account_connect_auth_error'],
    announces: ['mailboxes.changed', 'account.connected', 'sync.progress'],
  }),
}
