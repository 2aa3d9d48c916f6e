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
import { useEffect, useRef, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { isMessageFile } from '#shared/domain/attachment-kind.ts'
import type { Attachment } from '#shared/contract/opened-message.ts'
import { formatBytes } from '../../../i18n/format-bytes.ts'
import { useLocale } from '../../../i18n/use-locale.ts'
import { useNavigation } from '../../../state/navigation.ts'
import { Spinner } from '../../../ui/spinner.tsx'
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

interface AttachedFileProps {
  file: Attachment
  isSaving: boolean
  onSave: () => void
}

/** One file to save; a message is opened here, and saved by a button of its own. */
export function AttachedFile({ file, isSaving, onSave }: AttachedFileProps) {
  const { t } = useTranslation()
  const locale = useLocale()
  const Icon = ICONS[getFileKind(file.contentType, file.filename)]
  const name = file.filename === '' ? t('reading.unnamedFile') : file.filename
  const label = (
    <>
      <Icon size={16} strokeWidth={1.75} className="shrink-0 text-ink-3" />
      <span className="min-w-0 truncate text-sm">{name}</span>
      {/* Some providers tell the size only with the file itself. */}
      {file.size === 0 ? null : (
        <span className="shrink-0 text-xs text-ink-3 tabular-nums">
          {formatBytes(file.size, locale)}
        </span>
      )}
    </>
  )
  const saving = isSaving ? <Spinner size={14} /> : <Download size={14} />
  if (!isMessageFile(file)) {
    return (
      <li className="shrink-0">
        <button
          type="button"
          aria-label={t('reading.saveFile', { name })}
          title={name}
          onClick={onSave}
          disabled={isSaving}
          className="group flex h-9 max-w-80 items-center gap-2 rounded-md border border-line ps-2 pe-2.5 text-start hover:border-line-strong hover:bg-hover"
        >
          {label}
          <span className="shrink-0 text-ink-3 group-hover:text-ink">{saving}</span>
        </button>
      </li>
    )
  }
  return (
    <li className="flex h-9 max-w-80 shrink-0 rounded-md border border-line hover:border-line-strong">
      <OpenButton attachmentId={file.attachmentId} name={name}>
        {label}
      </OpenButton>
      <button
        type="button"
        aria-label={t('reading.saveFile', { name })}
        title={t('reading.saveFile', { name })}
        onClick={onSave}
        disabled={isSaving}
        className="flex w-8 shrink-0 items-center justify-center rounded-e-md border-s border-line text-ink-3 hover:bg-hover hover:text-ink focus-inset"
      >
        {saving}
      </button>
    </li>
  )
}

interface OpenButtonProps {
  attachmentId: string
  name: string
  children: ReactNode
}

function OpenButton({ attachmentId, name, children }: OpenButtonProps) {
  const { t } = useTranslation()
  const button = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    if (useNavigation.getState().leftId === attachmentId) button.current?.focus()
  }, [attachmentId])
  return (
    <button
      ref={button}
      type="button"
      aria-label={t('reading.openMessage', { name })}
      title={name}
      onClick={() => useNavigation.getState().openInside({ attachmentId, name })}
      className="flex min-w-0 items-center gap-2 rounded-s-md ps-2 pe-2.5 text-start hover:bg-hover focus-inset"
    >
      {children}
    </button>
  )
}
