import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Mailbox } from '#shared/contract/mailboxes.ts'
import type { Provider } from '#shared/contract/enums.ts'
import { Button } from '../../ui/button.tsx'
import { Select } from '../../ui/select.tsx'
import { TextField } from '../../ui/text-field.tsx'
import type { MailboxChoice } from './sign-in/account-to-connect.ts'

interface ChooseProviderStepProps {
  mailboxes: readonly Mailbox[]
  /** What is already decided. */
  mailboxId: string | null
  provider: Provider | undefined
  onChosen: (mailbox: MailboxChoice, provider: Provider) => void
}

const NEW = 'new'

/** The first step: which mailbox, which provider. */
export function ChooseProviderStep({
  mailboxes,
  mailboxId,
  provider,
  onChosen,
}: ChooseProviderStepProps) {
  const { t } = useTranslation()
  const [target, setTarget] = useState(() => {
    const given = mailboxes.find((mailbox) => mailbox.mailboxId === mailboxId)
    return (given ?? mailboxes[0])?.mailboxId ?? NEW
  })
  const [name, setName] = useState(mailboxes.length === 0 ? t('connect.firstMailboxName') : '')
  const [chosen, setChosen] = useState<Provider>(provider ?? 'gmail')
  const [wrong, setWrong] = useState(false)

  const go = () => {
    if (target !== NEW) onChosen({ kind: 'existing', mailboxId: target }, chosen)
    else if (name.trim() === '') setWrong(true)
    else onChosen({ kind: 'new', name: name.trim() }, chosen)
  }

  return (
    <form
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault()
        go()
      }}
    >
      <div className="flex flex-col gap-1">
        <span className="text-xs font-semibold text-ink-2">{t('connect.provider')}</span>
        <Select
          label={t('connect.provider')}
          value={chosen}
          onValueChange={setChosen}
          options={[
            { value: 'gmail', label: t('connect.providerHint.gmail') },
            { value: 'outlook', label: t('connect.providerHint.outlook') },
          ]}
        />
      </div>
      {mailboxes.length === 0 ? null : (
        <div className="flex flex-col gap-1">
          <span className="text-xs font-semibold text-ink-2">{t('connect.mailbox')}</span>
          <Select
            label={t('connect.mailbox')}
            value={target}
            onValueChange={setTarget}
            options={[
              ...mailboxes.map((mailbox) => ({
                value: mailbox.mailboxId,
                label: mailbox.displayName,
              })),
              { value: NEW, label: t('connect.newMailbox') },
            ]}
          />
        </div>
      )}
      {target === NEW ? (
        <TextField
          label={t('connect.mailboxName')}
          hint={t('connect.mailboxHint')}
          error={wrong ? t('connect.mailboxNameMissing') : undefined}
          value={name}
          maxLength={120}
          autoFocus
          onChange={(event) => {
            setName(event.target.value)
            setWrong(false)
          }}
        />
      ) : null}
      <div className="flex justify-end">
        <Button tone="primary" type="submit">
          {t('connect.next')}
        </Button>
      </div>
    </form>
  )
}
