import { Mail, MailOpen, X } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { useLocale } from '../../../i18n/use-locale.ts'
import { findShortcut, runCommand } from '../../../state/commands.ts'
import { useNavigation } from '../../../state/navigation.ts'
import { Button } from '../../../ui/button.tsx'
import { IconButton } from '../../../ui/icon-button.tsx'

/** What can be done with the ticked rows; stands over the list while any are. */
export function BulkBar({ loaded }: { loaded: number }) {
  const { t } = useTranslation()
  const locale = useLocale()
  const count = useNavigation((state) => state.checked.size)
  if (count === 0) return null
  return (
    <div
      role="toolbar"
      aria-label={t('list.bulk')}
      className="flex h-10 shrink-0 animate-fade items-center gap-1 border-b border-line bg-accent-soft ps-4 pe-2"
    >
      <span aria-live="polite" className="shrink-0 text-sm font-semibold tabular-nums">
        {t('list.ticked', { count, number: count.toLocaleString(locale) })}
      </span>
      {count < loaded ? (
        <Button
          tone="ghost"
          size="small"
          className="!hidden @xs:!inline-flex"
          onClick={() => runCommand('checkAll')}
        >
          {t('list.tickAll', { number: loaded.toLocaleString(locale) })}
        </Button>
      ) : null}
      <span className="flex-1" />
      <IconButton
        label={t('commands.markRead')}
        keys={findShortcut('markRead')}
        icon={<MailOpen size={16} strokeWidth={1.75} />}
        onClick={() => runCommand('markRead')}
      />
      <IconButton
        label={t('commands.markUnread')}
        keys={findShortcut('markUnread')}
        icon={<Mail size={16} strokeWidth={1.75} />}
        onClick={() => runCommand('markUnread')}
      />
      <IconButton
        label={t('commands.uncheck')}
        keys={findShortcut('uncheck')}
        icon={<X size={16} strokeWidth={1.75} />}
        onClick={() => runCommand('uncheck')}
      />
    </div>
  )
}
