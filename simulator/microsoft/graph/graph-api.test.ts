import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startSimulator, type MicrosoftAccount, type Simulator } from '../../start-simulator.ts'
import {
  createGraphTestClient,
  IMMUTABLE,
  readResponse,
  type GraphTestClient,
} from '../../testing/graph-test-client.ts'

const EMAIL = 'mara@contoso.example'
const OTHER = 'ben@contoso.example'
let simulator: Simulator
let account: MicrosoftAccount
let call: GraphTestClient
let now = 0

beforeEach(async () => {
  now = Date.UTC(2026, 5, 1, 12)
  simulator = await startSimulator({ now: () => now })
  account = simulator.accounts.createMicrosoft({
    email: EMAIL,
    displayName: 'Mara Voss',
    messages: 120,
    folders: ['Projects/Clients'],
  })
  simulator.accounts.createMicrosoft({ email: OTHER, displayName: 'Ben Hale' })
  call = createGraphTestClient(simulator, EMAIL)
})
afterEach(() => simulator.close())

const to = (address: string) => [{ emailAddress: { address } }]
const draftTo = async (address: string, more: object = {}): Promise<string> =>
  String(
    (await call('POST', '/me/messages', { subject: 'Hello', toRecipients: to(address), ...more }))
      .json['id'],
  )

describe('reading', () => {
  it('lists folders ten at a time, nested ones below their parents, hidden ones on request', async () => {
    const first = await call('GET', '/me/mailFolders')
    const names = first.value.map((folder) => folder['displayName'])
    expect(names).toContain('Projects')
    expect(names).not.toContain('Clutter')
    const hidden = await call('GET', '/me/mailFolders?includeHiddenFolders=true&$top=100')
    expect(hidden.value.map((folder) => folder['displayName'])).toContain('Clutter')
    const { id } = account.folder('Projects')
    const children = await call('GET', `/me/mailFolders/${id}/childFolders`)
    expect(children.value).toMatchObject([{ displayName: 'Clients', parentFolderId: id }])
    const inbox = await call('GET', '/me/mailFolders/inbox')
    expect(inbox.json['totalItemCount']).toBe([...account.messages('inbox')].length)
  })

  it('lists messages ten at a time with a link to the next', async () => {
    const seen: unknown[] = []
    let at: string | undefined = '/me/messages?$select=id'
    while (at !== undefined) {
      const page = await call('GET', at)
      seen.push(...page.value.map(({ id }) => id))
      at = page.json['@odata.nextLink'] as string | undefined
    }
    expect(seen).toEqual([...account.messages()].map(({ id }) => id))
  })

  it('filters by read mark, conversation, Message-ID and time, and sorts', async () => {
    const [first] = [...account.messages('inbox')]
    const whole = await call(
      'GET',
      `/me/messages/${first?.id}?$select=internetMessageId,receivedDateTime`,
    )
    const filter = async (text: string) =>
      (
        await call(
          'GET',
          `/me/messages?$select=id,isRead&$top=1000&$filter=${encodeURIComponent(text)}`,
        )
      ).value
    expect(
      await filter(`internetMessageId eq '${String(whole.json['internetMessageId'])}'`),
    ).toMatchObject([{ id: first?.id }])
    expect(
      (await filter(`conversationId eq '${first?.conversationId}'`)).map(({ id }) => id),
    ).toContain(first?.id)
    expect((await filter('isRead eq false')).every(({ isRead }) => isRead === false)).toBe(true)
    expect(
      await filter(
        `receivedDateTime ge ${String(whole.json['receivedDateTime'])} and not isDraft eq true`,
      ),
    ).not.toEqual([])
    const oldest = await call('GET', '/me/messages?$orderby=receivedDateTime+asc&$top=1')
    expect(oldest.value[0]?.['id']).toBe([...account.messages()].at(-1)?.id)
  })

  it('gives headers and the unique body only where they are selected', async () => {
    const [first] = [...account.messages('inbox')]
    const plain = await call('GET', `/me/messages/${first?.id}`)
    expect(plain.json).not.toHaveProperty('internetMessageHeaders')
    expect(plain.json).toHaveProperty('body.contentType')
    const asked = await call('GET', `/me/messages/${first?.id}?$select=internetMessageHeaders`)
    expect(asked.json['internetMessageHeaders']).toContainEqual({
      name: 'MIME-Version',
      value: '1.0',
    })
    expect(asked.json).not.toHaveProperty('subject')
  })

  it('gives bodies in the type that is preferred, and says so', async () => {
    const id = simulator.accounts.deliver(EMAIL, { html: '<p>One</p><p>Two</p>' })
    const prefer = `${IMMUTABLE}, outlook.body-content-type="text"`
    const text = await call('GET', `/me/messages/${id}?$select=body`, undefined, { prefer })
    expect(text.json['body']).toEqual({ contentType: 'text', content: 'One\r\nTwo' })
    expect(text.headers.get('preference-applied')).toContain('outlook.body-content-type="text"')
  })

  it('gives the MIME as it came, byte for byte', async () => {
    const raw = 'From: A <a@b.example>\r\nSubject: =?utf-8?B?w6k=?=\r\n\r\nna\xc3\xafve'
    const id = simulator.accounts.deliver(EMAIL, Buffer.from(raw, 'latin1'))
    expect((await call('GET', `/me/messages/${id}/$value`)).bytes.toString('latin1')).toBe(raw)
  })
})

