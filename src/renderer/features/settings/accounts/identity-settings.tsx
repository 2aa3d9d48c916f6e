import { useTranslation } from 'react-i18next'
import type { Account } from '#shared/contract/accounts.ts'
import { EditableText } from '../controls/editable-text.tsx'
import { useAccountUpdate } from './use-account-update.ts'

/** The name that mail from an account leaves with, and the other addresses it may leave from. */
export function IdentitySettings({ account }: { account: Account }) {
  const { t } = useTranslation()
  const update = useAccountUpdate(account)
  return (
    <div className="flex min-h-6 flex-wrap items-center gap-x-3">
      <span className="flex items-center">
        {t('settings.account.sender')}
        <EditableText
          value={account.name}
          label={t('settings.account.senderOf', { address: account.emailAddress ?? '' })}
          placeholder={t('settings.account.noSender')}
          canBeEmpty
          onChange={(name) => update({ name })}
        />
      </span>
      {account.aliases.length === 0 ? null : (
        <span className="selectable min-w-0 text-ink-3">
          {t('settings.account.aliases', {
            addresses: account.aliases.map(({ address }) => address).join(', '),
          })}
        </span>
      )}
    </div>
  )
}
