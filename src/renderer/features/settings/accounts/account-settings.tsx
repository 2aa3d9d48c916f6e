import { clsx } from 'clsx'
import { ChevronRight } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Account } from '#shared/contract/accounts.ts'
import type { AccountSyncStatus } from '#shared/contract/system.ts'
import { accountName } from '../../../state/accounts.ts'
import { useOperation } from '../../../client/queries.ts'
import { Button } from '../../../ui/button.tsx'
import { ProgressBar } from '../../../ui/progress-bar.tsx'
import { DeleteAccountDialog } from '../../account-removal/index.ts'
import {
  AccountProblemText,
  findAccountProblem,
  isFailing,
  isInitialSync,
  isPaused,
  needsAttention,
  progressFraction,
  RecoveryButton,
  syncStateText,
  useSyncCountText,
  SyncWaitText,
} from '../../sync-status/index.ts'
import { ColourButton } from '../controls/colour-button.tsx'
import { EditableText } from '../controls/editable-text.tsx'
import { useSettingsDialog } from '../../../state/settings-dialog.ts'
import { IdentitySettings } from './identity-settings.tsx'
import { SyncSettings } from './sync-settings.tsx'
import { useAccountUpdate } from './use-account-update.ts'

/** One account: how it is called and marked, whether it works, what it syncs, and how to part from it. */
export function AccountSettings({ account }: { account: Account }) {
  const { t } = useTranslation()
  const { accountId } = account
  const { close, wantedAccountId } = useSettingsDialog()
  const [deleting, setDeleting] = useState(false)
  const [open, setOpen] = useState(wantedAccountId === accountId)
  const update = useAccountUpdate(account)
  const status = useOperation('status.get', {}).data?.accounts.find(
    (entry) => entry.accountId === accountId,
  )
  const row = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (wantedAccountId === accountId) row.current?.scrollIntoView({ block: 'nearest' })
  }, [wantedAccountId, accountId])
  const name = accountName(account)
  const problem = findAccountProblem(t, account)
  const details = [
    ...(account.emailAddress === null || account.emailAddress === name
      ? []
      : [account.emailAddress]),
    t(`providers.${account.provider}.name`),
    ...(account.isDemo ? [t('settings.account.demo')] : []),
  ]

  return (
    <div ref={row} className="border-b border-line py-2">
      <div className="flex min-h-8 items-center gap-2">
        <ColourButton
          colour={account.colour}
          label={t('settings.account.colour', { name })}
          onChange={(colour) => {
            if (colour !== null) update({ colour })
          }}
        />
        <EditableText
          value={name}
          label={t('settings.account.label')}
          onChange={(displayLabel) => update({ displayLabel })}
        />
        <span className="selectable min-w-0 flex-1 truncate text-ink-3">{details.join(' · ')}</span>
        <span className="flex shrink-0 items-center gap-2">
          {status === undefined ? null : (
            <>
              <State status={status} />
              <RecoveryButton status={status} onLeave={close} />
            </>
          )}
          <Button size="small" tone="ghost" onClick={() => setDeleting(true)}>
            {t('settings.account.delete')}
          </Button>
        </span>
      </div>
      <div className="flex flex-col gap-1 ps-8 text-xs text-ink-2">
        {problem === null ? null : <AccountProblemText problem={problem} />}
        {status === undefined ? null : <SyncWaitText status={status} />}
        <IdentitySettings account={account} />
        <div className="flex min-h-6 items-center gap-3">
          {status === undefined ? null : <Numbers status={status} />}
          <button
            type="button"
            aria-expanded={open}
            aria-label={t('settings.sync.showOf', { name })}
            onClick={() => setOpen(!open)}
            className="ms-auto flex h-6 shrink-0 items-center gap-1 rounded-sm px-1 text-accent hover:underline"
          >
            {t('settings.sync.show')}
            <ChevronRight
              size={12}
              className={clsx(
                'transition-transform duration-120',
                open ? 'rotate-90' : 'rtl:rotate-180',
              )}
            />
          </button>
        </div>
      </div>
      {open ? <SyncSettings account={account} /> : null}
      <DeleteAccountDialog account={account} open={deleting} onClose={() => setDeleting(false)} />
    </div>
  )
}

/** Whether it works, in a word; bold where it does not. */
function State({ status }: { status: AccountSyncStatus }) {
  const { t } = useTranslation()
  const marked =
    needsAttention(status) ||
    isFailing(status) ||
    isPaused(status) ||
    status.status === 'disconnected'
  return (
    <span className={clsx('text-xs', marked ? 'font-semibold text-warning' : 'text-ink-3')}>
      {syncStateText(t, status)}
    </span>
  )
}

function Numbers({ status }: { status: AccountSyncStatus }) {
  const numbers = useSyncCountText(status)
  return (
    <>
      <span className="text-ink-3 tabular-nums">{numbers}</span>
      {isInitialSync(status) ? (
        <ProgressBar value={progressFraction(status)} label={numbers} className="max-w-40" />
      ) : null}
    </>
  )
}
