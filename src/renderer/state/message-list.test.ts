import { InfiniteQueryObserver, QueryClient } from '@tanstack/react-query'
import { describe, expect, it } from 'vitest'
import type { EmailListItem } from '#shared/contract/emails.ts'
import { listInput, flattenPages, messageListOptions, updateRows } from './message-list.ts'

const row = (id: string): EmailListItem => ({
  id,
  providerMessageId: id,
  accountId: 'a',
  mailboxId: 'm',
  threadId: 't',
  fromEmail: '',
  fromName: '',
  to: [],
  cc: [],
  subject: '',
  snippet: '',
  receivedAt: '2026-03-12T10:00:00Z',
  isRead: false,
  isStarred: false,
  hasAttachments: false,
  box: 'INBOX',
  labels: [],
})
const page = (...ids: string[]) => ({
  items: ids.map(row),
  total: 9,
  totalAtLeast: 9,
  limit: 100,
  offset: 0,
  nextCursor: null,
  isComplete: true,
})

describe('the rows of all pages', () => {
  it('come once each, though a page read again reaches into the next', () => {
    const data = { pages: [page('new', 'a', 'b'), page('b', 'c')], pageParams: [null, 'x'] }
    expect(flattenPages(data).map(({ id }) => id)).toEqual(['new', 'a', 'b', 'c'])
    expect(flattenPages(undefined)).toEqual([])
  })

  it('change without touching pages that hold none of them', () => {
    const data = { pages: [page('a', 'b'), page('c')], pageParams: [null, 'x'] }
    const next = updateRows(data, new Set(['b']), (old) => ({ ...old, isRead: true }))
    expect(next.pages[0]?.items.map(({ isRead }) => isRead)).toEqual([false, true])
    expect(next.pages[0]?.items[0]).toBe(data.pages[0]?.items[0])
    expect(next.pages[1]).toBe(data.pages[1])
  })
})

describe('the question to the core', () => {
  const view = { kind: 'box' as const, mailboxId: 'm', accountId: null, box: 'INBOX' as const }

  it('names the account only in an account’s own box', () => {
    expect(listInput(view, '')).not.toHaveProperty('accountId')
    expect(listInput({ ...view, accountId: 'a' }, '')).toMatchObject({ accountId: 'a' })
  })

  it('searches from two characters on', () => {
    expect(listInput(view, 'a')).not.toHaveProperty('q')
    expect(listInput(view, 'ab')).toMatchObject({ q: 'ab' })
  })
})

describe('a search that is typed quickly', () => {
  const view = { kind: 'box' as const, mailboxId: 'm', accountId: null, box: 'INBOX' as const }

  /** A list on the screen, over a core that answers when the test says so. */
  function setup() {
    const client = new QueryClient({ defaultOptions: { queries: { retry: false } } })
    const running = new Map<string, (found: ReturnType<typeof page>) => void>()
    const optionsOf = (query: string) =>
      messageListOptions(
        listInput(view, query),
        ({ q = '' }, { signal }) =>
          new Promise((resolve, reject) => {
            running.set(q, resolve)
            signal.addEventListener('abort', () => {
              running.delete(q)
              reject(new Error('cancelled'))
            })
          }),
      )
    const observer = new InfiniteQueryObserver(client, optionsOf(''))
    const stop = observer.subscribe(() => undefined)
    const type = (query: string): void => observer.setOptions(optionsOf(query))
    const shown = () => flattenPages(observer.getCurrentResult().data).map(({ id }) => id)
    const answer = async (query: string, ...ids: string[]): Promise<void> => {
      running.get(query)?.(page(...ids))
      await expect.poll(() => observer.getCurrentResult().isFetching).toBe(false)
    }
    const end = (): void => {
      stop()
      client.clear()
    }
    return { observer, running, type, shown, answer, end }
  }

  it('leaves no search running but the last, and shows the former rows until it answers', async () => {
    const { observer, running, type, shown, answer, end } = setup()
    await answer('', 'a', 'b', 'c')
    for (const query of ['in', 'inv', 'invo', 'invoi']) {
      type(query)
      expect(shown()).toEqual(['a', 'b', 'c'])
      expect(observer.getCurrentResult()).toMatchObject({ isError: false, isPlaceholderData: true })
    }
    expect([...running.keys()].filter((q) => q !== '')).toEqual(['invoi'])
    await answer('invoi', 'b')
    expect(shown()).toEqual(['b'])
    end()
  })

  it('reads again what was cancelled when it is asked for once more, and is no error meanwhile', async () => {
    const { observer, running, type, shown, answer, end } = setup()
    await answer('', 'a')
    type('in')
    type('inv')
    type('in')
    expect([...running.keys()].filter((q) => q !== '')).toEqual(['in'])
    expect(observer.getCurrentResult()).toMatchObject({ isError: false, failureCount: 0 })
    await answer('in', 'a')
    expect(shown()).toEqual(['a'])
    end()
  })
})
