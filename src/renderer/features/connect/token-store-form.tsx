import { clsx } from 'clsx'
import { KeyRound, LockKeyhole } from 'lucide-react'
import { RadioGroup } from 'radix-ui'
import { useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { OutputOf } from '#shared/contract/index.ts'
import { operationKey, queryClient, useCommand } from '../../client/queries.ts'
import { errorText } from '../../i18n/error-text.ts'
import { Button } from '../../ui/button.tsx'
import { TextField } from '../../ui/text-field.tsx'

const MIN_PASSPHRASE_LENGTH = 8

/** Unlocks the place where tokens are kept, or lets the person choose one, and says what follows. */
export function TokenStoreForm({ status }: { status: OutputOf<'tokenStore.status'> }) {
  const { t } = useTranslation()
  const locked = status.state === 'locked'
  const [protection, setProtection] = useState<'passphrase' | 'key-file'>('passphrase')
  const [passphrase, setPassphrase] = useState('')
  const [again, setAgain] = useState('')
  const [wrong, setWrong] = useState<string>()
  const choose = useCommand('tokenStore.choose', {
    onSuccess: (answer) => queryClient.setQueryData(operationKey('tokenStore.status', {}), answer),
  })
  const withPassphrase = locked || protection === 'passphrase'

  const submit = () => {
    if (withPassphrase && passphrase.length < MIN_PASSPHRASE_LENGTH) {
      setWrong(t('connect.tokenStore.tooShort', { count: MIN_PASSPHRASE_LENGTH }))
    } else if (withPassphrase && !locked && passphrase !== again) {
      setWrong(t('connect.tokenStore.different'))
    } else {
      setWrong(undefined)
      choose.mutate(
        withPassphrase ? { protection: 'passphrase', passphrase } : { protection: 'key-file' },
      )
    }
  }

  return (
    <form
      className="flex flex-col gap-3"
      onSubmit={(event) => {
        event.preventDefault()
        submit()
      }}
    >
      <p className="text-ink-2">
        {t(locked ? 'connect.tokenStore.lockedIntro' : 'connect.tokenStore.choiceIntro')}
      </p>
      {status.reason === null ? null : (
        <p className="selectable text-xs text-ink-3">{status.reason}</p>
      )}
      {locked ? null : (
        <RadioGroup.Root
          value={protection}
          onValueChange={(value) => setProtection(value === 'key-file' ? 'key-file' : 'passphrase')}
          aria-label={t('connect.tokenStore.choice')}
          className="flex flex-col"
        >
          <Choice
            value="passphrase"
            icon={<LockKeyhole size={16} />}
            title={t('connect.tokenStore.passphrase')}
            text={t('connect.tokenStore.passphraseMeans')}
          />
          <Choice
            value="key-file"
            icon={<KeyRound size={16} />}
            title={t('connect.tokenStore.keyFile')}
            text={t('connect.tokenStore.keyFileMeans')}
          />
        </RadioGroup.Root>
      )}
      {withPassphrase ? (
        <div className="flex flex-wrap gap-3">
          <TextField
            type="password"
            className="flex-1"
            label={t('connect.tokenStore.passphraseLabel')}
            value={passphrase}
            autoComplete={locked ? 'current-password' : 'new-password'}
            autoFocus={locked}
            onChange={(event) => setPassphrase(event.target.value)}
          />
          {locked ? null : (
            <TextField
              type="password"
              className="flex-1"
              label={t('connect.tokenStore.again')}
              value={again}
              autoComplete="new-password"
              onChange={(event) => setAgain(event.target.value)}
            />
          )}
        </div>
      ) : null}
      {wrong === undefined && !choose.isError ? null : (
        <p role="alert" className="text-danger">
          {wrong ??
            (choose.error?.code === 'token_decryption_error'
              ? t('connect.tokenStore.wrongPassphrase')
              : errorText(t, choose.error))}
        </p>
      )}
      <div>
        <Button tone="primary" type="submit" busy={choose.isPending}>
          {t(locked ? 'connect.tokenStore.unlock' : 'connect.tokenStore.use')}
        </Button>
      </div>
    </form>
  )
}

function Choice({
  value,
  icon,
  title,
  text,
}: {
  value: string
  icon: ReactNode
  title: string
  text: string
}) {
  return (
    <RadioGroup.Item
      value={value}
      className={clsx(
        'flex items-start gap-3 border border-line-strong px-3 py-2.5 text-start transition-colors duration-120 first:rounded-t-md [&:not(:first-child)]:-mt-px [&:not(:first-child)]:rounded-b-md hover:bg-hover',
        'data-[state=checked]:relative data-[state=checked]:border-accent data-[state=checked]:bg-selected',
      )}
    >
      <span className="mt-0.5 shrink-0 text-ink-3">{icon}</span>
      <span>
        <span className="block font-semibold">{title}</span>
        <span className="block text-ink-2">{text}</span>
      </span>
    </RadioGroup.Item>
  )
}
