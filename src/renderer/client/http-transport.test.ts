import { describe, expect, it } from 'vitest'
import { createHttpTransport, parseFilename, parseEvent } from './http-transport.ts'

const answering = (response: Response) => {
  const requests: { url: string; init: RequestInit }[] = []
  const transport = createHttpTransport({
    fetch: (url, init) => {
      requests.push({ url, init })
      return Promise.resolve(response)
    },
  })
  return { transport, requests }
}

describe('a call over HTTP', () => {
  it('sends snake_case and reads camelCase', async () => {
    const { transport, requests } = answering(
      Response.json({ updated_count: 1, accounts: [], failed: [] }),
    )
    const result = await transport.call('emails.readStatus', {
      mailboxId: 'm 1',
      isRead: true,
      items: [{ accountId: 'a', providerMessageId: 'p' }],
    })
    expect(result).toEqual({ ok: true, value: { updatedCount: 1, accounts: [], failed: [] } })
    expect(requests[0]?.url).toBe('/api/mailboxes/m%201/emails/read-status')
    expect(requests[0]?.init).toMatchObject({ method: 'PATCH', credentials: 'same-origin' })
    expect(JSON.parse(requests[0]?.init.body as string)).toEqual({
      is_read: true,
      items: [{ account_id: 'a', provider_message_id: 'p' }],
    })
  })

  it('puts the input of a query into the address', async () => {
    const { transport, requests } = answering(Response.json({ items: [] }))
    await transport.call('emails.list', { mailboxId: 'm', box: 'INBOX', accountId: 'a', limit: 5 })
    expect(requests[0]?.url).toBe('/api/mailboxes/m/emails?box=INBOX&account_id=a&limit=5')
  })

  it('answers a declared error as it came', async () => {
    const error = { code: 'email_not_found', message: 'Gone', detail: { message_id: 'x' } }
    const { transport } = answering(Response.json({ error }, { status: 404 }))
    expect(await transport.call('mailboxes.list', {})).toEqual({
      ok: false,
      error: { code: 'email_not_found', message: 'Gone', detail: { messageId: 'x' } },
    })
  })

  it('takes an answer that is no error of ours for what its status says', async () => {
    const refused = answering(new Response('<html>', { status: 401 }))
    expect(await refused.transport.call('mailboxes.list', {})).toMatchObject({
      error: { code: 'unauthorized' },
    })
    const broken = answering(new Response('oops', { status: 500 }))
    expect(await broken.transport.call('mailboxes.list', {})).toMatchObject({
      error: { code: 'api_error' },
    })
  })

  it('never rejects: no connection is an answer', async () => {
    const transport = createHttpTransport({ fetch: () => Promise.reject(new TypeError('down')) })
    expect(await transport.call('mailboxes.list', {})).toMatchObject({
      ok: false,
      error: { code: 'offline' },
    })
  })

  it('that is aborted ends its request, and is cancelled, not offline', async () => {
    const aborting = new AbortController()
    const transport = createHttpTransport({
      fetch: (_url, { signal }) =>
        new Promise((_resolve, reject) =>
          signal?.addEventListener('abort', () => reject(new DOMException('', 'AbortError'))),
        ),
    })
    const answer = transport.call('mailboxes.list', {}, aborting)
    aborting.abort()
    expect(await answer).toMatchObject({ ok: false, error: { code: 'cancelled' } })
  })

  it('keeps the bytes and the name of a download', async () => {
    const { transport } = answering(
      new Response(new Uint8Array([1, 2, 3]), {
        headers: {
          'content-type': 'message/rfc822',
          'content-disposition': 'attachment; filename="mail.eml"',
        },
      }),
    )
    const input = { mailboxId: 'm', providerMessageId: 'p' }
    expect(await transport.call('emails.raw', input)).toEqual({
      ok: true,
      value: {
        filename: 'mail.eml',
        contentType: 'message/rfc822',
        bytes: new Uint8Array([1, 2, 3]),
      },
    })
  })
})

describe('the name of a file', () => {
  it.each([
    [`attachment; filename="a \\"b\\".pdf"`, 'a "b".pdf'],
    [`attachment; filename="x.pdf"; filename*=UTF-8''a%C3%B1o.pdf`, 'año.pdf'],
    [`attachment; filename=plain.txt`, 'plain.txt'],
    [`attachment; filename*=UTF-8''%ZZ; filename="safe.txt"`, 'safe.txt'],
    [null, 'download'],
  ])('%s → %s', (header, name) => {
    expect(parseFilename(header)).toBe(name)
  })
})

describe('an event', () => {
  it('has its type from its name and its keys in camelCase', () => {
    expect(parseEvent('drafts.changed', '{"mailbox_id":"m"}')).toEqual({
      type: 'drafts.changed',
      mailboxId: 'm',
    })
  })

  it('is dropped when it is no object, of no known type, or without a field it must have', () => {
    expect(parseEvent('drafts.changed', 'nonsense')).toBeNull()
    expect(parseEvent('drafts.changed', '[1]')).toBeNull()
    expect(parseEvent('drafts.exploded', '{"mailbox_id":"m"}')).toBeNull()
    expect(parseEvent('drafts.changed', '{"mailbox":"m"}')).toBeNull()
  })
})
