import {
  useInfiniteQuery,
  type InfiniteData,
  type InfiniteQueryObserverOptions,
} from '@tanstack/react-query'
import { useMemo } from 'react'
import type { EmailListItem } from '#shared/contract/emails.ts'
import type { InputOf, OutputOf } from '#shared/contract/index.ts'
import { fieldOf } from '#shared/domain/is-record.ts'
import { useListTotal } from './list-total.ts'
import { useNavigation, type View } from './navigation.ts'
import { call, type CallError } from '../client/client.ts'
import { operationKey, queryClient } from '../client/queries.ts'

export type BoxView = Extract<View, { kind: 'box' }>
type Page = OutputOf<'emails.list'>
type Pages = InfiniteData<Page, string | null>

const PAGE_SIZE = 100

/** A search counts from two characters on; one that is not ASCII can be a word, as in Chinese. */
export function isSearch(query: string): boolean {
  return query.length >= 2 || /\P{ASCII}/u.test(query)
}

/** The input that lists a view. */
export function listInput(view: BoxView, query: string): InputOf<'emails.list'> {
  return {
    mailboxId: view.mailboxId,
    box: view.box,
    limit: PAGE_SIZE,
    ...(view.accountId === null ? {} : { accountId: view.accountId }),
    ...(isSearch(query) ? { q: query } : {}),
  }
}

/**
 * How a list is read: page after page by cursor. A search that another replaces is cancelled, and
 * its rows stay on the screen until the other's are there.
 */
export function messageListOptions(
  input: InputOf<'emails.list'>,
  read: (
    input: InputOf<'emails.list'>,
    options: { signal: AbortSignal },
  ) => Promise<Page> = readPage,
): InfiniteQueryObserverOptions<Page, CallError, Pages, readonly unknown[], string | null> {
  return {
    queryKey: operationKey('emails.list', input),
    queryFn: ({ pageParam, signal }) =>
      read({ ...input, ...(pageParam === null ? {} : { cursor: pageParam }) }, { signal }),
    initialPageParam: null,
    getNextPageParam: (page) => page.nextCursor,
    placeholderData: (former, formerQuery) =>
      isSameView(formerQuery?.queryKey[1], input) ? former : undefined,
  }
}

const readPage = (input: InputOf<'emails.list'>, options: { signal: AbortSignal }): Promise<Page> =>
  call('emails.list', input, options)

/** A view’s rows, newest first, page after page by cursor. */
export function useMessageList(view: BoxView, query: string) {
  const input = listInput(view, query)
  const list = useInfiniteQuery(messageListOptions(input))
  const rows = useMemo(() => flattenPages(list.data), [list.data])
  const total = useListTotal(input, list.data?.pages[0], rows.length, list.isPlaceholderData)
  return { list, rows, total }
}

function isSameView(key: unknown, input: InputOf<'emails.list'>): boolean {
  return (['mailboxId', 'accountId', 'box', 'label'] as const).every(
    (name) => fieldOf(key, name) === input[name],
  )
}

/** The rows of all pages, each once: a page read again may reach into the next. */
export function flattenPages(data: Pages | undefined): EmailListItem[] {
  if (!data) return []
  if (data.pages.length === 1) return data.pages[0]?.items ?? []
  const seen = new Set<string>()
  return data.pages.flatMap(({ items }) =>
    items.filter(({ id }) => (seen.has(id) ? false : seen.add(id))),
  )
}

/** The rows on the screen, outside React. */
export function getCurrentRows(): EmailListItem[] {
  const { view, query } = useNavigation.getState()
  if (view?.kind !== 'box') return []
  return flattenPages(
    queryClient.getQueryData<Pages>(operationKey('emails.list', listInput(view, query))),
  )
}

/** A row known from any list, for what is needed before a message’s content is there. */
export function findCachedRow(id: string): EmailListItem | undefined {
  for (const [, data] of queryClient.getQueriesData<Pages>({ queryKey: ['emails.list'] })) {
    for (const { items } of data?.pages ?? []) {
      const row = items.find((item) => item.id === id)
      if (row) return row
    }
  }
  return undefined
}

/** The pages with some rows changed; everything else keeps its identity. */
export function updateRows(
  data: Pages,
  ids: ReadonlySet<string>,
  change: (row: EmailListItem) => EmailListItem,
): Pages {
  return {
    ...data,
    pages: data.pages.map((page) =>
      page.items.some(({ id }) => ids.has(id))
        ? { ...page, items: page.items.map((row) => (ids.has(row.id) ? change(row) : row)) }
        : page,
    ),
  }
}