describe('ids', () => {
  it('stay through a move where they are immutable, and change where they are not', async () => {
    const [first] = [...account.messages('inbox')]
    const moved = await call('POST', `/me/messages/${first?.id}/move`, { destinationId: 'archive' })
    expect([moved.status, moved.json['id']]).toEqual([201, first?.id])
    expect((await call('GET', `/me/messages/${first?.id}`)).status).toBe(200)
    const old = await call('GET', `/me/messages/${first?.defaultId}`, undefined, { prefer: '' })
    expect([old.status, old.code]).toEqual([404, 'ErrorItemNotFound'])
    const back = await call(
      'POST',
      `/me/messages/${account.message(first?.id ?? '')?.defaultId}/move`,
      { destinationId: 'inbox' },
      { prefer: '' },
    )
    expect(back.json['id']).toBe(account.message(first?.id ?? '')?.defaultId)
  })

  it('are gone with a deletion', async () => {
    const [first] = [...account.messages('inbox')]
    expect((await call('DELETE', `/me/messages/${first?.id}`)).status).toBe(204)
    expect((await call('GET', `/me/messages/${first?.id}`)).status).toBe(404)
    expect(account.message(first?.id ?? '')).toBeNull()
  })
})

describe('sending', () => {
  it('turns a draft into the sent copy under the same id, and delivers it', async () => {
    const id = await draftTo(OTHER, {
      internetMessageHeaders: [{ name: 'X-App-Send-Id', value: 's1' }],
      body: { contentType: 'html', content: '<p>Hi</p>' },
    })
    expect(account.message(id)?.isDraft).toBe(true)
    expect((await call('POST', `/me/messages/${id}/send`)).status).toBe(202)
    expect(account.message(id)).toMatchObject({
      isDraft: false,
      folderId: account.folder('sentitems').id,
    })
    expect(account.message(id)?.raw.toString()).toContain('X-App-Send-Id: s1')
    const [arrived] = [...simulator.accounts.microsoft(OTHER).messages('inbox')]
    expect(arrived?.raw.toString()).toContain('Subject: Hello')
    expect((await call('POST', `/me/messages/${id}/send`)).status).toBe(400)
  })

  it('takes MIME, keeping Message-ID, threading and X- fields', async () => {
    const mime = Buffer.from(
      'From: Mara <mara@contoso.example>\r\nTo: ben@contoso.example\r\nSubject: Plan\r\nMessage-ID: <m1@app.example>\r\nIn-Reply-To: <q@x.example>\r\nX-App-Send-Id: s2\r\n\r\nText',
    ).toString('base64')
    const made = await call('POST', '/me/messages', mime, { 'content-type': 'text/plain' })
    expect(made.json).toMatchObject({
      internetMessageId: '<m1@app.example>',
      isDraft: true,
      subject: 'Plan',
    })
    await call('POST', `/me/messages/${String(made.json['id'])}/send`)
    const [arrived] = [...simulator.accounts.microsoft(OTHER).messages('inbox')]
    expect(arrived?.raw.toString()).toMatch(/X-App-Send-Id: s2\r\n/u)
    expect(arrived?.raw.toString()).toMatch(/In-Reply-To: <q@x.example>/u)
  })

  it('may show the sent copy late: nowhere until then, or still a draft', async () => {
    for (const draftRemains of [false, true]) {
      simulator.faults.add({
        match: { method: 'graph.messages.send' },
        times: 1,
        action: { lateSentMs: 30_000, draftRemains },
      })
      const id = await draftTo('far@away.example')
      expect((await call('POST', `/me/messages/${id}/send`)).status).toBe(202)
      const meanwhile = await call('GET', `/me/messages/${id}`)
      expect(draftRemains ? meanwhile.json['isDraft'] : meanwhile.status).toBe(
        draftRemains ? true : 404,
      )
      if (draftRemains) expect((await call('POST', `/me/messages/${id}/send`)).status).toBe(409)
      simulator.clock.advance(30_000)
      expect((await call('GET', `/me/messages/${id}`)).json).toMatchObject({
        isDraft: false,
        parentFolderId: account.folder('sentitems').id,
      })
    }
  })

  it('sends a draft that is deleted while it is on its way, without a copy', async () => {
    simulator.faults.add({
      match: { method: 'graph.messages.send' },
      times: 1,
      action: { lateSentMs: 30_000, draftRemains: true },
    })
    const id = await draftTo(OTHER)
    const before = [...account.messages('sentitems')].length
    await call('POST', `/me/messages/${id}/send`)
    expect((await call('DELETE', `/me/messages/${id}`)).status).toBe(204)
    simulator.clock.advance(30_000)
    expect([...account.messages('sentitems')]).toHaveLength(before)
    expect(simulator.accounts.microsoft(OTHER).count()).toBe(1)
  })

  it('does the work where the answer is lost', async () => {
    const id = await draftTo(OTHER)
    simulator.faults.add({
      match: { method: 'graph.messages.send' },
      times: 1,
      action: { dropConnection: 'after' },
    })
    await expect(call('POST', `/me/messages/${id}/send`)).rejects.toThrow()
    expect(account.message(id)?.isDraft).toBe(false)
    expect(simulator.accounts.microsoft(OTHER).count()).toBe(1)
  })

  it('reaches Gmail accounts, and is reached by them', async () => {
    simulator.accounts.create({ email: 'ana@sim.example' })
    await call('POST', '/me/sendMail', {
      message: { subject: 'Across', toRecipients: to('ana@sim.example') },
    })
    expect(simulator.accounts.get('ana@sim.example').count()).toBe(1)
    expect([...account.messages('sentitems')][0]?.raw.toString()).toContain('Across')
  })

  it('answers in the conversation, quoting, to the right people', async () => {
    const id = simulator.accounts.deliver(EMAIL, {
      from: { name: 'Ana', email: 'ana@mail.example' },
      to: [
        { name: 'Mara', email: EMAIL },
        { name: 'Ben', email: OTHER },
      ],
      subject: 'Plan',
      text: 'Shall we?',
    })
    const reply = await call('POST', `/me/messages/${id}/createReplyAll`, { comment: 'Yes.' })
    expect(reply.json).toMatchObject({
      subject: 'Re: Plan',
      isDraft: true,
      conversationId: account.message(id)?.conversationId,
      toRecipients: [
        { emailAddress: { address: 'ana@mail.example' } },
        { emailAddress: { address: OTHER } },
      ],
    })
    expect(reply.json).toHaveProperty(
      'body.content',
      expect.stringMatching(/^Yes\.[^]*Shall we\?/u),
    )
  })
})

