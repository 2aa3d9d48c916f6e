import { CircleCheck } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Provider } from '#shared/contract/enums.ts'
import { operationKey, queryClient, useOperation } from '../../../client/queries.ts'
import { useLocale } from '../../../i18n/use-locale.ts'
import { Button } from '../../../ui/button.tsx'
import { ProgressBar } from '../../../ui/progress-bar.tsx'
import { Spinner } from '../../../ui/spinner.tsx'
import { formatCountdown, type SignInFailure } from './connection-outcome.ts'
import { copyLink, openPage } from './open-browser.ts'
import { SignInFailed } from './sign-in-failed.tsx'

interface ReadyStepProps {
  provider: Provider
  /** The address to connect again, or null for a new account. */
  emailAddress: string | null
  clientId: string | null
  busy: boolean
  /** Why the last try failed, or null. */
  failure: SignInFailure | null
  onSignIn: () => void
  onChangeClient: () => void
}

/** Before the browser opens: what will happen there. Also where a failure is told. */
export function ReadyStep({
  provider,
  emailAddress,
  clientId,
  busy,
  failure,
  onSignIn,
  onChangeClient,
}: ReadyStepProps) {
  const { t } = useTranslation()
  const company = t(`providers.${provider}.company`)
  return (
    <div className="flex flex-col gap-3">
      {failure === null ? null : (
        <SignInFailed provider={provider} clientId={clientId} failure={failure} />
      )}
      {failure !== null && failure.approvalUrl !== null ? null : (
        <>
          <p className="text-ink-2">
            {emailAddress === null
              ? t('connect.signInIntro', { company })
              : t('connect.reconnectIntro', { company, address: emailAddress })}
          </p>
          <ul className="list-disc ps-5 text-ink-2">
            <li>{t(`connect.notes.${provider}.warning`)}</li>
            <li>{t(`connect.notes.${provider}.accept`)}</li>
          </ul>
        </>
      )}
      {clientId === null ? null : (
        <p className="flex items-center gap-2 text-xs text-ink-3">
          <span className="selectable min-w-0 truncate">
            {t(`connect.usingClient.${provider}`, { clientId })}
          </span>
          <Button size="small" tone="ghost" onClick={onChangeClient}>
            {t('connect.changeClient')}
          </Button>
        </p>
      )}
      <div className="flex justify-end">
        <Button tone="primary" busy={busy} onClick={onSignIn}>
          {failure === null ? t('connect.signIn', { company }) : t('connect.tryAgain')}
        </Button>
      </div>
    </div>
  )
}

interface WaitingStepProps {
  provider: Provider
  mailboxId: string
  accountId: string
  authorizationUrl: string
  expiresAt: string
  onCancel: () => void
}

const POLL_MS = 2000

/** While the person signs in elsewhere. Events bring the outcome; asking again makes sure of it. */
export function WaitingStep({
  provider,
  mailboxId,
  accountId,
  authorizationUrl,
  expiresAt,
  onCancel,
}: WaitingStepProps) {
  const { t } = useTranslation()
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    const clock = setInterval(() => setNow(Date.now()), 1000)
    const poll = setInterval(() => {
      const queryKey = operationKey('accounts.get', { mailboxId, accountId })
      void queryClient.invalidateQueries({ queryKey })
    }, POLL_MS)
    return () => {
      clearInterval(clock)
      clearInterval(poll)
    }
  }, [mailboxId, accountId])

  return (
    <div className="flex flex-col gap-3">
      <p role="status" className="flex items-center gap-2 font-semibold">
        <Spinner />
        {t('connect.waiting', { company: t(`providers.${provider}.company`) })}
      </p>
      <p className="text-ink-2">
        {t('connect.waitingHint', { time: formatCountdown(expiresAt, now) })}
      </p>
      <div className="flex flex-wrap items-center gap-2">
        <Button onClick={() => openPage(authorizationUrl)}>{t('connect.openAgain')}</Button>
        <Button onClick={() => void copyLink(t, authorizationUrl)}>{t('connect.copyLink')}</Button>
        <Button tone="ghost" className="ms-auto" onClick={onCancel}>
          {t('connect.cancel')}
        </Button>
      </div>
    </div>
  )
}

/** The account is connected: its address, and the first numbers of its sync. */
export function ConnectedStep({
  accountId,
  emailAddress,
  onDone,
}: {
  accountId: string
  emailAddress: string
  onDone: () => void
}) {
  const { t } = useTranslation()
  const locale = useLocale()
  const status = useOperation('status.get', {}).data
  const sync = status?.accounts.find((account) => account.accountId === accountId)
  const number = new Intl.NumberFormat(locale)
  const total = sync?.total ?? null
  const text =
    sync === undefined || (sync.synced === 0 && total === null)
      ? t('connect.syncStarting')
      : total === null
        ? t('connect.synced', { count: sync.synced, formatted: number.format(sync.synced) })
        : t('connect.syncedOf', {
            synced: number.format(sync.synced),
            total: number.format(total),
          })
  return (
    <div className="flex flex-col gap-3">
      <p role="status" className="flex items-center gap-2 font-semibold">
        <CircleCheck size={16} className="text-success" />
        <span className="selectable">{t('connect.connected', { address: emailAddress })}</span>
      </p>
      <p className="text-ink-2">{text}</p>
      <ProgressBar
        value={sync === undefined || total === null || total === 0 ? null : sync.synced / total}
        label={text}
      />
      <p className="text-ink-2">{t('connect.usableNow')}</p>
      <div className="flex justify-end">
        <Button tone="primary" autoFocus onClick={onDone}>
          {t('connect.done')}
        </Button>
      </div>
    </div>
  )
}
