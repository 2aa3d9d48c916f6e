import { useQuery } from '@tanstack/react-query'
import { Copy, Download, RotateCw } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { EmailListItem } from '#shared/contract/emails.ts'
import { fetchDownload, saveFile } from '../../../client/client.ts'
import { errorText } from '../../../i18n/error-text.ts'
import { Button } from '../../../ui/button.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { Skeleton } from '../../../ui/skeleton.tsx'
import { showToast } from '../../../ui/toast-store.ts'

/** Characters shown; a message with large attachments would freeze the window. */
const MAX_CHARACTERS = 300_000

interface SourceDialogProps {
  row: EmailListItem
  onClose: () => void
}

/** The message as it was sent, to read, copy or save. */
export function SourceDialog({ row, onClose }: SourceDialogProps) {
  const { t } = useTranslation()
  const source = useQuery({
    queryKey: ['emails.raw', row.id],
    queryFn: ({ signal }) =>
      fetchDownload(
        'emails.raw',
        { mailboxId: row.mailboxId, providerMessageId: row.id },
        { signal },
      ),
    gcTime: 0,
    staleTime: Infinity,
  })
  const file = source.data
  const text = file ? new TextDecoder().decode(file.bytes) : ''
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text)
      showToast({ text: t('reading.copied'), tone: 'success' })
    } catch {
      showToast({ text: t('reading.copyFailed'), tone: 'error' })
    }
  }
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={t('reading.source')}
      size="large"
      {...(text.length > MAX_CHARACTERS ? { description: t('reading.sourceCut') } : {})}
      footer={
        <>
          <Button icon={<Copy size={14} />} disabled={!file} onClick={() => void copy()}>
            {t('reading.copy')}
          </Button>
          <Button
            icon={<Download size={14} />}
            disabled={!file}
            onClick={() => {
              if (file) saveFile(file)
            }}
          >
            {t('reading.save')}
          </Button>
        </>
      }
    >
      {source.isError ? (
        <div role="alert" className="flex flex-col items-start gap-3 text-sm text-danger">
          {errorText(t, source.error)}
          <Button icon={<RotateCw size={14} />} onClick={() => void source.refetch()}>
            {t('list.retry')}
          </Button>
        </div>
      ) : file ? (
        <pre className="selectable font-mono text-xs break-all whitespace-pre-wrap text-ink-2">
          {text.slice(0, MAX_CHARACTERS)}
        </pre>
      ) : (
        <div className="flex flex-col gap-2">
          <Skeleton className="h-3 w-3/4" />
          <Skeleton className="h-3 w-1/2" />
          <Skeleton className="h-3 w-2/3" />
        </div>
      )}
    </Dialog>
  )
}
