import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startSimulator, type MicrosoftAccount, type Simulator } from '../../start-simulator.ts'
import {
  createGraphTestClient,
  IMMUTABLE,
  type GraphTestClient,
  type GraphTestResponse,
} from '../../testing/graph-test-client.ts'

const EMAIL = 'mara@contoso.example'
let simulator: Simulator
let account: MicrosoftAccount
let call: GraphTestClient

beforeEach(async () => {
  const now = Date.UTC(2026, 5, 1, 12)
  simulator = await startSimulator({ now: () => now })
  account = simulator.accounts.createMicrosoft({
    email: EMAIL,
    displayName: 'Mara Voss',
    messages: 80,
    folders: ['Projects/Clients'],
  })
  call = createGraphTestClient(simulator, EMAIL)
})
afterEach(() => simulator.close())

const INBOX = '/me/mailFolders/inbox/messages/delta?$select=subject,isRead'
const link = (reply: GraphTestResponse, name: 'nextLink' | 'deltaLink'): string =>
  String(reply.json[`@odata.${name}`])

/** Follows a round to its end. */
async function round(
  start: string,
  prefer = IMMUTABLE,
): Promise<{ items: Record<string, unknown>[]; pages: number; deltaLink: string }> {
  const items: Record<string, unknown>[] = []
  let pages = 0
  let at = start
  for (;;) {
    const reply = await call('GET', at, undefined, { prefer })
    expect(reply.status).toBe(200)
    items.push(...reply.value)
    pages += 1
    if (reply.json['@odata.deltaLink'] !== undefined)
      return { items, pages, deltaLink: link(reply, 'deltaLink') }
    at = link(reply, 'nextLink')
  }
}

