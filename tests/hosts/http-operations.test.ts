import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { ERROR_STATUS, OperationError, type ErrorCode } from '#shared/errors.ts'
import { toHttpRequest } from '#shared/contract/http-request.ts'
import { startTestServer, type TestServer } from './test-server.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())
beforeEach(() => {
  server.core.calls.length = 0
})

const lastInput = (): unknown => server.core.calls.at(-1)?.input

describe('input', () => {
  it('is put together from path, query and body, in camelCase', async () => {
    await server.request({
      method: 'PATCH',
      path: '/api/mailboxes/m%2F1/emails/read-status',
      body: JSON.stringify({
        is_read: false,
        items: [{ account_id: 'a', provider_message_id: 'p' }],
      }),
    })
    expect(server.core.calls.at(-1)?.name).toBe('emails.readStatus')
    expect(lastInput()).toEqual({
      mailboxId: 'm/1',
      isRead: false,
      items: [{ accountId: 'a', providerMessageId: 'p' }],
    })
  })

  it('reads numbers and booleans in a query as the schema means them', async () => {
    await server.request({ path: '/api/mailboxes/m/emails?box=INBOX&limit=50&offset=100&q=007' })
    expect(lastInput()).toMatchObject({ limit: 50, offset: 100, q: '007', box: 'INBOX' })
    await server.request({ method: 'DELETE', path: '/api/outbox/o1?keep_as_draft=false' })
    expect(lastInput()).toEqual({ id: 'o1', keepAsDraft: false })
  })

  it('answers 422 where a query is not what the schema wants', async () => {
    for (const query of ['limit=many', 'limit=0', 'limit=501', 'limit=1.5', 'box=NOWHERE']) {
      const answer = await server.request({ path: `/api/mailboxes/m/emails?box=INBOX&${query}` })
      expect(answer.status).toBe(422)
      expect(answer.json()).toMatchObject({ error: { code: 'invalid_input' } })
    }
  })

  it('refuses input that is nested too deep, as the body, in a field or in a query', async () => {
    const deep = '{"a":'.repeat(5_000) + '1' + '}'.repeat(5_000)
    const deepList = '['.repeat(5_000) + ']'.repeat(5_000)
    for (const ask of [
      { method: 'POST', path: '/api/mailboxes', body: deep },
      { method: 'POST', path: '/api/mailboxes', body: `{"display_name":${deep}}` },
      {
        method: 'PATCH',
        path: '/api/mailboxes/m/emails/read-status',
        body: `{"items":${deepList}}`,
      },
      { path: `/api/mailboxes/m/emails?account_id=${deepList.slice(0, 2_000)}` },
    ]) {
      const answer = await server.request(ask)
      expect(answer.status).toBe(422)
      expect(answer.json()).toMatchObject({ error: { code: 'invalid_input' } })
    }
  })

  it.each(['%F0%28', '%', 'x'.repeat(2_000)])(
    'answers a declared code for %s as a path parameter',
    async (parameter) => {
      const answer = await server.request({ path: `/api/mailboxes/${parameter}` })
      expect(answer.json()).toMatchObject({ error: { code: expect.any(String) as string } })
      const { error } = answer.json() as { error: { code: ErrorCode } }
      expect(answer.status).toBe(ERROR_STATUS[error.code])
    },
  )

  it('answers a declared code for what is no HTTP request', async () => {
    for (const text of ['nonsense\r\n\r\n', `GET / HTTP/1.1\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`]) {
      const answer = await sendRaw(server.port, text)
      expect(answer).toMatch(/^HTTP\/1\.1 422 /u)
      expect(answer).toContain('"code":"invalid_input"')
    }
  })

  it('lets nobody name another mailbox in the body than in the path', async () => {
    await server.request({
      method: 'PATCH',
      path: '/api/mailboxes/mine?mailbox_id=theirs',
      body: '{"mailbox_id":"theirs","display_name":"x"}',
    })
    expect(lastInput()).toMatchObject({ mailboxId: 'mine' })
  })

  it('keeps the keys of a map that is the caller’s own data', async () => {
    await server.request({
      method: 'PUT',
      path: '/api/provider-credentials/gmail',
      body: '{"credentials":{"installed":{"client_id":"id","redirect_uris":[]}}}',
    })
    expect(lastInput()).toEqual({
      provider: 'gmail',
      credentials: { installed: { client_id: 'id', redirect_uris: [] } },
    })
  })

  it('takes ids of 255 characters', async () => {
    const id = 'x'.repeat(255)
    await server.request({ path: `/api/mailboxes/${id}` })
    expect(lastInput()).toEqual({ mailboxId: id })
  })

  it('is what the typed client sends', async () => {
    const sent = { mailboxId: 'm é/?', accountId: 'a', providerMessageId: 'p=+', images: 'show' }
    const { method, path, query } = toHttpRequest('emails.content', sent)
    await server.request({ method, path: `${path}?${new URLSearchParams(query)}` })
    expect(lastInput()).toEqual(sent)
  })

  it.each(['{not json', '[]', '"text"', '7', '{"__proto__":{"x":1}}'])(
    'answers 422 for the body %s',
    async (body) => {
      const answer = await server.request({ method: 'POST', path: '/api/mailboxes', body })
      expect(answer.status).toBe(422)
      expect(answer.json()).toMatchObject({ error: { code: 'invalid_input' } })
      expect(server.core.calls).toEqual([])
    },
  )

  it('answers 422 for a body that is not JSON by its type', async () => {
    const headers = { 'content-type': 'application/x-www-form-urlencoded' }
    const answer = await server.request({
      method: 'POST',
      path: '/api/mailboxes',
      body: 'a=b',
      headers,
    })
    expect(answer.status).toBe(422)
  })

  it('answers 413 for a body over 50 MB', async () => {
    const headers = { 'content-length': String(50 * 1024 * 1024 + 1) }
    const answer = await server.request({
      method: 'POST',
      path: '/api/mailboxes',
      body: '{',
      headers,
    })
    expect(answer.status).toBe(413)
    expect(answer.json()).toMatchObject({ error: { code: 'file_too_large' } })
  })
})

