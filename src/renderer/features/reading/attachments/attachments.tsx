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
import { useLocale } from '../../../i18n/use-locale.ts'
import type { EmailContent } from '#shared/contract/emails.ts'
import type { Attachment } from '#shared/contract/opened-message.ts'
import { download } from '../../../client/client.ts'
import { errorText } from '../../../i18n/error-text.ts'
import { Spinner } from '../../../ui/spinner.tsx'
import { showToast } from '../../../ui/toast-store.ts'
import { formatBytes } from '../../../i18n/format-bytes.ts'
import { getFileKind, type FileKind } from './file-kind.ts'

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
      className="flex h-14 shrink-0 items-center gap-3 border-t border-line ps-5"
    >
      <div className="flex shrink-0 flex-col items-start text-xs text-ink-3">
        <span className="tabular-nums">
          {t('reading.attachments', { count: files.length })} · {formatBytes(total, locale)}
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
        {files.map((file) => {
          const Icon = ICONS[getFileKind(file.contentType, file.filename)]
          const name = file.filename === '' ? t('reading.unnamedFile') : file.filename
          return (
            <li key={file.attachmentId} className="shrink-0">
              <button
                type="button"
                aria-label={t('reading.saveFile', { name })}
                title={name}
                onClick={() => void save([file])}
                disabled={saving.has(file.attachmentId)}
                className="group flex h-9 max-w-80 items-center gap-2 rounded-md border border-line ps-2 pe-2.5 text-start hover:border-line-strong hover:bg-hover"
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
