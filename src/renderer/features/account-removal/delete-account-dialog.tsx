import { useTranslation } from 'react-i18next'
import type { Account } from '#shared/contract/accounts.ts'
import { accountName } from '../../state/accounts.ts'
import { useNavigation } from '../../state/navigation.ts'
import { useCommand } from '../../client/queries.ts'
import { errorText } from '../../i18n/error-text.ts'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { showToast } from '../../ui/toast-store.ts'

/** Long enough to read and copy an address. */
const LONG_MS = 20_000

interface DeleteAccountDialogProps {
  account: Account
  open: boolean
  onClose: () => void
}

/** Asks before an account is deleted here, and says what happens at its provider. */
export function DeleteAccountDialog({ account, open, onClose }: DeleteAccountDialogProps) {
  const { t } = useTranslation()
  const { mailboxId, accountId, provider, isDemo, emailAddress } = account
  const remove = useCommand('accounts.delete', {
    onSuccess: ({ grantRevoked }) => {
      onClose()
      const { view, go } = useNavigation.getState()
      if (view !== null && view.kind !== 'outbox' && view.accountId === accountId) {
        go({ kind: 'box', mailboxId, accountId: null, box: 'INBOX' })
      }
      if (grantRevoked || isDemo || emailAddress === null) {
        showToast({ text: t('removal.deleted') })
      } else {
        showToast({ text: t(`removal.notRevoked.${provider}`), durationMs: LONG_MS })
      }
    },
  })
  return (
    <ConfirmDialog
      open={open}
      onOpenChange={onClose}
      title={t('removal.title', { name: accountName(account) })}
      description={isDemo ? t('removal.meansDemo') : t(`removal.means.${provider}`)}
      confirmLabel={t('removal.confirm')}
      busy={remove.isPending}
      error={remove.isError ? errorText(t, remove.error) : undefined}
      onConfirm={() => remove.mutate({ mailboxId, accountId })}
    />
  )
}
