import { RotateCw, TriangleAlert } from 'lucide-react'
import { useCallback, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useLocale } from '../../i18n/use-locale.ts'
import { accountName, useAccounts } from '../../state/accounts.ts'
import { useNavigation } from '../../state/navigation.ts'
import { useSettings } from '../../state/settings.ts'
import { useOperation } from '../../client/queries.ts'
import { errorText } from '../../i18n/error-text.ts'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { BulkBar } from './header/bulk-bar.tsx'
import { EmptyList } from './empty/empty-list.tsx'
import { isSearch, useMessageList, type BoxView } from '../../state/message-list.ts'
import { ListHeader } from './header/list-header.tsx'
import { MessageRows } from './rows/message-rows.tsx'
import { RowsSkeleton } from './rows/rows-skeleton.tsx'
import { useViewedBox } from './use-viewed-box.ts'

/** The messages of a box: header, bulk bar and rows, or why there are none. */
export function MessageList({ view }: { view: BoxView }) {
  const { t } = useTranslation()
  const locale = useLocale()
  const query = useNavigation((state) => state.query)
  const { density } = useSettings()
  const { list, rows, total } = useMessageList(view, query)
  const accounts = useAccounts(view.mailboxId)
  useViewedBox(view, [...accounts.keys()])
  const mailbox = useOperation('mailboxes.list', {}).data?.find(
    ({ mailboxId }) => mailboxId === view.mailboxId,
  )
  const account = view.accountId === null ? undefined : accounts.get(view.accountId)
  const { fetchNextPage } = list
  const loadMore = useCallback(() => void fetchNextPage(), [fetchNextPage])
  const searching = isSearch(query)
  const shownQuery = useShownQuery(query, list.isPlaceholderData)

  return (
    <section
      aria-label={t('list.label')}
      className="@container flex h-full min-w-0 flex-col bg-surface"
    >
      <ListHeader
        title={t(`boxes.${view.box}`)}
        context={account ? accountName(account) : (mailbox?.displayName ?? '')}
        {...(total === null || rows.length === 0
          ? {}
          : {
              note: t(
                total.isExact ? (searching ? 'list.found' : 'list.messages') : 'list.foundMore',
                { count: total.count, number: total.count.toLocaleString(locale) },
              ),
            })}
      />
      <BulkBar loaded={rows.length} />
      {list.isError && rows.length === 0 ? (
        <EmptyState
          alert
          icon={<TriangleAlert />}
          title={t('list.error')}
          description={errorText(t, list.error)}
          action={
            <Button icon={<RotateCw size={14} />} onClick={() => void list.refetch()}>
              {t('list.retry')}
            </Button>
          }
        />
      ) : list.isPending ? (
        <RowsSkeleton density={density} />
      ) : rows.length === 0 ? (
        <EmptyList view={view} query={searching ? query : ''} />
      ) : (
        <MessageRows
          key={`${view.mailboxId} ${view.accountId ?? ''} ${view.box} ${shownQuery}`}
          view={view}
          rows={rows}
          total={total?.isExact ? total.count : null}
          density={density}
          accounts={accounts}
          showAccount={view.accountId === null && accounts.size > 1}
          hasMore={list.hasNextPage && !list.isPlaceholderData}
          loadingMore={list.isFetchingNextPage}
          loadMore={loadMore}
        />
      )}
    </section>
  )
}

/** The search whose results are on the screen: the former one until the new results are there. */
function useShownQuery(query: string, isFormer: boolean): string {
  const [shown, setShown] = useState(query)
  if (!isFormer && shown !== query) setShown(query)
  return shown
}
