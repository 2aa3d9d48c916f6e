import type { OutputOf } from '#shared/contract/index.ts'
import type { DatabaseState } from '../ports/integrity.ts'
import { toIsoTime, toIsoTimeOrNull } from './to-contract.ts'

/** The database's health as the contract tells it. */
export function presentDatabase(state: DatabaseState): OutputOf<'status.get'>['database'] {
  const { lastRepair } = state
  return {
    state: state.state,
    damagedParts: state.damagedParts,
    lastCheckedAt: toIsoTimeOrNull(state.lastCheckedAt),
    lastRepair: lastRepair === null ? null : { ...lastRepair, at: toIsoTime(lastRepair.at) },
    lastBackupAt: toIsoTimeOrNull(state.lastBackupAt),
  }
}
