import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useLocale } from '../../../i18n/use-locale.ts'
import type { Attachment } from '#shared/contract/opened-message.ts'
import { formatBytes } from '../../../i18n/format-bytes.ts'
import type { OpenedPlace } from '../opened-place.ts'
import { AttachedFile } from './attached-file.tsx'
import { saveAttachment } from './save-attachment.ts'

interface AttachmentsProps {
  message: OpenedPlace
  attachments: readonly Attachment[]
}

/** The files of a message, each to save, or all. Pictures inside the text are not among them. */
export function Attachments({ message, attachments }: AttachmentsProps) {
  const { t } = useTranslation()
  const locale = useLocale()
  const [saving, setSaving] = useState<ReadonlySet<string>>(new Set())
  const files = attachments.filter(({ isInline }) => !isInline)
  if (files.length === 0) return null

  const save = async (wanted: readonly Attachment[]) => {
    setSaving(new Set(wanted.map(({ attachmentId }) => attachmentId)))
    for (const { attachmentId, filename: name } of wanted) {
      await saveAttachment(t, message, { attachmentId, name })
    }
    setSaving(new Set())
  }

  const total = files.reduce((sum, { size }) => sum + size, 0)
  return (
    <section
      aria-label={t('reading.attachments', { count: files.length })}
      className="flex h-14 shrink-0 items-center gap-3 border-t border-line ps-5"
    >
      <div className="flex shrink-0 flex-col items-start text-xs text-ink-3">
        <span className="tabular-nums">
          {t('reading.attachments', { count: files.length })}
          {total === 0 ? '' : ` · ${formatBytes(total, locale)}`}
        </span>
        {files.length > 1 ? (
          <button
            type="button"
            className="rounded-sm font-semibold text-accent hover:underline"
            onClick={() => void save(files)}
          >
            {t('reading.saveAll')}
          </button>
        ) : null}
      </div>
      <ul className="flex min-w-0 flex-1 gap-2 overflow-x-auto py-2 pe-5 ps-0.5">
        {files.map((file) => (
          <AttachedFile
            key={file.attachmentId}
            file={file}
            isSaving={saving.has(file.attachmentId)}
            onSave={() => void save([file])}
          />
        ))}
      </ul>
    </section>
  )
}
