import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Account } from '#shared/contract/accounts.ts'
import type { Mailbox } from '#shared/contract/mailboxes.ts'
import { accountName } from '../../../state/accounts.ts'
import { operationKey, queryClient, useCommand } from '../../../client/queries.ts'
import { errorText } from '../../../i18n/error-text.ts'
import { Button } from '../../../ui/button.tsx'
import { ConfirmDialog } from '../../../ui/confirm-dialog.tsx'
import { Select } from '../../../ui/select.tsx'
import { showToast } from '../../../ui/toast-store.ts'
import { AccountSettings } from './account-settings.tsx'
import { ColourButton } from '../controls/colour-button.tsx'
import { EditableText } from '../controls/editable-text.tsx'
import { SettingRow } from '../controls/setting-row.tsx'
import { SignatureEditor } from './signature-editor.tsx'

const NO_DEFAULT = 'none'

interface MailboxSettingsProps {
  mailbox: Mailbox
  accounts: readonly Account[]
}

/** One mailbox: its name and colour, its accounts, whom it writes as. */
export function MailboxSettings({ mailbox, accounts }: MailboxSettingsProps) {
  const { t } = useTranslation()
  const { mailboxId } = mailbox
  const [deleting, setDeleting] = useState(false)
  const update = useCommand('mailboxes.update', {
    optimistic: ({ mailboxId: id, ...change }) => {
      const key = operationKey('mailboxes.list', {})
      const before = queryClient.getQueryData<Mailbox[]>(key)
      queryClient.setQueryData<Mailbox[]>(key, (all) =>
        // eslint-disable-next-line @typescript-eslint/no-unsafe-type-assertion -- what the person gave is defined
        all?.map((one) => (one.mailboxId === id ? ({ ...one, ...change } as Mailbox) : one)),
      )
      return () => queryClient.setQueryData(key, before)
    },
    onError: (error) => showToast({ tone: 'error', text: errorText(t, error) }),
  })
  const remove = useCommand('mailboxes.delete', { onSuccess: () => setDeleting(false) })

  return (
    <section aria-label={mailbox.displayName} className="flex flex-col">
      <div className="flex items-center gap-2 border-b border-line pb-2">
        <ColourButton
          colour={mailbox.colour}
          label={t('settings.mailbox.colour', { name: mailbox.displayName })}
          onChange={(colour) => update.mutate({ mailboxId, colour })}
        />
        <EditableText
          value={mailbox.displayName}
          label={t('settings.mailbox.name')}
          className="font-semibold"
          onChange={(displayName) => update.mutate({ mailboxId, displayName })}
        />
        <Button size="small" tone="ghost" className="ms-auto" onClick={() => setDeleting(true)}>
          {t('settings.mailbox.delete')}
        </Button>
      </div>
      {accounts.length === 0 ? (
        <p className="border-b border-line py-2 text-ink-3">{t('settings.mailbox.noAccounts')}</p>
      ) : (
        accounts.map((account) => <AccountSettings key={account.accountId} account={account} />)
      )}
      {accounts.length < 2 ? null : (
        <SettingRow title={t('settings.mailbox.defaultSender')}>
          <Select
            label={t('settings.mailbox.defaultSender')}
            value={mailbox.defaultAccountId ?? NO_DEFAULT}
            onValueChange={(value) =>
              update.mutate({ mailboxId, defaultAccountId: value === NO_DEFAULT ? null : value })
            }
            options={[
              { value: NO_DEFAULT, label: t('settings.mailbox.firstConnected') },
              ...accounts.map((account) => ({
                value: account.accountId,
                label: accountName(account),
              })),
            ]}
            className="w-60"
          />
        </SettingRow>
      )}
      <SignatureEditor
        key={mailboxId}
        signatureHtml={mailbox.signatureHtml}
        onSave={(signatureHtml) => update.mutate({ mailboxId, signatureHtml })}
      />
      <ConfirmDialog
        open={deleting}
        onOpenChange={setDeleting}
        title={t('settings.mailbox.deleteTitle', { name: mailbox.displayName })}
        description={t('settings.mailbox.deleteMeans', { count: accounts.length })}
        confirmLabel={t('settings.mailbox.delete')}
        busy={remove.isPending}
        error={remove.isError ? errorText(t, remove.error) : undefined}
        onConfirm={() => remove.mutate({ mailboxId })}
      />
    </section>
  )
}
