export { AccountProblemText } from './account-problem-text.tsx'
export { findAccountProblem } from './account-problem.ts'
export { pauseSync, pauseSyncWithToast, resumeSync } from './pause-sync.ts'
export { RecoveryButton } from './recovery-button.tsx'
export { syncNow, useRunningSyncs } from './sync-now.ts'
export {
  isFailing,
  isInitialSync,
  isPaused,
  isReadable,
  needsAttention,
  progressFraction,
  sumCounts,
} from './sync-progress.ts'
export { SyncStatus } from './sync-status.tsx'
export { syncStateText, useSyncCountText } from './sync-text.ts'
export { SyncWaitText } from './sync-wait-text.tsx'
