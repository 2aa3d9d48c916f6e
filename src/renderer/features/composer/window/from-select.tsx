import { ChevronDown } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { accountName } from '../../../state/accounts.ts'
import type { Account } from '#shared/contract/accounts.ts'
import { AccountDot } from '../../../ui/account-dot.tsx'
import { DropdownMenu, type MenuEntry } from '../../../ui/menu.tsx'
import type { SenderChoice } from '../model/choose-sender.ts'
import { senderLabel } from '../model/sender-label.ts'

interface FromSelectProps {
  senders: readonly SenderChoice[]
  account: Account | null
  onSelect: (mailboxId: string, accountId: string) => void
}

/** Whom the message is from, always in sight: colour, name, address. */
export function FromSelect({ senders, account, onSelect }: FromSelectProps) {
  const { t } = useTranslation()
  const entries = senders
    .filter(({ accounts }) => accounts.length > 0)
    .flatMap(({ mailbox, accounts }): MenuEntry[] => [
      { kind: 'label', id: mailbox.mailboxId, label: mailbox.displayName },
      ...accounts.map((choice): MenuEntry => ({
        kind: 'item',
        id: choice.accountId,
        label:
          choice.status === 'connected'
            ? senderLabel(choice)
            : t('composer.fromNotConnected', { address: senderLabel(choice) }),
        icon: <AccountDot colour={choice.colour} />,
        checked: choice.accountId === account?.accountId,
        onSelect: () => onSelect(mailbox.mailboxId, choice.accountId),
      })),
    ])
  return (
    <div className="flex h-9 items-center gap-2 border-b border-line px-4">
      <span className="w-10 shrink-0 text-ink-3">{t('composer.from')}</span>
      <DropdownMenu entries={entries} align="start">
        <button
          type="button"
          aria-label={t('composer.fromLabel', {
            address: account === null ? t('composer.fromUnknown') : senderLabel(account),
          })}
          className="-ms-2 flex h-7 min-w-0 items-center gap-2 rounded-md px-2 transition-colors duration-120 hover:bg-hover data-[state=open]:bg-hover"
        >
          {account === null ? (
            <span className="text-danger">{t('composer.fromUnknown')}</span>
          ) : (
            <>
              <AccountDot colour={account.colour} />
              <span className="max-w-52 shrink-0 truncate font-semibold">
                {accountName(account)}
              </span>
              {account.emailAddress === null ||
              account.emailAddress === accountName(account) ? null : (
                <span className="min-w-0 truncate text-ink-2">{account.emailAddress}</span>
              )}
            </>
          )}
          <ChevronDown size={14} className="shrink-0 text-ink-3" />
        </button>
      </DropdownMenu>
    </div>
  )
}
