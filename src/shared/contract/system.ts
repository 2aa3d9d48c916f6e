import { z } from 'zod'
import { id, isoTime, storedError } from './fields.ts'
import { operation } from './operation.ts'
import { accountStatusSchema, providerSchema } from './vocabulary.ts'

export const accountSyncStatus = z.object({
  accountId: id,
  mailboxId: id,
  provider: providerSchema,
  status: accountStatusSchema,
  phase: z.enum([
    'starting',
    'recent',
    'inventory',
    'backfill',
    'incremental',
    'complete',
    'error',
  ]),
  synced: z.int(),
  total: z.int().nullable(),
  /** Messages known to exist at the provider and not fetched yet. */
  backlog: z.int(),
  /** Local changes the provider has not been told yet. */
  pendingActions: z.int(),
  quota: z.object({ usedLastMinute: z.int(), limitPerMinute: z.int() }),
  waitingUntil: isoTime.nullable(),
  lastSyncedAt: isoTime.nullable(),
  lastError: storedError.nullable(),
})
export type AccountSyncStatus = z.infer<typeof accountSyncStatus>

export const systemOperations = {
  'status.get': operation({
    kind: 'query',
    summary: 'Per account: last sync, backlog, quota, errors',
    http: { method: 'GET', path: '/api/status' },
    input: z.object({}),
    output: z.object({ online: z.boolean(), accounts: z.array(accountSyncStatus) }),
    errors: [],
  }),
  'demo.start': operation({
    kind: 'command',
    summary: 'Create a demo mailbox with simulated accounts, connected and syncing. Works offline',
    http: { method: 'POST', path: '/api/demo' },
    input: z.object({}),
    output: z.object({ mailboxId: id, accountIds: z.array(id) }),
    errors: ['token_store_unavailable', 'account_connect_auth_error'],
    announces: ['mailboxes.changed', 'account.connected', 'sync.progress'],
  }),
}
