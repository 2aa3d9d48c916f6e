import { Plus } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { useMailboxes } from '../../../state/accounts.ts'
import { Button } from '../../../ui/button.tsx'
import { Skeleton } from '../../../ui/skeleton.tsx'
import { useConnectDialog } from '../../../state/connect-dialog.ts'
import { MailboxSettings } from './mailbox-settings.tsx'
import { useSettingsDialog } from '../../../state/settings-dialog.ts'

/** Every mailbox with its accounts, signature and sender. */
export function AccountsTab() {
  const { t } = useTranslation()
  const mailboxes = useMailboxes()
  const closeSettings = useSettingsDialog((state) => state.close)
  const connect = useConnectDialog((state) => state.open)
  if (mailboxes === undefined) return <Skeleton className="h-4 w-64" />
  return (
    <div className="flex flex-col gap-6">
      {mailboxes.length === 0 ? (
        <p className="text-ink-2">{t('settings.accounts.none')}</p>
      ) : (
        mailboxes.map(({ mailbox, accounts }) => (
          <MailboxSettings key={mailbox.mailboxId} mailbox={mailbox} accounts={accounts} />
        ))
      )}
      <div>
        <Button
          icon={<Plus size={14} />}
          onClick={() => {
            closeSettings()
            connect({ mailboxId: null })
          }}
        >
          {t('settings.accounts.connect')}
        </Button>
      </div>
    </div>
  )
}
