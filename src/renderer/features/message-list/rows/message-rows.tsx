import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useLayoutEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { Account } from '#shared/contract/accounts.ts'
import type { EmailListItem } from '#shared/contract/emails.ts'
import { accountName, accountTitle } from '../../../state/accounts.ts'
import { useNavigation } from '../../../state/navigation.ts'
import { Spinner } from '../../../ui/spinner.tsx'
import { ROW_HEIGHT, type Density } from './row-density.ts'
import type { BoxView } from '../../../state/message-list.ts'
import { MessageRow, type RowAccount } from './message-row.tsx'
import { countInsertedAbove } from './selection.ts'

interface MessageRowsProps {
  view: BoxView
  rows: readonly EmailListItem[]
  /** Null while it is not known. */
  total: number | null
  density: Density
  accounts: ReadonlyMap<string, Account>
  showAccount: boolean
  hasMore: boolean
  loadingMore: boolean
  loadMore: () => void
}

/** Fetch the next page when so many rows are left below the screen. */
const PREFETCH_ROWS = 30

/** The rows on the screen out of any number; new mail above never moves what one looks at. */
export function MessageRows({
  view,
  rows,
  total,
  density,
  accounts,
  showAccount,
  hasMore,
  loadingMore,
  loadMore,
}: MessageRowsProps) {
  const { t } = useTranslation()
  const scroller = useRef<HTMLDivElement>(null)
  const height = ROW_HEIGHT[density]
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => height,
    overscan: 8,
    getItemKey: (index) => rows[index]?.id ?? index,
  })
  const items = virtualizer.getVirtualItems()

  useEffect(() => {
    virtualizer.measure()
  }, [virtualizer, height])

  const last = items.at(-1)?.index ?? 0
  useEffect(() => {
    if (hasMore && !loadingMore && last >= rows.length - PREFETCH_ROWS) loadMore()
  }, [hasMore, loadingMore, last, rows.length, loadMore])

  // Hold the row on top where it is while others come in above it.
  const top = useRef<{ id: string | null; index: number }>({ id: null, index: 0 })
  useLayoutEffect(() => {
    const element = scroller.current
    if (element === null) return
    if (element.scrollTop > 0) {
      const ids = rows.map(({ id }) => id)
      const added = countInsertedAbove(ids, top.current.id, top.current.index)
      if (added !== 0) element.scrollTop += added * height
    }
    const index = Math.floor(element.scrollTop / height)
    top.current = { id: rows[index]?.id ?? null, index }
  }, [rows, height])

  // The keyboard’s row stays on the screen.
  const currentId = useNavigation((state) => state.currentId)
  useEffect(() => {
    if (currentId === null) return
    const index = rows.findIndex(({ id }) => id === currentId)
    if (index !== -1) virtualizer.scrollToIndex(index, { align: 'auto' })
    // Only a new current row scrolls; new rows must not.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [currentId, virtualizer])

  const names = useAccountNames(accounts)
  return (
    <div
      ref={scroller}
      role="listbox"
      tabIndex={0}
      aria-multiselectable="true"
      aria-label={t('list.label')}
      {...(currentId === null ? {} : { 'aria-activedescendant': `row-${currentId}` })}
      onScroll={(event) => {
        const index = Math.floor(event.currentTarget.scrollTop / height)
        top.current = { id: rows[index]?.id ?? null, index }
      }}
      className="@container min-h-0 flex-1 overflow-y-auto overscroll-contain focus-inset"
    >
      <div className="relative" style={{ height: virtualizer.getTotalSize() }}>
        {items.map((item) => {
          const row = rows[item.index]
          return row === undefined ? null : (
            <MessageRow
              key={row.id}
              row={row}
              index={item.index}
              top={item.start}
              total={total}
              box={view.box}
              density={density}
              account={names.get(row.accountId)}
              showAccount={showAccount}
            />
          )
        })}
      </div>
      {loadingMore ? (
        <div className="flex h-10 items-center justify-center gap-2 text-xs text-ink-3">
          <Spinner size={14} />
          {t('list.loadingMore')}
        </div>
      ) : null}
    </div>
  )
}

/** Names and colours by account, each the same object for as long as it says the same. */
function useAccountNames(accounts: ReadonlyMap<string, Account>): ReadonlyMap<string, RowAccount> {
  const { t } = useTranslation()
  const known = useRef(new Map<string, RowAccount>())
  for (const [id, account] of accounts) {
    const { colour } = account
    const name = accountName(account)
    const title = accountTitle(t, account)
    const before = known.current.get(id)
    if (before?.name !== name || before.colour !== colour || before.title !== title) {
      known.current.set(id, { name, title, colour })
    }
  }
  return known.current
}
