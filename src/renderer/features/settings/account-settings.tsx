import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Account } from '#shared/contract/accounts.ts'
import { accountName } from '../../app/accounts.ts'
import { operationKey, queryClient, useCommand } from '../../client/queries.ts'
import { errorText } from '../../i18n/error-text.ts'
import { Button } from '../../ui/button.tsx'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { showToast } from '../../ui/toast-store.ts'
import { useConnectDialog } from '../connect/store.ts'
import { ColourButton } from './colour-button.tsx'
import { EditableText } from './editable-text.tsx'
import { useSettingsDialog } from './store.ts'

/** One account: how it is called and marked, whether it works, and how to part from it. */
export function AccountSettings({ account }: { account: Account }) {
  const { t } = useTranslation()
  const { mailboxId, accountId } = account
  const [deleting, setDeleting] = useState(false)
  const closeSettings = useSettingsDialog((state) => state.close)
  const connect = useConnectDialog((state) => state.open)
  const update = useCommand('accounts.update', {
    optimistic: ({ displayLabel, colour }) => {
      const key = operationKey('accounts.list', { mailboxId })
      const before = queryClient.getQueryData<Account[]>(key)
      queryClient.setQueryData<Account[]>(key, (all) =>
        all?.map((one) =>
          one.accountId === accountId
            ? {
                ...one,
                displayLabel: displayLabel ?? one.displayLabel,
                colour: colour ?? one.colour,
              }
            : one,
        ),
      )
      return () => queryClient.setQueryData(key, before)
    },
    onError: (error) => showToast({ tone: 'error', text: errorText(t, error) }),
  })
  const remove = useCommand('accounts.delete', {
    onSuccess: ({ grantRevoked }) => {
      setDeleting(false)
      showToast({
        text: t(
          grantRevoked || account.isDemo || account.emailAddress === null
            ? 'settings.account.deleted'
            : 'settings.account.deletedNotRevoked',
        ),
        durationMs: grantRevoked ? 6000 : 20_000,
      })
    },
  })
  const name = accountName(account)
  const works = account.status === 'connected'

  return (
    <div className="border-b border-line py-2">
      <div className="flex min-h-8 items-center gap-2">
        <ColourButton
          colour={account.colour}
          label={t('settings.account.colour', { name })}
          onChange={(colour) => {
            if (colour !== null) update.mutate({ mailboxId, accountId, colour })
          }}
        />
        <EditableText
          value={name}
          label={t('settings.account.label')}
          onChange={(displayLabel) => update.mutate({ mailboxId, accountId, displayLabel })}
        />
        {account.emailAddress === null || account.emailAddress === name ? null : (
          <span className="selectable min-w-0 truncate text-ink-3">{account.emailAddress}</span>
        )}
        <span className="ms-auto flex shrink-0 items-center gap-2">
          <span className={works ? 'text-xs text-ink-3' : 'text-xs font-semibold text-warning'}>
            {t(
              account.isDemo
                ? 'settings.account.demo'
                : `settings.account.status.${account.status}`,
            )}
          </span>
          {works || account.provider !== 'gmail' ? null : (
            <Button
              size="small"
              onClick={() => {
                closeSettings()
                connect({ mailboxId, provider: account.provider, accountId })
              }}
            >
              {t(
                account.emailAddress === null
                  ? 'settings.account.connect'
                  : 'settings.account.reconnect',
              )}
            </Button>
          )}
          <Button size="small" tone="ghost" onClick={() => setDeleting(true)}>
            {t('settings.account.delete')}
          </Button>
        </span>
      </div>
      {account.lastError === null || works ? null : (
        <p className="selectable ps-8 text-xs text-danger">{account.lastError.message}</p>
      )}
      <ConfirmDialog
        open={deleting}
        onOpenChange={setDeleting}
        title={t('settings.account.deleteTitle', { name })}
        description={t(
          account.isDemo ? 'settings.account.deleteMeansDemo' : 'settings.account.deleteMeans',
        )}
        confirmLabel={t('settings.account.delete')}
        busy={remove.isPending}
        error={remove.isError ? errorText(t, remove.error) : undefined}
        onConfirm={() => remove.mutate({ mailboxId, accountId })}
      />
    </div>
  )
}
