import { useTranslation } from 'react-i18next'
import type { AccountSyncStatus } from '#shared/contract/system.ts'
import { Button } from '../../ui/button.tsx'
import { useConnectDialog } from '../../state/connect-dialog.ts'
import { resumeSync } from './pause-sync.ts'
import { findRecoveryAction } from './sync-progress.ts'
import { syncNow } from './sync-now.ts'

interface RecoveryButtonProps {
  status: AccountSyncStatus
  className?: string
  /** Called first, such as to close what the button stands in. */
  onLeave?: () => void
}

/** The one button that helps an account; nothing where nothing is needed. */
export function RecoveryButton({ status, className, onLeave }: RecoveryButtonProps) {
  const { t } = useTranslation()
  const remedy = findRecoveryAction(status)
  if (remedy === null) return null
  const { mailboxId, accountId, provider } = status
  const help = () => {
    switch (remedy) {
      case 'retry':
        void syncNow({ mailboxId, accountId })
        return
      case 'resume':
        void resumeSync({ mailboxId, accountId })
        return
      case 'connect':
      case 'reconnect':
        onLeave?.()
        useConnectDialog.getState().open({ mailboxId, provider, accountId })
    }
  }
  return (
    <Button size="small" {...(className === undefined ? {} : { className })} onClick={help}>
      {t(`sync.remedy.${remedy}`)}
    </Button>
  )
}
