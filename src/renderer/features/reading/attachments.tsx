import {
  Calendar,
  Download,
  File,
  FileArchive,
  FileImage,
  FileMusic,
  FileSpreadsheet,
  FileText,
  FileVideoCamera,
  Mail,
  type LucideIcon,
} from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useLocale } from '../../i18n/use-locale.ts'
import type { Attachment, EmailContent } from '#shared/contract/emails.ts'
import { download } from '../../client/client.ts'
import { errorText } from '../../i18n/error-text.ts'
import { Button } from '../../ui/button.tsx'
import { Spinner } from '../../ui/spinner.tsx'
import { showToast } from '../../ui/toast-store.ts'
import { fileKind, formatBytes, type FileKind } from './file-kind.ts'

const ICONS: Record<FileKind, LucideIcon> = {
  image: FileImage,
  text: FileText,
  sheet: FileSpreadsheet,
  archive: FileArchive,
  audio: FileMusic,
  video: FileVideoCamera,
  calendar: Calendar,
  message: Mail,
  other: File,
}

/** The files of a message, each to save, or all. Pictures inside the text are not among them. */
export function Attachments({ content }: { content: EmailContent }) {
  const { t } = useTranslation()
  const locale = useLocale()
  const [saving, setSaving] = useState<ReadonlySet<string>>(new Set())
  const files = content.attachments.filter(({ isInline }) => !isInline)
  if (files.length === 0) return null

  const save = async (wanted: readonly Attachment[]) => {
    setSaving(new Set(wanted.map(({ attachmentId }) => attachmentId)))
    for (const { attachmentId, filename } of wanted) {
      try {
        await download('emails.attachment', {
          mailboxId: content.mailboxId,
          providerMessageId: content.id,
          attachmentId,
        })
      } catch (error) {
        showToast({
          tone: 'error',
          text: t('reading.saveFailed', { name: filename, reason: errorText(t, error) }),
        })
      }
    }
    setSaving(new Set())
  }

  const total = files.reduce((sum, { size }) => sum + size, 0)
  return (
    <section
      aria-label={t('reading.attachments', { count: files.length })}
      className="max-h-40 shrink-0 overflow-y-auto border-t border-line px-5 py-3"
    >
      <div className="mb-2 flex h-6 items-center gap-2 text-xs text-ink-3">
        <span className="tabular-nums">
          {t('reading.attachments', { count: files.length })} · {formatBytes(total, locale)}
        </span>
        {files.length > 1 ? (
          <Button tone="ghost" size="small" onClick={() => void save(files)}>
            {t('reading.saveAll')}
          </Button>
        ) : null}
      </div>
      <ul className="flex flex-wrap gap-2">
        {files.map((file) => {
          const Icon = ICONS[fileKind(file.contentType, file.filename)]
          const name = file.filename === '' ? t('reading.unnamedFile') : file.filename
          return (
            <li key={file.attachmentId} className="max-w-full min-w-0">
              <button
                type="button"
                aria-label={t('reading.saveFile', { name })}
                title={name}
                onClick={() => void save([file])}
                disabled={saving.has(file.attachmentId)}
                className="group flex h-9 max-w-72 items-center gap-2 rounded-md border border-line ps-2 pe-2.5 text-start hover:border-line-strong hover:bg-hover"
              >
                <Icon size={16} strokeWidth={1.75} className="shrink-0 text-ink-3" />
                <span className="min-w-0 truncate text-sm">{name}</span>
                <span className="shrink-0 text-xs text-ink-3 tabular-nums">
                  {formatBytes(file.size, locale)}
                </span>
                <span className="shrink-0 text-ink-3 group-hover:text-ink">
                  {saving.has(file.attachmentId) ? <Spinner size={14} /> : <Download size={14} />}
                </span>
              </button>
            </li>
          )
        })}
      </ul>
    </section>
  )
}