describe('answers', () => {
  it('are snake_case JSON, not to be kept by caches', async () => {
    server.core.setResult('mailboxes.list', [{ mailboxId: 'm', signatureHtml: '<b>aB</b>' }])
    const answer = await server.request({ path: '/api/mailboxes' })
    expect(answer.json()).toEqual([{ mailbox_id: 'm', signature_html: '<b>aB</b>' }])
    expect(answer.headers['content-type']).toBe('application/json; charset=utf-8')
    expect(answer.headers['cache-control']).toBe('no-store')
  })

  it.each(Object.entries(ERROR_STATUS))('carry %s with status %i', async (code, status) => {
    const error = new OperationError(code as ErrorCode, 'In plain words', { retryAt: 'then' })
    server.core.setResult('mailboxes.list', error)
    const answer = await server.request({ path: '/api/mailboxes' })
    expect(answer.status).toBe(status)
    expect(answer.json()).toEqual({
      error: { code, message: 'In plain words', detail: { retry_at: 'then' } },
    })
  })

  it('say when to come back after rate_limited', async () => {
    server.core.setResult(
      'mailboxes.list',
      new OperationError('rate_limited', 'Wait', { retryAfterSeconds: 12.2 }),
    )
    expect((await server.request({ path: '/api/mailboxes' })).headers['retry-after']).toBe('13')
  })

  it('hide what an unexpected failure was, and log it once', async () => {
    server.core.setResult('mailboxes.list', new Error('SELECT secret FROM table'))
    const answer = await server.request({ path: '/api/mailboxes?token=private' })
    expect(answer.status).toBe(500)
    expect(answer.json()).toMatchObject({ error: { code: 'api_error' } })
    expect(answer.text).not.toContain('SELECT')
    expect(server.log.lines).toHaveLength(1)
    expect(JSON.stringify(server.log.lines)).not.toContain('private')
  })

  it.each([
    ['GET', '/api/nothing'],
    ['PUT', '/api/mailboxes'],
    ['POST', '/api/mailboxes/m/emails/none/at/all'],
  ])('say that %s %s does not exist, in the same envelope', async (method, path) => {
    const answer = await server.request({ method, path })
    expect(answer.status).toBe(404)
    expect(answer.json()).toMatchObject({ error: { code: 'route_not_found' } })
  })
})

describe('downloads', () => {
  const path = '/api/mailboxes/m/emails/p/attachments/a'
  const offer = (filename: string, contentType: string): void =>
    server.core.setResult('emails.attachment', {
      filename,
      contentType,
      bytes: new Uint8Array([0, 255, 10]),
    })

  it('are the bytes, as an attachment nothing can run in', async () => {
    offer('plan.pdf', 'application/pdf')
    const answer = await server.request({ path })
    expect([...answer.bytes]).toEqual([0, 255, 10])
    expect(answer.headers).toMatchObject({
      'content-type': 'application/pdf',
      'content-disposition': 'attachment; filename=plan.pdf',
      'x-content-type-options': 'nosniff',
      'content-security-policy': "sandbox; default-src 'none'",
    })
  })

  it.each([
    'text/html',
    'image/svg+xml',
    'application/xhtml+xml',
    'text/javascript',
    'TEXT/HTML; charset=utf-8',
    'x',
    '',
  ])('of type "%s" are sent as plain bytes', async (contentType) => {
    offer('x', contentType)
    expect((await server.request({ path })).headers['content-type']).toBe(
      'application/octet-stream',
    )
  })

  it('keep a name in any script, and no header can be smuggled in with it', async () => {
    offer('Zażółć "plan"\r\nSet-Cookie: a=b/../x.pdf', 'text/plain; charset=UTF-8')
    const { headers } = await server.request({ path })
    expect(headers['set-cookie']).toBeUndefined()
    expect(headers['content-type']).toBe('text/plain; charset=utf-8')
    const encoded = /filename\*=UTF-8''(\S+)$/u.exec(headers['content-disposition'] ?? '')?.[1]
    expect(decodeURIComponent(encoded ?? '')).toBe('Zażółć "plan"Set-Cookie: a=b_.._x.pdf')
  })

  it('are an error where the core answered something else', async () => {
    server.core.setResult('emails.attachment', { filename: 'x' })
    expect((await server.request({ path })).status).toBe(500)
  })
})

/** What the server answers to bytes that no HTTP client would send. */
async function sendRaw(port: number, request: string): Promise<string> {
  const socket = connect(port, '127.0.0.1')
  socket.write(request)
  return text(socket)
}
