import { z } from 'zod'
import { damagedPartSchema, databaseStateSchema } from './enums.ts'
import { isoTime } from './fields.ts'
import { operation } from './operation.ts'

const backup = z.object({
  name: z.string(),
  kind: z.enum(['daily', 'before-update', 'before-recovery']),
  madeAt: isoTime,
  sizeBytes: z.int(),
  /** What it holds; null where it cannot be read. */
  counts: z
    .object({
      mailboxes: z.int(),
      accounts: z.int(),
      drafts: z.int(),
      outgoing: z.int(),
    })
    .nullable(),
})
export type Backup = z.infer<typeof backup>

const recovered = z.object({
  /** Rows of what exists only here that were read from the damaged database. */
  salvaged: z.int(),
  /** Rows that came from the backup. */
  fromBackup: z.int(),
})

export const recoveryOperations = {
  'recovery.status': operation({
    kind: 'query',
    summary: 'What of the database is damaged, and which backups there are',
    http: { method: 'GET', path: '/api/recovery' },
    access: 'admin',
    owner: 'none',
    input: z.object({}),
    output: z.object({
      state: databaseStateSchema,
      damagedParts: z.array(damagedPartSchema),
      /** Newest first. */
      backups: z.array(backup),
    }),
    errors: [],
  }),
  'recovery.restoreBackup': operation({
    kind: 'command',
    summary:
      'Replace a damaged database: what can be read of what exists only here, and all of a backup. Mail is fetched again; the damaged file is kept aside',
    http: { method: 'POST', path: '/api/recovery/restore-backup' },
    access: 'admin',
    owner: 'none',
    input: z.object({
      /** Default: the newest that can be read. */
      backupName: z.string().max(100).optional(),
    }),
    output: recovered,
    errors: ['recovery_not_possible', 'backup_not_found'],
    announces: ['core.restarted'],
  }),
  'recovery.syncAgain': operation({
    kind: 'command',
    summary:
      'Replace a damaged database: what can be read of what exists only here, and from the newest backup only what cannot. Mail is fetched again; the damaged file is kept aside',
    http: { method: 'POST', path: '/api/recovery/sync-again' },
    access: 'admin',
    owner: 'none',
    input: z.object({}),
    output: recovered,
    errors: ['recovery_not_possible'],
    announces: ['core.restarted'],
  }),
  'recovery.keepCopy': operation({
    kind: 'command',
    summary: 'Copy the damaged database aside; nothing else changes',
    http: { method: 'POST', path: '/api/recovery/keep-copy' },
    access: 'admin',
    owner: 'none',
    input: z.object({}),
    output: z.object({ folder: z.string() }),
    errors: ['recovery_not_possible'],
    announces: ['core.restarted'],
  }),
}
