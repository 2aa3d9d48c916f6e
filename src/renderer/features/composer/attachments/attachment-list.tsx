import { formatBytes } from '../../../i18n/format-bytes.ts'
import { clsx } from 'clsx'
import { CircleAlert, Paperclip, X } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { useLocale } from '../../../i18n/use-locale.ts'
import { IconButton } from '../../../ui/icon-button.tsx'
import { ProgressBar } from '../../../ui/progress-bar.tsx'
import {
  MAX_ATTACHMENTS_BYTES,
  getAttachmentTotals,
  type ComposerAttachment,
} from './composer-attachment.ts'

interface AttachmentListProps {
  attachments: readonly ComposerAttachment[]
  onRemove: (id: string) => void
}

/** The files of a message and what they amount to. */
export function AttachmentList({ attachments, onRemove }: AttachmentListProps) {
  const { t } = useTranslation()
  const locale = useLocale()
  if (attachments.length === 0) return null
  const totals = getAttachmentTotals(attachments)
  const bytes = (size: number) => formatBytes(size, locale)
  return (
    <section
      aria-label={t('composer.attachments')}
      className="shrink-0 border-t border-line px-4 py-2"
    >
      <ul className="flex max-h-24 flex-wrap gap-1.5 overflow-y-auto">
        {attachments.map((file) => (
          <li
            key={file.id}
            className={clsx(
              'flex h-7 max-w-full min-w-0 items-center gap-1.5 rounded-md border ps-2 pe-0.5 text-xs',
              file.state === 'failed' ? 'border-danger text-danger' : 'border-line-strong',
            )}
          >
            {file.state === 'failed' ? (
              <CircleAlert size={14} className="shrink-0" />
            ) : (
              <Paperclip size={14} className="shrink-0 text-ink-3" />
            )}
            <span className="max-w-56 truncate">{file.filename}</span>
            <AttachmentState file={file} bytes={bytes} />
            <IconButton
              size="small"
              label={t('composer.removeAttachment', { name: file.filename })}
              icon={<X size={12} />}
              tooltipSide="top"
              onClick={() => onRemove(file.id)}
            />
          </li>
        ))}
      </ul>
      <p className={clsx('mt-1.5 text-xs', totals.excess > 0 ? 'text-danger' : 'text-ink-3')}>
        {totals.excess > 0
          ? t('composer.attachmentsTooLarge', {
              limit: bytes(MAX_ATTACHMENTS_BYTES),
              size: bytes(totals.size),
              excess: bytes(totals.excess),
            })
          : t('composer.attachmentsTotal', {
              count: totals.count,
              size: bytes(totals.size),
              limit: bytes(MAX_ATTACHMENTS_BYTES),
            })}
      </p>
    </section>
  )
}

function AttachmentState({
  file,
  bytes,
}: {
  file: ComposerAttachment
  bytes: (size: number) => string
}) {
  const { t } = useTranslation()
  switch (file.state) {
    case 'ready':
    case 'no_room':
      return <span className="shrink-0 text-ink-3">{bytes(file.size)}</span>
    case 'failed':
      return <span className="shrink-0">{t('composer.attachmentFailed')}</span>
    case 'uploading':
      return (
        <span className="flex shrink-0 items-center gap-1.5 text-ink-3">
          <ProgressBar
            className="w-14!"
            value={file.size === 0 ? null : file.bytesSent / file.size}
            label={t('composer.attachmentUploading', {
              sent: bytes(file.bytesSent),
              size: bytes(file.size),
            })}
          />
          {bytes(file.size)}
        </span>
      )
  }
}