describe('a message delta', () => {
  it('tells a folder in pages of 10, or of what Prefer asks for', async () => {
    const inbox = [...account.messages('inbox')]
    const small = await round(INBOX)
    expect(small.pages).toBe(Math.ceil(inbox.length / 10))
    expect(small.items.map(({ id }) => id)).toEqual(inbox.map(({ id }) => id))
    const large = await round(INBOX, `${IMMUTABLE}, odata.maxpagesize=500`)
    expect(large.pages).toBe(1)
    expect(Object.keys(large.items[0] ?? {}).sort()).toEqual(
      ['@odata.etag', '@odata.type', 'id', 'isRead', 'subject'].sort(),
    )
    expect((await round(large.deltaLink)).items).toEqual([])
  })

  it('tells a change of the read mark with id, mark and folder only', async () => {
    const { deltaLink } = await round(INBOX)
    const [first] = [...account.messages('inbox')]
    account.markRead([first?.id ?? ''], !first?.isRead)
    const [item, ...rest] = (await round(deltaLink)).items
    expect(rest).toEqual([])
    expect(item).toEqual({
      '@odata.type': '#microsoft.graph.message',
      '@odata.etag': expect.any(String) as string,
      id: first?.id,
      isRead: !first?.isRead,
      parentFolderId: account.folder('inbox').id,
    })
  })

  it('leaves out changes of what was not selected', async () => {
    const { deltaLink } = await round(INBOX)
    const [first] = [...account.messages('inbox')]
    account.flag([first?.id ?? ''], 'flagged')
    expect((await round(deltaLink)).items).toEqual([])
  })

  it('tells what arrived in full, and changes during the first round in the next', async () => {
    const first = await call('GET', INBOX)
    const id = simulator.accounts.deliver(EMAIL, { subject: 'In between' })
    const { items, deltaLink } = await round(link(first, 'nextLink'))
    expect(items.map((item) => item['id'])).not.toContain(id)
    expect((await round(deltaLink)).items).toMatchObject([
      { id, subject: 'In between', isRead: false },
    ])
  })

  it('tells a move as removed in one folder and whole in the other, under the same immutable id', async () => {
    const clients = account.folder('Projects/Clients').id
    const target = `/me/mailFolders/${clients}/messages/delta?$select=subject`
    const before = [await round(INBOX), await round(target)]
    const [first] = [...account.messages('inbox')]
    account.move([first?.id ?? ''], 'Projects/Clients')
    expect((await round(before[0]?.deltaLink ?? '')).items).toEqual([
      {
        '@odata.type': '#microsoft.graph.message',
        id: first?.id,
        '@removed': { reason: 'deleted' },
      },
    ])
    expect((await round(before[1]?.deltaLink ?? '')).items).toMatchObject([
      { id: first?.id, subject: expect.any(String) as string },
    ])
  })

  it('tells a message that came back as there and as removed, in no helpful order', async () => {
    const { deltaLink } = await round(INBOX)
    const [first] = [...account.messages('inbox')]
    account.move([first?.id ?? ''], 'archive')
    account.move([first?.id ?? ''], 'inbox')
    const { items } = await round(deltaLink)
    expect(items.map((item) => [item['id'], '@removed' in item])).toEqual([
      [first?.id, false],
      [first?.id, true],
    ])
  })

  it('names what left by its old id where default ids are used', async () => {
    const { deltaLink } = await round(INBOX, '')
    const [first] = [...account.messages('inbox')]
    account.move([first?.id ?? ''], 'archive')
    expect((await round(deltaLink, '')).items).toMatchObject([{ id: first?.defaultId }])
    expect(account.message(first?.id ?? '')?.defaultId).not.toBe(first?.defaultId)
  })

  it('answers 410 with a Location where the state is gone, and a new round then works', async () => {
    const { deltaLink } = await round(INBOX)
    account.expireDelta()
    const gone = await call('GET', deltaLink)
    expect([gone.status, gone.code]).toEqual([410, 'SyncStateNotFound'])
    const again = await round(gone.headers.get('location') ?? '')
    expect(again.items).toHaveLength([...account.messages('inbox')].length)
    expect((await round(again.deltaLink)).items).toEqual([])
  })

  it('expires by the fault script too, one folder’s call at a time', async () => {
    const { deltaLink } = await round(INBOX)
    simulator.faults.add({
      match: { method: 'graph.messages.delta' },
      times: 1,
      action: { expireHistory: true },
    })
    expect((await call('GET', deltaLink)).status).toBe(410)
  })

  it('filters by time received and tells at most 5,000 then', async () => {
    const [newest] = [...account.messages('inbox')]
    const since = new Date(newest?.receivedAt ?? 0).toISOString().replace(/\.\d+Z$/u, 'Z')
    const { items } = await round(`${INBOX}&$filter=receivedDateTime+ge+${since}`)
    expect(items.map(({ id }) => id)).toEqual([newest?.id])
  })

  it.each([
    ['$filter=isRead+eq+false', 'ErrorInvalidUrlQueryFilter'],
    ['$orderby=subject', 'ErrorInvalidUrlQuery'],
    ['$search=x', 'BadRequest'],
    ['$skip=5', 'BadRequest'],
    ['$top=1001', 'BadRequest'],
    ['$expand=attachments', 'RequestBroker--ParseUri'],
  ])('refuses %s', async (option, code) => {
    const refused = await call('GET', `/me/mailFolders/inbox/messages/delta?${option}`)
    expect([refused.status, refused.code]).toEqual([400, code])
  })

  it('refuses a made-up token, another folder’s, other options, and the other id space', async () => {
    const { deltaLink } = await round(INBOX)
    const refused = [
      await call('GET', `${INBOX}&$deltatoken=abc.def`),
      await call('GET', deltaLink.replace('/inbox/', '/archive/')),
      await call('GET', `${deltaLink}&$select=body`),
      await call('GET', deltaLink, undefined, { prefer: '' }),
    ]
    expect(refused.map(({ status }) => status)).toEqual([400, 400, 400, 400])
  })
})

describe('the folder delta', () => {
  it('tells folders made, renamed, moved and deleted, and not that mail arrived', async () => {
    const first = await round('/me/mailFolders/delta')
    expect(first.items.map((item) => item['displayName'])).toEqual(
      expect.arrayContaining(['Inbox', 'Sent Items', 'Projects', 'Clients']),
    )
    expect(first.items.map((item) => item['displayName'])).not.toContain('Clutter')
    simulator.accounts.deliver(EMAIL, { subject: 'x' })
    const made = account.createFolder('Projects/Suppliers')
    account.renameFolder('Projects/Clients', 'Customers')
    const second = await round(first.deltaLink)
    expect(second.items.map((item) => item['displayName']).sort()).toEqual([
      'Customers',
      'Suppliers',
    ])
    account.deleteFolder('Projects/Suppliers')
    expect((await round(second.deltaLink)).items).toEqual([
      { id: made.id, '@removed': { reason: 'deleted' } },
    ])
    expect(account.createFolder('Projects/Suppliers').id).not.toBe(made.id)
  })
})
