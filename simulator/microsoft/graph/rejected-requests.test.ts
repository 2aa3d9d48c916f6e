import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startSimulator, type MicrosoftAccount, type Simulator } from '../../start-simulator.ts'
import { createGraphTestClient, type GraphTestClient } from '../../testing/graph-test-client.ts'

const EMAIL = 'mara@contoso.example'
let simulator: Simulator
let account: MicrosoftAccount
let call: GraphTestClient
let received = ''
let draft = ''

beforeAll(async () => {
  const now = Date.UTC(2026, 5, 1, 12)
  simulator = await startSimulator({ now: () => now })
  account = simulator.accounts.createMicrosoft({
    email: EMAIL,
    displayName: 'Mara Voss',
    messages: 30,
    folders: ['Projects'],
  })
  call = createGraphTestClient(simulator, EMAIL)
  received = [...account.messages('inbox')][0]?.id ?? ''
  draft = String((await call('POST', '/me/messages', { subject: 'x' })).json['id'])
})
afterAll(() => simulator.close())

const person = (address: string) => ({ emailAddress: { address } })

describe('Graph refuses', () => {
  it.each([
    ['an unknown $-option', 'GET', '/me/messages?$magic=1', 'BadRequest'],
    ['an option without its $', 'GET', '/me/messages?top=5', 'BadRequest'],
    [
      'an unknown field in $select',
      'GET',
      '/me/messages?$select=subjct',
      'RequestBroker--ParseUri',
    ],
    ['@removed in $select', 'GET', '/me/messages?$select=id,@removed', 'RequestBroker--ParseUri'],
    [
      'beta’s wellKnownName',
      'GET',
      '/me/mailFolders?$select=wellKnownName',
      'RequestBroker--ParseUri',
    ],
    [
      'contentBytes of the base type',
      'GET',
      '/me/messages/{received}/attachments?$select=contentBytes',
      'RequestBroker--ParseUri',
    ],
    ['$top above 1,000', 'GET', '/me/messages?$top=1001', 'BadRequest'],
    ['$top of 0', 'GET', '/me/messages?$top=0', 'BadRequest'],
    [
      'a filter on a field there is not',
      'GET',
      '/me/messages?$filter=color+eq+%27red%27',
      'RequestBroker--ParseUri',
    ],
    [
      'a filter of the wrong type',
      'GET',
      '/me/messages?$filter=isRead+eq+%27yes%27',
      'RequestBroker--ParseUri',
    ],
    ['a broken filter', 'GET', '/me/messages?$filter=isRead+eq', 'BadRequest'],
    [
      'sorting by what is not filtered',
      'GET',
      '/me/messages?$filter=isRead+eq+false&$orderby=receivedDateTime+desc',
      'InefficientFilter',
    ],
    ['a malformed id', 'GET', '/me/messages/abc', 'ErrorInvalidIdMalformed'],
    ['a path it does not have', 'GET', '/me/mailbox', 'BadRequest'],
  ])('%s', async (_name, verb, path, code) => {
    const refused = await call(verb, path.replace('{received}', received))
    expect([refused.status, refused.code]).toEqual([400, code])
    expect(refused.json).toMatchObject({
      error: { message: expect.any(String) as string, innerError: {} },
    })
  })

  it.each([
    ['an unknown property', { subjekt: 'x' }, 'RequestBodyRead'],
    ['an unknown property of a body', { body: { type: 'html', content: '' } }, 'RequestBodyRead'],
    [
      'a read-only property',
      { receivedDateTime: '2026-01-01T00:00:00Z' },
      'ErrorInvalidPropertySet',
    ],
    ['a value of the wrong type', { isRead: 'yes' }, 'RequestBodyRead'],
    [
      'a header without x-',
      { internetMessageHeaders: [{ name: 'List-Id', value: 'x' }] },
      'InvalidInternetMessageHeader',
    ],
    [
      'six headers',
      {
        internetMessageHeaders: Array.from({ length: 6 }, (_, n) => ({
          name: `X-${n}`,
          value: 'x',
        })),
      },
      'InvalidInternetMessageHeaderCollection',
    ],
    [
      'an attachment without its type',
      { attachments: [{ name: 'a', contentBytes: '' }] },
      'RequestBodyRead',
    ],
    [
      'a bad extended property',
      { singleValueExtendedProperties: [{ id: 'X', value: 'y' }] },
      'ErrorInvalidExtendedProperty',
    ],
  ])('a new message with %s', async (_name, body, code) => {
    const refused = await call('POST', '/me/messages', body)
    expect([refused.status, refused.code]).toEqual([400, code])
  })

  it('changing what was received, but not its marks', async () => {
    const refused = await call('PATCH', `/me/messages/${received}`, { subject: 'Mine now' })
    expect([refused.status, refused.code]).toEqual([400, 'ErrorInvalidPropertySet'])
    const marks = { isRead: true, flag: { flagStatus: 'flagged' }, categories: ['Red'] }
    expect((await call('PATCH', `/me/messages/${received}`, marks)).json).toMatchObject(marks)
  })

  it('MIME that is no base64, and other types of content', async () => {
    const mime = await call('POST', '/me/messages', 'Subject: hi\r\n\r\nx', {
      'content-type': 'text/plain',
    })
    expect(mime.code).toBe('ErrorMimeContentInvalidBase64String')
    const form = await call('POST', '/me/messages', 'a=b', {
      'content-type': 'application/x-www-form-urlencoded',
    })
    expect(form.status).toBe(415)
  })

  it('a body over 4 MB, and a file of 3 MB outside an upload session', async () => {
    const large = await call('POST', '/me/messages', { subject: 'x'.repeat(4 * 1024 * 1024) })
    expect(large.status).toBe(413)
    const file = await call('POST', `/me/messages/${draft}/attachments`, {
      '@odata.type': '#microsoft.graph.fileAttachment',
      name: 'a.bin',
      contentBytes: Buffer.alloc(3 * 1024 * 1024).toString('base64'),
    })
    expect(file.status).toBe(413)
  })

  it('sending to nobody, to half an address, or as somebody else', async () => {
    const send = async (message: unknown) => (await call('POST', '/me/sendMail', { message })).code
    expect(await send({ subject: 'x' })).toBe('ErrorInvalidRecipients')
    expect(await send({ toRecipients: [person('not an address')] })).toBe('ErrorInvalidRecipients')
    expect(
      await send({ toRecipients: [person('a@b.example')], from: person('else@contoso.example') }),
    ).toBe('ErrorSendAsDenied')
  })

  it('sending what is no draft', async () => {
    expect((await call('POST', `/me/messages/${received}/send`)).status).toBe(400)
  })

  it('a folder twice, one of Outlook’s own, and a loop', async () => {
    const taken = await call('POST', '/me/mailFolders', { displayName: 'projects' })
    expect([taken.status, taken.code]).toEqual([409, 'ErrorFolderExists'])
    expect((await call('DELETE', '/me/mailFolders/inbox')).status).toBe(403)
    const { id } = account.folder('Projects')
    const loop = await call('POST', `/me/mailFolders/${id}/move`, { destinationId: id })
    expect(loop.code).toBe('ErrorMoveCopyFailed')
  })

  it('no token, a made-up one, and one that has expired or was withdrawn', async () => {
    const ask = (authorization: string) => call('GET', '/me', undefined, { authorization })
    for (const header of ['', 'Bearer abc']) {
      const refused = await ask(header)
      expect([refused.status, refused.code]).toEqual([401, 'InvalidAuthenticationToken'])
      expect(refused.headers.get('www-authenticate')).toContain('Bearer')
    }
    const { accessToken, expiresIn } = simulator.issueMicrosoftTokens(EMAIL, ['User.Read'])
    expect((await ask(`Bearer ${accessToken}`)).status).toBe(200)
    expect(expiresIn).toBeGreaterThanOrEqual(3_600)
    simulator.accounts.createMicrosoft({ email: 'gone@contoso.example' })
    const gone = simulator.issueMicrosoftTokens('gone@contoso.example', ['User.Read'])
    simulator.accounts.microsoft('gone@contoso.example').revokeGrants()
    expect((await ask(`Bearer ${gone.accessToken}`)).status).toBe(401)
  })

  it('what the scopes do not allow', async () => {
    const reader = createGraphTestClient(simulator, EMAIL, ['Mail.Read'])
    expect((await reader('GET', '/me/messages')).status).toBe(200)
    const refused = [
      await reader('PATCH', `/me/messages/${received}`, { isRead: true }),
      await reader('POST', '/me/sendMail', {}),
      await reader('GET', '/me'),
    ]
    expect(refused.map(({ status, code }) => [status, code])).toEqual(
      Array.from({ length: 3 }, () => [403, 'ErrorAccessDenied']),
    )
  })

  it.each([
    'id',
    'changeKey',
    'conversationId',
    'hasAttachments',
    'isDraft',
    'parentFolderId',
    'receivedDateTime',
    'sentDateTime',
    'webLink',
  ])('changing the read-only property %s, even of a draft', async (name) => {
    for (const id of [received, draft]) {
      const refused = await call('PATCH', `/me/messages/${id}`, { [name]: 'x' })
      expect([refused.status, refused.code]).toEqual([400, 'ErrorInvalidPropertySet'])
    }
  })

  it('a reply with both a comment and a body', async () => {
    const refused = await call('POST', `/me/messages/${received}/createReply`, {
      comment: 'Yes.',
      message: { body: { contentType: 'text', content: 'Yes.' } },
    })
    expect(refused.status).toBe(400)
  })

  it('the content of a link to a file in the cloud, which is listed without an address', async () => {
    const id = simulator.accounts.deliver(EMAIL, { links: ['Plan.docx'] })
    const { value } = await call('GET', `/me/messages/${id}/attachments`)
    expect(value).toEqual([
      {
        '@odata.type': '#microsoft.graph.referenceAttachment',
        id: expect.any(String) as string,
        name: 'Plan.docx',
        contentType: null,
        isInline: false,
        size: expect.any(Number) as number,
        lastModifiedDateTime: expect.any(String) as string,
      },
    ])
    const path = `/me/messages/${id}/attachments/${String(value[0]?.['id'])}`
    expect((await call('GET', path)).status).toBe(200)
    expect((await call('GET', `${path}/$value`)).status).toBe(405)
    const message = await call('GET', `/me/messages/${id}?$select=hasAttachments`)
    expect(message.json['hasAttachments']).toBe(true)
  })

  it('sending more than 35 MB', async () => {
    const large = String((await call('POST', '/me/messages', { subject: 'x' })).json['id'])
    await call('PATCH', `/me/messages/${large}`, { toRecipients: [person('a@b.example')] })
    // Base64 makes of 27 MB more than 35.
    for (let file = 0; file < 10; file += 1) {
      const added = await call('POST', `/me/messages/${large}/attachments`, {
        '@odata.type': '#microsoft.graph.fileAttachment',
        name: `${file}.bin`,
        contentBytes: Buffer.alloc(2.8 * 1024 * 1024).toString('base64'),
      })
      expect(added.status).toBe(201)
    }
    const refused = await call('POST', `/me/messages/${large}/send`)
    expect([refused.status, refused.code]).toEqual([413, 'ErrorMessageSizeExceeded'])
    expect(account.message(large)?.isDraft).toBe(true)
  })

  it('a batch of 21, one id twice, an unknown dependency, and a body without its type', async () => {
    const batch = async (requests: unknown[]) =>
      (await call('POST', '/$batch', { requests })).status
    const get = (id: string) => ({ id, method: 'GET', url: '/me' })
    expect(await batch(Array.from({ length: 21 }, (_, n) => get(String(n))))).toBe(400)
    expect(await batch([get('1'), get('1')])).toBe(400)
    expect(await batch([{ ...get('1'), dependsOn: ['9'] }])).toBe(400)
    expect(await batch([{ id: '1', method: 'POST', url: '/me/messages', body: {} }])).toBe(400)
    const after = (id: string, ...dependsOn: string[]) => ({ ...get(id), dependsOn })
    // Each after the one before it, or all after the same one, but nothing between.
    expect(await batch([get('1'), after('2', '1'), after('3', '2')])).toBe(200)
    expect(await batch([get('1'), after('2', '1'), get('3'), after('4', '1')])).toBe(200)
    expect(await batch([get('1'), get('2'), after('3', '1'), after('4', '2')])).toBe(400)
    expect(await batch([get('1'), get('2'), after('3', '1', '2')])).toBe(400)
    expect(await batch([{ ...get('1'), url: 'https://graph.microsoft.com/v1.0/me' }])).toBe(400)
  })

  it('ids of the space that was not asked for, either way', async () => {
    const { defaultId = '' } = account.message(received) ?? {}
    const refused = [
      await call('GET', `/me/messages/${defaultId}`),
      await call('GET', `/me/messages/${received}`, undefined, { prefer: '' }),
    ]
    expect(refused.map(({ code }) => code)).toEqual([
      'ErrorInvalidIdMalformed',
      'ErrorInvalidIdMalformed',
    ])
    expect((await call('GET', `/me/messages/${defaultId}`, undefined, { prefer: '' })).status).toBe(
      200,
    )
  })
})
