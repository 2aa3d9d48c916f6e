import { Forward, Reply, ReplyAll } from 'lucide-react'
import { useEffect, useRef, useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useLocale } from '../../i18n/use-locale.ts'
import type { EmailContent, EmailListItem } from '#shared/contract/emails.ts'
import { useAccounts } from '../../state/accounts.ts'
import { findShortcut, runCommand } from '../../state/commands.ts'
import { useNavigation } from '../../state/navigation.ts'
import { getSettings, useSettings } from '../../state/settings.ts'
import { operationKey, queryClient, useOperation } from '../../client/queries.ts'
import { Button } from '../../ui/button.tsx'
import { Tooltip } from '../../ui/tooltip.tsx'
import { formatFullDate } from '../../i18n/dates.ts'
import { getCurrentRows } from '../../state/message-list.ts'
import { setRead } from '../../state/set-read.ts'
import { contentInput, prefetchContent } from './message-content.ts'
import { HeadersDialog } from './dialogs/headers-dialog.tsx'
import { imagePolicy } from './body/image-policy.ts'
import { OpenedBody } from './body/opened-body.tsx'
import { InnerMessage } from './inside/inner-message.tsx'
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
  const inside = useNavigation((state) => state.inside)

  useMarkReadWhenShown(row, isShown)
  usePrefetchNext(row.id, isShown)

  const inner = inside.at(-1)
  if (inner) {
    const outerSubject = inside.at(-2)?.name.replace(/\.eml$/iu, '') ?? row.subject
    return (
      <InnerMessage key={inner.attachmentId} row={row} step={inner} outerSubject={outerSubject} />
    )
  }
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
      <MessageHeader
        message={{ ...row, date: row.receivedAt }}
        content={content}
        account={account}
      />
      <OpenedBody
        message={{ mailboxId: row.mailboxId, messageId: row.id, insideId: null }}
        content={content}
        query={query}
        images={images}
        subject={row.subject}
        onShowImages={() => setShownOnce(true)}
      />
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