describe('attachments', () => {
  it('are added, listed, read and removed', async () => {
    const id = await draftTo(OTHER)
    const file = {
      '@odata.type': '#microsoft.graph.fileAttachment',
      name: 'plan.txt',
      contentType: 'text/plain',
      contentBytes: Buffer.from('the plan').toString('base64'),
    }
    const added = await call('POST', `/me/messages/${id}/attachments`, file)
    expect(added.status).toBe(201)
    const path = `/me/messages/${id}/attachments/${String(added.json['id'])}`
    expect((await call('GET', `${path}/$value`)).bytes.toString()).toBe('the plan')
    expect((await call('GET', path)).json).toMatchObject(file)
    expect(
      (await call('GET', `/me/messages/${id}?$select=hasAttachments`)).json['hasAttachments'],
    ).toBe(true)
    const listed = await call('GET', `/me/messages/${id}/attachments?$select=id,name,size`)
    expect(listed.value).toMatchObject([{ name: 'plan.txt' }])
    expect(listed.value[0]).not.toHaveProperty('contentBytes')
    expect((await call('DELETE', path)).status).toBe(204)
    expect((await call('GET', path)).status).toBe(404)
  })

  it('are uploaded in ranges of 320 KiB multiples at a URL that takes no token', async () => {
    const id = await draftTo(OTHER)
    const content = Buffer.alloc(4 * 1024 * 1024 + 5, 7)
    const open = (size: number) =>
      call('POST', `/me/messages/${id}/attachments/createUploadSession`, {
        AttachmentItem: { attachmentType: 'file', name: 'big.bin', size },
      })
    expect((await open(1_000)).code).toBe('ErrorAttachmentSizeShouldNotBeLessThanMinimumSize')
    expect((await open(200 * 1024 * 1024)).status).toBe(400)
    const session = await open(content.length)
    const url = String(session.json['uploadUrl'])
    const put = async (start: number, end: number, headers: Record<string, string> = {}) =>
      readResponse(
        await fetch(url, {
          method: 'PUT',
          headers: { 'content-range': `bytes ${start}-${end - 1}/${content.length}`, ...headers },
          body: content.subarray(start, end),
        }),
      )
    const step = 10 * 320 * 1024
    expect((await put(0, step, { authorization: 'Bearer x' })).status).toBe(401)
    expect((await put(0, 1_000)).status).toBe(400)
    expect((await put(step, content.length)).status).toBe(416)
    expect((await put(0, step)).json['nextExpectedRanges']).toEqual([`${step}-`])
    expect((await put(step, content.length)).status).toBe(201)
    const listed = await call('GET', `/me/messages/${id}/attachments?$select=name`)
    expect(listed.value).toMatchObject([{ name: 'big.bin' }])
  })
})

