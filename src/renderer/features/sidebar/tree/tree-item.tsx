import { clsx } from 'clsx'
import { ChevronRight } from 'lucide-react'
import type { ComponentProps, ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useLocale } from '../../../i18n/use-locale.ts'

interface TreeItemProps extends Omit<ComponentProps<'div'>, 'children'> {
  label: string
  /** 1 for a mailbox, 2 for what is in it, 3 for an account’s boxes. */
  level: 1 | 2 | 3
  icon: ReactNode
  selected?: boolean
  count?: number | undefined
  /** Present for items that fold. */
  expansion?: { open: boolean; onToggle: () => void }
  /** At the end, instead of the count while hovered: a button. */
  action?: ReactNode
  note?: ReactNode
  onSelect: () => void
}

const INDENT = { 1: 'ps-1', 2: 'ps-1', 3: 'ps-5' }

/** A line of the sidebar. */
export function TreeItem({
  label,
  level,
  icon,
  selected = false,
  count,
  expansion: fold,
  action,
  note,
  onSelect,
  className,
  ...rest
}: TreeItemProps) {
  const { t } = useTranslation()
  const locale = useLocale()
  const hasCount = count !== undefined && count > 0
  return (
    <div
      role="treeitem"
      tabIndex={selected || level === 1 ? 0 : -1}
      aria-level={level}
      aria-selected={selected}
      aria-expanded={fold?.open}
      aria-label={hasCount ? t('sidebar.withUnread', { name: label, count }) : label}
      onClick={onSelect}
      className={clsx(
        'group flex h-7 items-center gap-1 rounded-md pe-2 text-sm transition-colors duration-120 focus-inset',
        INDENT[level],
        selected ? 'bg-selected text-ink' : 'text-ink-2 hover:bg-pressed/60 hover:text-ink',
        level === 1 && 'font-semibold text-ink',
        className,
      )}
      {...rest}
    >
      {fold ? (
        <button
          type="button"
          data-fold=""
          tabIndex={-1}
          aria-label={t(fold.open ? 'sidebar.fold' : 'sidebar.unfold', { name: label })}
          className="flex size-4 shrink-0 items-center justify-center rounded-sm text-ink-3 hover:text-ink"
          onClick={(event) => {
            event.stopPropagation()
            fold.onToggle()
          }}
        >
          <ChevronRight
            size={12}
            className={clsx(
              'transition-transform duration-120',
              fold.open ? 'rotate-90' : 'rtl:rotate-180',
            )}
          />
        </button>
      ) : (
        <span className="w-4 shrink-0" />
      )}
      <span
        className={clsx(
          'flex size-4 shrink-0 items-center justify-center',
          selected ? 'text-accent' : 'text-ink-3',
        )}
      >
        {icon}
      </span>
      <span className="ms-1 min-w-0 flex-1 truncate">{label}</span>
      {note}
      {action === undefined ? null : (
        <span className="hidden shrink-0 group-focus-within:flex group-hover:flex">{action}</span>
      )}
      {hasCount ? (
        <span
          aria-hidden="true"
          className={clsx(
            'shrink-0 text-xs tabular-nums',
            action !== undefined && 'group-focus-within:hidden group-hover:hidden',
            selected ? 'font-semibold text-ink' : 'text-ink-3',
          )}
        >
          {count.toLocaleString(locale)}
        </span>
      ) : null}
    </div>
  )
}
