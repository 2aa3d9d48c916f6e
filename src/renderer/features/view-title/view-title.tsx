import { PanelLeft } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { IconButton } from '../../ui/icon-button.tsx'
import { findShortcut, runCommand } from '../../state/commands.ts'
import { useLayout } from '../../state/layout.ts'

export interface ViewTitleProps {
  title: string
  /** Whose it is: the mailbox’s or the account’s name. */
  context: string
}

/** The title line of a view, with the way back to a hidden sidebar. */
export function ViewTitle({ title, context }: ViewTitleProps) {
  const { t } = useTranslation()
  const sidebarHidden = useLayout((state) => state.sidebarHidden)
  return (
    <>
      {sidebarHidden ? (
        <IconButton
          className="-ms-2"
          label={t('commands.sidebar')}
          keys={findShortcut('sidebar')}
          icon={<PanelLeft size={16} strokeWidth={1.75} />}
          onClick={() => runCommand('sidebar')}
        />
      ) : null}
      <h1 className="flex min-w-0 flex-1 items-baseline gap-2">
        <span className="max-w-full shrink-0 truncate text-base font-semibold">{title}</span>
        <span className="min-w-0 truncate text-xs text-ink-3">{context}</span>
      </h1>
    </>
  )
}
