import { QueryObserver } from '@tanstack/react-query'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { call } from './client.ts'
import { operationKey, queryClient, readOperation } from './queries.ts'

/** A core that answers when the test says so, and ends requests that are aborted. */
const requests: { signal: AbortSignal | null; answer: (value: unknown) => void }[] = []

beforeEach(() => {
  requests.length = 0
  vi.stubGlobal(
    'fetch',
    (_url: string, { signal = null }: RequestInit) =>
      new Promise<Response>((resolve, reject) => {
        const abort = (): void => reject(new DOMException('', 'AbortError'))
        if (signal?.aborted === true) abort()
        signal?.addEventListener('abort', abort)
        requests.push({ signal, answer: (value) => resolve(Response.json(value)) })
      }),
  )
})
afterEach(() => {
  queryClient.clear()
  vi.unstubAllGlobals()
})

describe('a call', () => {
  it('that is aborted fails with the code cancelled', async () => {
    const aborting = new AbortController()
    const answer = call('mailboxes.list', {}, aborting)
    aborting.abort()
    await expect(answer).rejects.toMatchObject({ name: 'CallError', code: 'cancelled' })
  })

  it('that changes something is carried out and answered all the same', async () => {
    const aborting = new AbortController()
    const answer = call('mailboxes.create', { displayName: 'Work' }, aborting)
    aborting.abort()
    requests[0]?.answer({ mailbox_id: 'm' })
    expect(await answer).toEqual({ mailboxId: 'm' })
  })
})

describe('an operation that is read outside React', () => {
  /** A screen that shows the mailboxes. */
  const openScreen = (): (() => void) =>
    new QueryObserver(queryClient, {
      queryKey: operationKey('mailboxes.list', {}),
      queryFn: ({ signal }) => call('mailboxes.list', {}, { signal }),
    }).subscribe(() => undefined)

  it('shares the reading of a screen', async () => {
    const close = openScreen()
    const read = readOperation('mailboxes.list', {})
    requests[0]?.answer([])
    expect(await read).toEqual([])
    expect(requests).toHaveLength(1)
    close()
  })

  it('is read all the same where that screen goes away, which cancels its reading', async () => {
    const close = openScreen()
    const read = readOperation('mailboxes.list', {})
    close()
    expect(requests[0]?.signal?.aborted).toBe(true)
    await expect.poll(() => requests.length).toBe(2)
    requests[1]?.answer([])
    expect(await read).toEqual([])
  })
})
