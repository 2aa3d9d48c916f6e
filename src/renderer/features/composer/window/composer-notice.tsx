import { CircleAlert, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useLocale } from '../../../i18n/use-locale.ts'
import { Banner } from '../../../ui/banner.tsx'
import { Button } from '../../../ui/button.tsx'
import { formatBytes } from '../../../i18n/format-bytes.ts'
import type { SendWarning, ValidationError } from '../model/validation.ts'
import type { Notice } from '../composer-store.ts'

interface ComposerNoticeProps {
  notice: Notice
  onDismiss: () => void
  onSendAnyway: (doubts: readonly SendWarning[]) => void
  onCloseAnyway: () => void
  onConnect: () => void
  onAttach: () => void
  onRetry: () => void
}

/** What stands in the way, or is worth one question, in its place above the buttons. */
export function ComposerNotice(props: ComposerNoticeProps) {
  const { t } = useTranslation()
  const { notice, onDismiss } = props
  switch (notice.kind) {
    case 'obstacle':
      return <ValidationErrorNotice {...props} obstacle={notice.obstacle} />
    case 'doubts':
      return <SendWarningNotice {...props} doubts={notice.doubts} />
    case 'closing':
      return (
        <Warning
          text={t('composer.closingEndsUploads')}
          actions={
            <>
              <Button size="small" tone="ghost" onClick={props.onCloseAnyway}>
                {t('composer.closeWithoutFiles')}
              </Button>
              <Button size="small" onClick={onDismiss}>
                {t('composer.keepWriting')}
              </Button>
            </>
          }
        />
      )
    case 'uploads_interrupted':
    case 'taken_back':
      return (
        <Warning
          text={t(
            notice.kind === 'taken_back' ? 'composer.takenBack' : 'composer.uploadsInterrupted',
          )}
          actions={
            <Button size="small" tone="ghost" onClick={onDismiss}>
              {t('composer.understood')}
            </Button>
          }
        />
      )
    case 'send_failed':
      return (
        <Banner
          tone="danger"
          icon={<CircleAlert size={14} />}
          actions={
            <Button size="small" onClick={props.onRetry}>
              {t('composer.tryAgain')}
            </Button>
          }
        >
          {t('composer.sendFailed', { reason: notice.message })}
        </Banner>
      )
  }
}

function ValidationErrorNotice({
  obstacle,
  onConnect,
}: ComposerNoticeProps & { obstacle: ValidationError }) {
  const { t } = useTranslation()
  const locale = useLocale()
  const text = (() => {
    switch (obstacle.kind) {
      case 'invalid_recipients':
        return t('composer.obstacle.invalid_recipients', {
          count: obstacle.texts.length,
          text: obstacle.texts[0] ?? '',
        })
      case 'too_many_recipients':
        return t('composer.obstacle.too_many_recipients', { limit: obstacle.limit })
      case 'attachments_too_large':
        return t('composer.obstacle.attachments_too_large', {
          excess: formatBytes(obstacle.excess, locale),
        })
      case 'no_account':
      case 'account_not_connected':
      case 'no_recipients':
      case 'attachments_uploading':
      case 'attachments_failed':
        return t(`composer.obstacle.${obstacle.kind}`)
    }
  })()
  const connects = obstacle.kind === 'no_account' || obstacle.kind === 'account_not_connected'
  return (
    <Banner
      tone="danger"
      icon={<CircleAlert size={14} />}
      actions={
        connects ? (
          <Button size="small" onClick={onConnect}>
            {t('composer.connectAccount')}
          </Button>
        ) : undefined
      }
    >
      {text}
    </Banner>
  )
}

function SendWarningNotice({
  doubts,
  onSendAnyway,
  onAttach,
}: ComposerNoticeProps & { doubts: readonly SendWarning[] }) {
  const { t } = useTranslation()
  return (
    <Warning
      text={doubts.map((doubt) => t(`composer.doubt.${doubt}`)).join(' ')}
      actions={
        <>
          {doubts.includes('forgotten_attachment') ? (
            <Button size="small" tone="ghost" onClick={onAttach}>
              {t('composer.attach')}
            </Button>
          ) : null}
          <Button size="small" onClick={() => onSendAnyway(doubts)}>
            {t('composer.sendAnyway')}
          </Button>
        </>
      }
    />
  )
}

function Warning({ text, actions }: { text: string; actions: ReactNode }) {
  return (
    <Banner tone="warning" icon={<TriangleAlert size={14} />} actions={actions}>
      {text}
    </Banner>
  )
}
