import type { TFunction } from 'i18next'
import { CirclePause, CirclePlay } from 'lucide-react'
import type { Account } from '#shared/contract/accounts.ts'
import { accountName } from '../../state/accounts.ts'
import type { Command } from '../../state/commands.ts'
import { pauseSyncWithToast, resumeSync } from '../sync-status/index.ts'

/** “Pause Work”, “Resume Personal”: one entry for each account, whichever fits it. */
export function pauseCommands(
  t: TFunction,
  accounts: readonly Account[],
): { command: Command; label: string }[] {
  return accounts.map((account) => {
    const { accountId, isPaused } = account
    const name = accountName(account)
    return {
      label: t(isPaused ? 'sync.resumeAccount' : 'sync.pauseAccount', { name }),
      command: {
        id: `${isPaused ? 'resume' : 'pause'}-${accountId}`,
        group: 'app',
        keys: [],
        icon: isPaused ? CirclePlay : CirclePause,
        run: () => void (isPaused ? resumeSync(account) : pauseSyncWithToast(account)),
      },
    }
  })
}
