import { ACCOUNT_COLOURS } from '#shared/domain/account-colours.ts'
import { clsx } from 'clsx'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Account } from '#shared/contract/accounts.ts'
import type { Mailbox } from '#shared/contract/mailboxes.ts'
import { accountName } from '../../../state/accounts.ts'
import { useNavigation } from '../../../state/navigation.ts'
import { useCommand } from '../../../client/queries.ts'
import { errorText } from '../../../i18n/error-text.ts'
import { ConfirmDialog } from '../../../ui/confirm-dialog.tsx'
import { DeleteAccountDialog } from '../../account-removal/index.ts'
import { NameDialog } from './name-dialog.tsx'
import { useSidebarDialogs } from './sidebar-dialog-store.ts'

/** The dialog a menu of the sidebar asked for, if any. */
export function SidebarDialogs() {
  const dialog = useSidebarDialogs((state) => state.dialog)
  if (dialog === null) return null
  switch (dialog.kind) {
    case 'create-mailbox':
      return <CreateMailboxDialog />
    case 'rename-mailbox':
      return <RenameMailboxDialog mailbox={dialog.mailbox} />
    case 'delete-mailbox':
      return <DeleteMailboxDialog mailbox={dialog.mailbox} accounts={dialog.accounts} />
    case 'edit-account':
      return <EditAccountDialog account={dialog.account} />
    case 'delete-account':
      return (
        <DeleteAccountDialog
          open
          account={dialog.account}
          onClose={useSidebarDialogs.getState().close}
        />
      )
  }
}

function useDialogCommandError(error: Error | null): string | undefined {
  const { t } = useTranslation()
  return error === null ? undefined : errorText(t, error)
}

function CreateMailboxDialog() {
  const { t } = useTranslation()
  const { close } = useSidebarDialogs.getState()
  const create = useCommand('mailboxes.create', {
    onSuccess: ({ mailboxId }) => {
      close()
      useNavigation.getState().go({ kind: 'box', mailboxId, accountId: null, box: 'INBOX' })
    },
  })
  return (
    <NameDialog
      title={t('sidebar.newMailbox')}
      description={t('sidebar.newMailboxHint')}
      label={t('sidebar.mailboxName')}
      initial=""
      confirmLabel={t('sidebar.create')}
      busy={create.isPending}
      error={useDialogCommandError(create.error)}
      onClose={close}
      onConfirm={(displayName) => create.mutate({ displayName })}
    />
  )
}

function RenameMailboxDialog({ mailbox }: { mailbox: Mailbox }) {
  const { t } = useTranslation()
  const { close } = useSidebarDialogs.getState()
  const update = useCommand('mailboxes.update', { onSuccess: close })
  return (
    <NameDialog
      title={t('sidebar.renameMailbox')}
      label={t('sidebar.mailboxName')}
      initial={mailbox.displayName}
      confirmLabel={t('sidebar.save')}
      busy={update.isPending}
      error={useDialogCommandError(update.error)}
      onClose={close}
      onConfirm={(displayName) => update.mutate({ mailboxId: mailbox.mailboxId, displayName })}
    />
  )
}

function DeleteMailboxDialog({ mailbox, accounts }: { mailbox: Mailbox; accounts: number }) {
  const { t } = useTranslation()
  const { close } = useSidebarDialogs.getState()
  const remove = useCommand('mailboxes.delete', { onSuccess: close })
  return (
    <ConfirmDialog
      open
      onOpenChange={close}
      title={t('sidebar.deleteMailboxTitle', { name: mailbox.displayName })}
      description={t('sidebar.deleteMailboxText', { count: accounts })}
      confirmLabel={t('sidebar.deleteMailbox')}
      busy={remove.isPending}
      error={useDialogCommandError(remove.error)}
      onConfirm={() => remove.mutate({ mailboxId: mailbox.mailboxId })}
    />
  )
}

function EditAccountDialog({ account }: { account: Account }) {
  const { t } = useTranslation()
  const { close } = useSidebarDialogs.getState()
  const [colour, setColour] = useState(account.colour)
  const update = useCommand('accounts.update', { onSuccess: close })
  return (
    <NameDialog
      title={t('sidebar.editAccount')}
      label={t('sidebar.accountName')}
      initial={accountName(account)}
      confirmLabel={t('sidebar.save')}
      busy={update.isPending}
      error={useDialogCommandError(update.error)}
      onClose={close}
      onConfirm={(displayLabel) =>
        update.mutate({
          mailboxId: account.mailboxId,
          accountId: account.accountId,
          displayLabel,
          colour,
        })
      }
    >
      <fieldset>
        <legend className="mb-2 text-xs font-semibold text-ink-2">{t('sidebar.colour')}</legend>
        <div role="radiogroup" aria-label={t('sidebar.colour')} className="flex flex-wrap gap-2">
          {ACCOUNT_COLOURS.map(({ id, value }) => (
            <button
              key={id}
              type="button"
              role="radio"
              aria-checked={value === colour}
              aria-label={t(`settings.colour.${id}`)}
              onClick={() => setColour(value)}
              className={clsx(
                'size-6 rounded-full border-2 border-raised',
                value === colour ? 'ring-2 ring-ink' : 'ring-1 ring-line-strong',
              )}
              style={{ backgroundColor: value }}
            />
          ))}
        </div>
      </fieldset>
    </NameDialog>
  )
}
