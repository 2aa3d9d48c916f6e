import { CloudOff, Forward, Reply, ReplyAll, RotateCw, TriangleAlert } from 'lucide-react'
import { useEffect, useRef, useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useLocale } from '../../i18n/use-locale.ts'
import type { EmailContent, EmailListItem } from '#shared/contract/emails.ts'
import { useAccounts } from '../../state/accounts.ts'
import { findShortcut, runCommand } from '../../state/commands.ts'
import { getSettings, useSettings } from '../../state/settings.ts'
import { operationKey, queryClient, useOperation } from '../../client/queries.ts'
import { errorText } from '../../i18n/error-text.ts'
import { Banner } from '../../ui/banner.tsx'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { Tooltip } from '../../ui/tooltip.tsx'
import { formatFullDate } from '../../i18n/dates.ts'
import { getCurrentRows } from '../../state/message-list.ts'
import { setRead } from '../../state/set-read.ts'
import { Attachments } from './attachments/attachments.tsx'
import { contentInput, prefetchContent } from './message-content.ts'
import { HeadersDialog } from './dialogs/headers-dialog.tsx'
import { imagePolicy } from './body/image-policy.ts'
import { ImagesBanner } from './body/images-banner.tsx'
import { MessageFrame } from './body/message-frame.tsx'
import { MessageHeader } from './header/message-header.tsx'
import { bodyHtml, printMessage } from './body/print-message.ts'
import { ReadingToolbar } from './reading-toolbar.tsx'
import { SourceDialog } from './dialogs/source-dialog.tsx'

/** One message: its head is there at once, its body as soon as it has been read. */
export function OpenMessage({ row, covering }: { row: EmailListItem; covering: boolean }) {
  const { t } = useTranslation()
  const locale = useLocale()
  const settings = useSettings()
  const [shownOnce, setShownOnce] = useState(false)
  const [dialog, setDialog] = useState<'source' | 'headers' | null>(null)
  const images = imagePolicy(settings, row.fromEmail, shownOnce)
  const account = useAccounts(row.mailboxId).get(row.accountId)
  const query = useOperation('emails.content', contentInput(row, images))
  // While pictures are being let in, the text stays.
  const content =
    query.data ??
    queryClient.getQueryData<EmailContent>(
      operationKey('emails.content', contentInput(row, 'block')),
    )
  const isShown = content !== undefined

  useMarkReadWhenShown(row, isShown)
  usePrefetchNext(row.id, isShown)

  const html = content ? bodyHtml(content) : ''
  return (
    <>
      <ReadingToolbar
        row={row}
        hasContent={isShown}
        covering={covering}
        html={html}
        onSource={() => setDialog('source')}
        onHeaders={() => setDialog('headers')}
        onPrint={() => {
          if (!content) return
          printMessage(content, images, {
            from: t('reading.from'),
            to: t('reading.toLabel'),
            cc: t('reading.cc'),
            date: t('reading.date'),
            dateText: formatFullDate(row.receivedAt, locale),
            subject: row.subject === '' ? t('list.noSubject') : row.subject,
          })
        }}
      />
      <MessageHeader row={row} content={content} account={account} />
      {content && images === 'block' && content.remoteImages > 0 ? (
        <ImagesBanner content={content} onShowOnce={() => setShownOnce(true)} />
      ) : null}
      {content && content.defects.length > 0 ? (
        <Banner
          tone="warning"
          icon={<TriangleAlert size={14} />}
          className="border-t border-line px-5"
        >
          {t('reading.defects', { defects: content.defects.join(' ') })}
        </Banner>
      ) : null}
      <div className="flex min-h-0 flex-1 flex-col border-t border-line">
        {content ? (
          html.trim() === '' ? (
            <p className="px-5 py-4 text-sm text-ink-3">{t('reading.noText')}</p>
          ) : (
            <MessageFrame html={html} images={images} title={row.subject} />
          )
        ) : query.isError ? (
          <EmptyState
            alert
            icon={query.error.code === 'offline' ? <CloudOff /> : <TriangleAlert />}
            title={t(query.error.code === 'offline' ? 'reading.offline' : 'reading.error')}
            description={errorText(t, query.error)}
            action={
              <Button icon={<RotateCw size={14} />} onClick={() => void query.refetch()}>
                {t('list.retry')}
              </Button>
            }
          />
        ) : (
          <BodySkeleton />
        )}
      </div>
      {content ? <Attachments content={content} /> : null}
      <QuickActions />
      {dialog === 'source' ? <SourceDialog row={row} onClose={() => setDialog(null)} /> : null}
      {dialog === 'headers' && content ? (
        <HeadersDialog content={content} onClose={() => setDialog(null)} />
      ) : null}
    </>
  )
}

/** The answers in words; where the pane is low, the toolbar’s icons have to do. */
function QuickActions() {
  const { t } = useTranslation()
  const action = (id: 'reply' | 'replyAll' | 'forward', icon: ReactNode) => (
    <Tooltip label={t(`commands.${id}`)} keys={findShortcut(id)} side="top">
      <Button size="small" icon={icon} onClick={() => runCommand(id)}>
        {t(`commands.${id}`)}
      </Button>
    </Tooltip>
  )
  return (
    <div className="flex h-11 shrink-0 items-center gap-2 border-t border-line px-5 [@container_(max-height:440px)]:hidden">
      {action('reply', <Reply size={14} />)}
      {action('replyAll', <ReplyAll size={14} />)}
      {action('forward', <Forward size={14} />)}
    </div>
  )
}

function BodySkeleton() {
  const { t } = useTranslation()
  return (
    <div role="status" aria-label={t('reading.loading')} className="flex flex-col gap-3 px-5 py-5">
      <Skeleton className="h-3 w-1/3" />
      <Skeleton className="h-3 w-5/6" />
      <Skeleton className="h-3 w-3/4" />
      <Skeleton className="h-3 w-4/5" />
      <Skeleton className="h-3 w-1/2" />
    </div>
  )
}

/** Once per opening: marking it unread again while reading holds. */
function useMarkReadWhenShown(row: EmailListItem, isShown: boolean): void {
  const done = useRef(false)
  useEffect(() => {
    if (!isShown || done.current) return
    done.current = true
    if (!row.isRead && getSettings().markReadOnOpen) void setRead([row], true)
  }, [row, isShown])
}

/** Reads the next message ahead, so that the next key press finds it there. */
function usePrefetchNext(id: string, isShown: boolean): void {
  useEffect(() => {
    if (!isShown) return
    const rows = getCurrentRows()
    const next = rows[rows.findIndex((row) => row.id === id) + 1]
    if (next) prefetchContent(next, imagePolicy(getSettings(), next.fromEmail, false))
  }, [id, isShown])
}
