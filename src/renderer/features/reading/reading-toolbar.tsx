import {
  ArrowLeft,
  Code,
  Ellipsis,
  Forward,
  List,
  Mail,
  MailOpen,
  Printer,
  Reply,
  ReplyAll,
  SunMoon,
} from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { EmailListItem } from '#shared/contract/emails.ts'
import { findShortcut, runCommand, type CommandId } from '../../state/commands.ts'
import { useMessageColours } from '../../state/message-colours.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { DropdownMenu } from '../../ui/menu.tsx'
import { useDarkPage } from '../../ui/use-dark-page.ts'
import { hasOwnColours } from './body/dark-colours.ts'
import { LinksPopover } from './links/links-popover.tsx'
import { setRead } from '../../state/set-read.ts'

interface ReadingToolbarProps {
  row: EmailListItem
  hasContent: boolean
  /** The message covers the list: there is a way back. */
  covering: boolean
  /** The message’s sanitised HTML, for its links. */
  html: string
  onSource: () => void
  onHeaders: () => void
  onPrint: () => void
}

/** What can be done with the message one reads. */
export function ReadingToolbar({
  row,
  hasContent,
  covering,
  html,
  onSource,
  onHeaders,
  onPrint,
}: ReadingToolbarProps) {
  const { t } = useTranslation()
  const isDark = useDarkPage()
  const originalId = useMessageColours((state) => state.originalId)
  const action = (id: CommandId, icon: React.ReactNode) => (
    <IconButton
      label={t(`commands.${id}`)}
      keys={findShortcut(id)}
      icon={icon}
      onClick={() => runCommand(id)}
    />
  )
  return (
    <div
      role="toolbar"
      aria-label={t('reading.toolbar')}
      className="flex h-11 shrink-0 items-center gap-0.5 border-b border-line px-3"
    >
      {covering ? (
        <>
          {action('back', <ArrowLeft size={16} strokeWidth={1.75} className="rtl:rotate-180" />)}
          <span className="mx-1 h-4 w-px bg-line" />
        </>
      ) : null}
      {action('reply', <Reply size={16} strokeWidth={1.75} />)}
      {action('replyAll', <ReplyAll size={16} strokeWidth={1.75} />)}
      {action('forward', <Forward size={16} strokeWidth={1.75} />)}
      <span className="mx-1 h-4 w-px bg-line" />
      <IconButton
        label={t(row.isRead ? 'commands.markUnread' : 'commands.markRead')}
        keys={findShortcut(row.isRead ? 'markUnread' : 'markRead')}
        icon={
          row.isRead ? (
            <Mail size={16} strokeWidth={1.75} />
          ) : (
            <MailOpen size={16} strokeWidth={1.75} />
          )
        }
        onClick={() => void setRead([row], !row.isRead, { undo: true })}
      />
      <span className="flex-1" />
      <LinksPopover html={html} />
      {isDark && hasOwnColours(html) ? (
        <IconButton
          label={t('commands.originalColours')}
          keys={findShortcut('originalColours')}
          active={originalId === row.id}
          aria-pressed={originalId === row.id}
          icon={<SunMoon size={16} strokeWidth={1.75} />}
          onClick={() => runCommand('originalColours')}
        />
      ) : null}
      <IconButton
        label={t('reading.print')}
        disabled={!hasContent}
        icon={<Printer size={16} strokeWidth={1.75} />}
        onClick={onPrint}
      />
      <DropdownMenu
        entries={[
          {
            kind: 'item',
            id: 'source',
            label: t('reading.source'),
            icon: <Code size={16} />,
            onSelect: onSource,
          },
          {
            kind: 'item',
            id: 'headers',
            label: t('reading.headers'),
            icon: <List size={16} />,
            disabled: !hasContent,
            onSelect: onHeaders,
          },
        ]}
      >
        <button
          type="button"
          aria-label={t('reading.more')}
          className="inline-flex size-7 items-center justify-center rounded-md text-ink-2 hover:bg-hover hover:text-ink data-[state=open]:bg-hover"
        >
          <Ellipsis size={16} strokeWidth={1.75} />
        </button>
      </DropdownMenu>
    </div>
  )
}
