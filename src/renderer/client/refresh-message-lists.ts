import type { InfiniteData, Query, QueryClient } from '@tanstack/react-query'
import type { InputOf, OutputOf } from '#shared/contract/index.ts'
import type { CoreEvent } from '#shared/events.ts'

type Page = OutputOf<'emails.list'>
type Pages = InfiniteData<Page, string | null>
type ListInput = InputOf<'emails.list'>
type MessagesChanged = Extract<CoreEvent, { type: 'messages.changed' }>

/** Reads one page of a list: the same call that the list itself makes. */
export type ReadPage = (input: ListInput) => Promise<Page>

/**
 * Brings the loaded lists up to date after messages changed: lists that have none of them are left
 * alone, and of the others only those pages are read again that hold a changed message or the place
 * where it belongs. A list that nobody looks at is read when it is shown next.
 */
export async function refreshMessageLists(
  client: QueryClient,
  events: readonly MessagesChanged[],
  readPage: ReadPage,
): Promise<void> {
  const lists = client.getQueryCache().findAll({ queryKey: ['emails.list'] })
  await Promise.all(lists.map(async (query) => await refreshList(client, query, events, readPage)))
}

async function refreshList(
  client: QueryClient,
  query: Query,
  events: readonly MessagesChanged[],
  readPage: ReadPage,
): Promise<void> {
  const { queryKey } = query
  // eslint-disable-next-line @typescript-eslint/no-unsafe-type-assertion -- made by operationKey
  const input = queryKey[1] as ListInput
  const ids = new Set(
    events.filter((event) => isConcerned(input, event)).flatMap((event) => event.messageIds),
  )
  if (ids.size === 0) return
  const data = client.getQueryData<Pages>(queryKey)
  const isBusy = query.state.fetchStatus !== 'idle'
  if (data === undefined || !query.isActive() || isBusy) {
    await client.invalidateQueries({ queryKey, exact: true })
    return
  }
  const refreshed = await refreshPages(data, ids, async (cursor) =>
    readPage({ ...input, ...(cursor === null ? {} : { cursor }) }),
  ).catch(() => null)
  // A change of the list meanwhile would be lost, and a failure belongs on the screen.
  if (refreshed === null || client.getQueryData<Pages>(queryKey) !== data) {
    await client.invalidateQueries({ queryKey, exact: true })
  } else client.setQueryData<Pages>(queryKey, refreshed)
}

function isConcerned(input: ListInput, event: MessagesChanged): boolean {
  if (input.mailboxId !== event.mailboxId) return false
  if (input.accountId !== undefined && input.accountId !== event.accountId) return false
  if (input.label !== undefined) return event.labelIds?.includes(input.label) ?? true
  return input.box === undefined || event.boxes.includes(input.box)
}

/**
 * The pages with those read again that changed messages concern; null where that cannot be done page
 * by page, and the whole list is to be read. Pages keep where they begin, so a page from which
 * messages left is shorter, and one into which some came keeps those that they pushed out.
 */
export async function refreshPages(
  data: Pages,
  ids: ReadonlySet<string>,
  readPage: (cursor: string | null) => Promise<Page>,
): Promise<Pages | null> {
  const concerned = concernedPages(data, ids)
  if (concerned.length === 0) return data
  const pages = [...data.pages]
  let known: Pick<Page, 'total' | 'totalAtLeast'> | null = null
  for (const index of concerned) {
    const old = data.pages[index]
    if (old === undefined) return null
    const page = await readPage(data.pageParams[index] ?? null)
    known = { total: page.total, totalAtLeast: page.totalAtLeast }
    const isLast = index === data.pages.length - 1
    const merged = isLast ? page : mergePage(old, page, data.pages[index + 1], ids)
    if (merged === null) return null
    pages[index] = merged
  }
  return { ...data, pages: pages.map((page) => withTotal(page, known)) }
}

function withTotal(page: Page, known: Pick<Page, 'total' | 'totalAtLeast'> | null): Page {
  return known === null || page.total === known.total ? page : { ...page, ...known }
}

/** Ids are ordered by date, so between two pages' ends an id has its place. */
function concernedPages(data: Pages, ids: ReadonlySet<string>): number[] {
  const numbers = [...ids].map(Number)
  let above = Infinity
  const concerned: number[] = []
  for (const [index, { items, nextCursor }] of data.pages.entries()) {
    const end = nextCursor === null ? -Infinity : Number(items.at(-1)?.id ?? above)
    const top = above
    const belongsHere = numbers.some((id) => id < top && id >= end)
    if (belongsHere || items.some(({ id }) => ids.has(id))) concerned.push(index)
    above = end
  }
  return concerned
}

function mergePage(
  old: Page,
  page: Page,
  next: Page | undefined,
  ids: ReadonlySet<string>,
): Page | null {
  const below = new Set(next?.items.map(({ id }) => id))
  const items = page.items.filter(({ id }) => !below.has(id))
  if (items.length < page.items.length) return { ...old, items }
  const last = items.at(-1)
  const at = old.items.findIndex(({ id }) => id === last?.id)
  // Where the last row of the new page is no row of the old one, nothing tells what lies between.
  if (at === -1) return items.length === 0 ? null : page.nextCursor === null ? page : null
  const pushedOut = old.items.slice(at + 1)
  if (pushedOut.some(({ id }) => ids.has(id))) return null
  return { ...old, items: [...items, ...pushedOut] }
}
