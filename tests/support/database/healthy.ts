import type { DatabaseState } from '#core/ports/integrity.ts'

/** A database of which nothing bad is known. */
export const HEALTHY_DATABASE = {
  current: (): DatabaseState => ({
    state: 'ok',
    damagedParts: [],
    lastCheckedAt: null,
    lastRepair: null,
    lastBackupAt: null,
  }),
}
