import { useTranslation } from 'react-i18next'
import type { AccountSyncStatus } from '#shared/contract/system.ts'
import { Button } from '../../ui/button.tsx'
import { useConnectDialog } from '../connect/store.ts'
import { resume } from './pause.ts'
import { remedyFor } from './progress.ts'
import { syncNow } from './sync-now.ts'

interface RemedyButtonProps {
  status: AccountSyncStatus
  className?: string
  /** Called first, such as to close what the button stands in. */
  onLeave?: () => void
}

/** The one button that helps an account; nothing where nothing is needed. */
export function RemedyButton({ status, className, onLeave }: RemedyButtonProps) {
  const { t } = useTranslation()
  const remedy = remedyFor(status)
  if (remedy === null) return null
  const { mailboxId, accountId, provider } = status
  const help = () => {
    switch (remedy) {
      case 'retry':
        void syncNow({ mailboxId, accountId })
        return
      case 'resume':
        void resume({ mailboxId, accountId })
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