describe('an upload session', () => {
  const open = async (): Promise<string> => {
    const id = await draftTo(OTHER)
    const session = await call('POST', `/me/messages/${id}/attachments/createUploadSession`, {
      AttachmentItem: { attachmentType: 'file', name: 'big.bin', size: 4 * 1024 * 1024 },
    })
    return String(session.json['uploadUrl'])
  }
  const put = async (url: string): Promise<number> =>
    (
      await fetch(url, {
        method: 'PUT',
        headers: { 'content-range': `bytes 0-${320 * 1024 - 1}/${4 * 1024 * 1024}` },
        body: Buffer.alloc(320 * 1024),
      })
    ).status

  it('takes nothing more after it was deleted, or after it has expired', async () => {
    const [deleted, expired] = [await open(), await open()]
    expect([await put(deleted), await put(expired)]).toEqual([200, 200])
    expect((await fetch(deleted, { method: 'DELETE' })).status).toBe(204)
    now += 3 * 24 * 3_600_000
    expect([await put(deleted), await put(expired)]).toEqual([404, 404])
  })

  it('is of 3 to 150 MB', async () => {
    const id = await draftTo(OTHER)
    const size = async (bytes: number): Promise<number> =>
      (
        await call('POST', `/me/messages/${id}/attachments/createUploadSession`, {
          AttachmentItem: { attachmentType: 'file', name: 'big.bin', size: bytes },
        })
      ).status
    const MB = 1024 * 1024
    expect([await size(3 * MB - 1), await size(3 * MB)]).toEqual([400, 201])
    expect([await size(150 * MB), await size(150 * MB + 1)]).toEqual([201, 400])
  })
})

describe('a batch', () => {
  it('serves up to 20, each counted, in any order, with each part’s own Prefer', async () => {
    const ids = [...account.messages('inbox')].slice(0, 18)
    simulator.ledger.reset()
    const reply = await call('POST', '/$batch', {
      requests: [
        ...ids.map(({ id }, n) => ({
          id: String(n),
          method: 'GET',
          url: `/me/messages/${id}?$select=subject`,
          headers: { Prefer: IMMUTABLE },
        })),
        { id: 'bare', method: 'GET', url: `/me/messages/${ids[0]?.id}` },
        {
          id: 'raw',
          method: 'GET',
          url: `/me/messages/${ids[0]?.id}/$value`,
          headers: { Prefer: IMMUTABLE },
        },
      ],
    })
    const responses = reply.json['responses'] as { id: string; status: number; body: unknown }[]
    expect(responses).toHaveLength(20)
    const bad = responses.filter(({ status }) => status !== 200)
    expect(bad.map(({ id, status }) => [id, status])).toEqual([['bare', 400]])
    expect(String(responses.find(({ id }) => id === 'raw')?.body)).toBe(
      ids[0]?.raw.toString('base64'),
    )
    const { httpRequests, batchParts, units } = simulator.ledger.snapshot()
    expect({ httpRequests, batchParts, units }).toEqual({
      httpRequests: 1,
      batchParts: 20,
      units: 20,
    })
  })

  it('stops what depends on a failure', async () => {
    const reply = await call('POST', '/$batch', {
      requests: [
        { id: 'a', method: 'GET', url: '/me/messages/abc' },
        { id: 'b', method: 'GET', url: '/me', dependsOn: ['a'] },
      ],
    })
    const responses = reply.json['responses'] as { id: string; status: number }[]
    expect(Object.fromEntries(responses.map(({ id, status }) => [id, status]))).toEqual({
      a: 400,
      b: 424,
    })
  })
})

