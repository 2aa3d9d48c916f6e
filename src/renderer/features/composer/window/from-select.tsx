import { ChevronDown } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { Account } from '#shared/contract/accounts.ts'
import { AccountDot } from '../../../ui/account-dot.tsx'
import { DropdownMenu, type MenuEntry } from '../../../ui/menu.tsx'
import type { SenderChoice } from '../model/choose-sender.ts'
import { fromLabel, senderLabel, senderName } from '../model/sender-label.ts'

interface FromSelectProps {
  senders: readonly SenderChoice[]
  account: Account | null
  /** The alias that is chosen; null for the account's own address. */
  from: string | null
  onSelect: (mailboxId: string, accountId: string, from: string | null) => void
}

/** Whom the message is from, always in sight: colour, name, address. */
export function FromSelect({ senders, account, from, onSelect }: FromSelectProps) {
  const { t } = useTranslation()
  const address = from ?? account?.emailAddress ?? null
  const chosen = from === account?.emailAddress ? null : from
  const entries = senders
    .filter(({ accounts }) => accounts.length > 0)
    .flatMap(({ mailbox, accounts }): MenuEntry[] => [
      { kind: 'label', id: mailbox.mailboxId, label: mailbox.displayName },
      ...accounts.flatMap((choice) =>
        [null, ...choice.aliases].map((alias): MenuEntry => {
          const address = alias?.address ?? null
          const label = fromLabel(choice, address)
          return {
            kind: 'item',
            id: `${choice.accountId} ${address ?? ''}`,
            label:
              choice.status === 'connected'
                ? label
                : t('composer.fromNotConnected', { address: label }),
            icon: <AccountDot colour={choice.colour} />,
            checked: choice.accountId === account?.accountId && address === chosen,
            onSelect: () => onSelect(mailbox.mailboxId, choice.accountId, address),
          }
        }),
      ),
    ])
  return (
    <div className="flex h-9 items-center gap-2 border-b border-line px-4">
      <span className="w-10 shrink-0 text-ink-3">{t('composer.from')}</span>
      <DropdownMenu entries={entries} align="start">
        <button
          type="button"
          aria-label={t('composer.fromLabel', {
            address: account === null ? t('composer.fromUnknown') : (from ?? senderLabel(account)),
          })}
          className="-ms-2 flex h-7 min-w-0 items-center gap-2 rounded-md px-2 transition-colors duration-120 hover:bg-hover data-[state=open]:bg-hover"
        >
          {account === null ? (
            <span className="text-danger">{t('composer.fromUnknown')}</span>
          ) : (
            <>
              <AccountDot colour={account.colour} />
              <span className="max-w-52 shrink-0 truncate font-semibold">
                {senderName(account, from)}
              </span>
              {address === null || address === senderName(account, from) ? null : (
                <span className="min-w-0 truncate text-ink-2">{address}</span>
              )}
            </>
          )}
          <ChevronDown size={14} className="shrink-0 text-ink-3" />
        </button>
      </DropdownMenu>
    </div>
  )
}
