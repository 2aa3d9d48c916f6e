import { QueryClient, QueryObserver, type InfiniteData } from '@tanstack/react-query'
import { describe, expect, it } from 'vitest'
import type { OutputOf } from '#shared/contract/index.ts'
import type { EmailListItem } from '#shared/contract/emails.ts'
import { refreshMessageLists, refreshPages } from './refresh-message-lists.ts'

type Page = OutputOf<'emails.list'>
type Pages = InfiniteData<Page, string | null>

const row = (id: number, isRead = true): EmailListItem => ({
  id: String(id),
  providerMessageId: `p${id}`,
  accountId: 'a',
  mailboxId: 'm',
  threadId: 't',
  fromEmail: '',
  fromName: '',
  to: [],
  cc: [],
  subject: '',
  snippet: '',
  receivedAt: '2026-01-01T00:00:00.000Z',
  isRead,
  isStarred: false,
  hasAttachments: false,
  box: 'INBOX',
  labels: [],
})

const SIZE = 3

/** A core with these messages, newest first; a page begins after the id in its cursor. */
function core(ids: number[]) {
  const state = { ids: ids.toSorted((one, other) => other - one), unread: new Set<number>() }
  const calls: (string | null)[] = []
  const read = async (cursor: string | null): Promise<Page> => {
    calls.push(cursor)
    const after = cursor === null ? Infinity : Number(cursor)
    const found = state.ids.filter((id) => id < after)
    const items = found.slice(0, SIZE).map((id) => row(id, !state.unread.has(id)))
    return {
      items,
      total: state.ids.length,
      totalAtLeast: state.ids.length,
      limit: SIZE,
      offset: 0,
      nextCursor: found.length > SIZE ? String(items.at(-1)?.id) : null,
      isComplete: true,
    }
  }
  const load = async (count: number): Promise<Pages> => {
    const pages: Page[] = []
    const pageParams: (string | null)[] = []
    let cursor: string | null = null
    for (let index = 0; index < count; index += 1) {
      const page = await read(cursor)
      pages.push(page)
      pageParams.push(cursor)
      cursor = page.nextCursor
    }
    calls.length = 0
    return { pages, pageParams }
  }
  return { state, calls, read, load }
}

const shown = (data: Pages | null) =>
  data?.pages.map(({ items }) => items.map(({ id }) => id).join())

describe('the pages of a list after messages changed', () => {
  const all = [90, 80, 70, 60, 50, 40, 30, 20, 10]

  it('are read again only where a changed message stands', async () => {
    const { state, calls, read, load } = core(all)
    const data = await load(3)
    state.unread.add(50)
    const next = await refreshPages(data, new Set(['50']), read)
    expect(calls).toEqual(['70'])
    expect(next?.pages[1]?.items.map(({ isRead }) => isRead)).toEqual([true, false, true])
    expect(next?.pages[0]).toBe(data.pages[0])
  })

  it('have a new message at the place of its date, and lose none that it pushes on', async () => {
    const { state, calls, read, load } = core(all)
    const data = await load(3)
    state.ids = [95, ...state.ids]
    const next = await refreshPages(data, new Set(['95']), read)
    expect(calls).toEqual([null])
    expect(shown(next)).toEqual(['95,90,80,70', '60,50,40', '30,20,10'])
    expect(next?.pages[0]?.total).toBe(10)
    expect(next?.pages[2]?.total).toBe(10)
  })

  it('show a message that left no more, and the next page’s rows once', async () => {
    const { state, calls, read, load } = core(all)
    const data = await load(3)
    state.ids = state.ids.filter((id) => id !== 80)
    const next = await refreshPages(data, new Set(['80']), read)
    expect(calls).toEqual([null])
    expect(shown(next)).toEqual(['90,70', '60,50,40', '30,20,10'])
  })

  it('stay as they are when the message belongs below all of them', async () => {
    const { calls, read, load } = core(all)
    const data = await load(2)
    expect(await refreshPages(data, new Set(['5']), read)).toBe(data)
    expect(calls).toEqual([])
  })

  it('are read whole when too much has changed to tell page by page', async () => {
    const { state, read, load } = core(all)
    const data = await load(3)
    state.ids = [99, 98, 97, 96, ...state.ids]
    expect(await refreshPages(data, new Set(['99', '98', '97', '96']), read)).toBeNull()
  })
})

describe('refreshMessageLists', () => {
  const event = {
    type: 'messages.changed' as const,
    mailboxId: 'm',
    accountId: 'a',
    messageIds: ['50'],
    boxes: ['INBOX' as const],
    labelIds: ['Label_1'],
  }

  it('asks nothing for lists of other boxes, accounts and mailboxes', async () => {
    const client = new QueryClient()
    const { load, read, calls } = core([60, 50, 40])
    const inputs = [
      { mailboxId: 'm', box: 'SENT' as const },
      { mailboxId: 'm', box: 'INBOX' as const, accountId: 'b' },
      { mailboxId: 'n', box: 'INBOX' as const },
      { mailboxId: 'm', label: 'Label_2' },
    ]
    for (const input of inputs) {
      client.setQueryData(['emails.list', input], await load(1))
      new QueryObserver(client, {
        queryKey: ['emails.list', input],
        staleTime: Infinity,
      }).subscribe(() => undefined)
    }
    await refreshMessageLists(client, [event], async ({ cursor }) => read(cursor ?? null))
    expect(calls).toEqual([])
  })

  it('reads one page of the list on the screen, and none of a list that is not', async () => {
    const client = new QueryClient()
    const { load, read, calls } = core([90, 80, 70, 60, 50, 40])
    const onScreen = { mailboxId: 'm', box: 'INBOX' as const }
    const hidden = { mailboxId: 'm', label: 'Label_1' }
    for (const input of [onScreen, hidden]) {
      client.setQueryData(['emails.list', input], await load(2))
    }
    new QueryObserver(client, {
      queryKey: ['emails.list', onScreen],
      staleTime: Infinity,
    }).subscribe(() => undefined)
    await refreshMessageLists(client, [event], async ({ cursor }) => read(cursor ?? null))
    expect(calls).toEqual(['70'])
    expect(client.getQueryState(['emails.list', hidden])?.isInvalidated).toBe(true)
  })
})