describe('throttling', () => {
  it('refuses the fifth request at once for a mailbox, and the others’ share of a batch', async () => {
    await simulator.close()
    simulator = await startSimulator({ now: () => now, latencyMs: 100 })
    simulator.accounts.createMicrosoft({ email: EMAIL })
    call = createGraphTestClient(simulator, EMAIL)
    const five = await Promise.all(Array.from({ length: 5 }, () => call('GET', '/me')))
    const refused = five.filter(({ status }) => status !== 200)
    expect(refused).toHaveLength(1)
    expect([refused[0]?.status, refused[0]?.code]).toEqual([429, 'ApplicationThrottled'])
    expect(refused[0]?.json).toHaveProperty(
      'error.message',
      'Application is over its MailboxConcurrency limit.',
    )
    expect(Number(refused[0]?.headers.get('retry-after'))).toBeGreaterThan(0)
    expect(simulator.ledger.snapshot().throttled).toBe(1)

    const requests = Array.from({ length: 8 }, (_, n) => ({
      id: String(n),
      method: 'GET',
      url: '/me',
    }))
    const [, batch] = await Promise.all([call('GET', '/me'), call('POST', '/$batch', { requests })])
    const statuses = (batch.json['responses'] as { status: number }[]).map(({ status }) => status)
    expect(statuses.filter((status) => status === 429)).toHaveLength(2)
  })

  it('allows 10,000 requests in ten rolling minutes', async () => {
    const requests = Array.from({ length: 20 }, (_, n) => ({
      id: String(n),
      method: 'GET',
      url: '/me',
    }))
    for (let sent = 0; sent < 500; sent += 1) await call('POST', '/$batch', { requests })
    const refused = await call('GET', '/me')
    expect(refused.status).toBe(429)
    expect(refused.headers.get('retry-after')).toBe('600')
    now += 600_000
    expect((await call('GET', '/me')).status).toBe(200)
  })

  it('takes any Retry-After from the fault script, in Graph’s shape', async () => {
    const retryAfter = 'Mon, 01 Jun 2026 12:00:30 GMT'
    simulator.faults.add({
      match: { method: 'graph.me' },
      times: 1,
      action: { status: 429, retryAfter },
    })
    const refused = await call('GET', '/me')
    expect([refused.status, refused.code, refused.headers.get('retry-after')]).toEqual([
      429,
      'ApplicationThrottled',
      retryAfter,
    ])
    simulator.faults.add({ match: { method: 'graph.me' }, times: 1, action: { revokeGrant: true } })
    expect((await call('GET', '/me')).status).toBe(401)
  })
})

describe('the state file', () => {
  it('keeps mail, drafts, sign-ins and delta tokens over a restart', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'simulator-'))
    try {
      await simulator.close()
      const stateFile = join(directory, 'state.json')
      simulator = await startSimulator({ now: () => now, stateFile })
      const before = simulator.accounts.createMicrosoft({ email: EMAIL, messages: 20 })
      const { accessToken } = simulator.issueMicrosoftTokens(EMAIL, ['Mail.ReadWrite'])
      const headers = { authorization: `Bearer ${accessToken}` }
      call = createGraphTestClient(simulator, EMAIL)
      const id = await draftTo(OTHER)
      const path = '/me/mailFolders/drafts/messages/delta'
      const round = await call('GET', path)
      const ids = [...before.messages()].map((message) => message.id)
      await simulator.close()

      simulator = await startSimulator({ now: () => now, stateFile })
      account = simulator.accounts.microsoft(EMAIL)
      expect([...account.messages()].map((message) => message.id)).toEqual(ids)
      expect(account.message(id)?.isDraft).toBe(true)
      account.delete([id])
      const token = new URL(String(round.json['@odata.deltaLink'])).search
      const next = await call(
        'GET',
        `${simulator.graphUrl}/v1.0${path}${token}`,
        undefined,
        headers,
      )
      expect(next.value).toMatchObject([{ id, '@removed': { reason: 'deleted' } }])
    } finally {
      await simulator.close()
      rmSync(directory, { recursive: true, force: true })
    }
  })
})
