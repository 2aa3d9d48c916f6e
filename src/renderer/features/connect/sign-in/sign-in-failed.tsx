import { CircleAlert, ExternalLink } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { Provider } from '#shared/contract/enums.ts'
import { Button } from '../../../ui/button.tsx'
import type { SignInFailure } from './connection-outcome.ts'
import { copyLink, openPage } from './open-browser.ts'
import { signInFailureText, findRecoveryPage } from './sign-in-failure-text.ts'

interface SignInFailedProps {
  provider: Provider
  clientId: string | null
  failure: SignInFailure
}

/** Why the account was not connected, and where to put it right. */
export function SignInFailed({ provider, clientId, failure }: SignInFailedProps) {
  const { t } = useTranslation()
  const repair = findRecoveryPage(provider, failure.reason, clientId)
  return (
    <div className="flex flex-col gap-3">
      <div
        role="alert"
        className="flex items-start gap-2 rounded-md bg-danger-soft px-3 py-2 text-danger"
      >
        <CircleAlert size={16} className="mt-0.5 shrink-0" />
        <div className="selectable min-w-0">
          <p className="font-semibold">{t('connect.failed')}</p>
          <p>{signInFailureText(t, provider, failure)}</p>
          {repair === null ? null : (
            <a
              href={repair}
              target="_blank"
              rel="noreferrer"
              className="mt-1 inline-flex items-center gap-1 font-semibold underline underline-offset-2"
            >
              {t('connect.repair')}
              <ExternalLink size={12} />
            </a>
          )}
        </div>
      </div>
      {failure.approvalUrl === null ? null : <Approval url={failure.approvalUrl} />}
    </div>
  )
}

/** The address at which an administrator approves the application, to send or to open. */
function Approval({ url }: { url: string }) {
  const { t } = useTranslation()
  return (
    <div className="flex flex-col gap-1.5">
      <p className="text-xs font-semibold text-ink-2">{t('connect.approval.address')}</p>
      <p className="selectable rounded-md border border-line-strong bg-surface px-2.5 py-1.5 font-mono text-xs break-all">
        {url}
      </p>
      <p className="text-ink-2">{t('connect.approval.hint')}</p>
      <div className="flex flex-wrap gap-2">
        <Button size="small" onClick={() => void copyLink(t, url)}>
          {t('connect.copyLink')}
        </Button>
        <Button size="small" icon={<ExternalLink size={12} />} onClick={() => openPage(url)}>
          {t('connect.approval.open')}
        </Button>
      </div>
    </div>
  )
}
