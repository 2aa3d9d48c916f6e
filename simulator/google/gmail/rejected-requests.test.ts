import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startSimulator, type Simulator } from '../../start-simulator.ts'
import {
  parseBatchResponse,
  formatBatch,
  encodeMessage,
  GMAIL_MODIFY,
  createGmailTestClient,
} from '../../testing/gmail-test-client.ts'

const SCOPE = 'https://www.googleapis.com/auth/gmail.'
let simulator: Simulator
let call: ReturnType<typeof createGmailTestClient>
let someId: string

beforeEach(async () => {
  simulator = await startSimulator()
  simulator.accounts.create({ email: 'mara@sim.example', messages: 30 })
  simulator.accounts.create({ email: 'otto@sim.example' })
  call = createGmailTestClient(simulator, 'mara@sim.example')
  someId = [...simulator.accounts.get('mara@sim.example').messages()][0]?.id ?? ''
})
afterEach(() => simulator.close())

describe('the Gmail API refuses', () => {
  it.each([
    ['an unknown parameter', 'GET', 'messages?page=2', undefined, 'Unknown name "page"'],
    ['a parameter given twice', 'GET', 'messages?q=a&q=b', undefined, 'not repeating'],
    ['too large a page', 'GET', 'messages?maxResults=501', undefined, 'maxResults'],
    ['a boolean that is none', 'GET', 'messages?includeSpamTrash=yes', undefined, 'TYPE_BOOL'],
    ['an unknown label in a list', 'GET', 'messages?labelIds=Label_9', undefined, 'Invalid label'],
    ['a page token of another query', 'GET', 'messages?pageToken=abc', undefined, 'pageToken'],
    ['an unknown search operator', 'GET', 'messages?q=larger:5M', undefined, 'larger:'],
    ['an unknown format', 'GET', 'messages/ID?format=short', undefined, 'TYPE_ENUM'],
    ['an id that is none', 'GET', 'messages/not-an-id', undefined, 'Invalid id'],
    ['history without a start', 'GET', 'history', undefined, 'startHistoryId'],
    [
      'an unknown history type',
      'GET',
      'history?startHistoryId=1&historyTypes=all',
      undefined,
      'ENUM',
    ],
    ['a label change of nothing', 'POST', 'messages/ID/modify', {}, 'No label'],
    [
      'an unknown body field',
      'POST',
      'messages/ID/modify',
      { add: ['INBOX'] },
      'Unknown name "add"',
    ],
    ['an unknown label', 'POST', 'messages/ID/modify', { addLabelIds: ['Work'] }, 'Invalid label'],
    ['a hand on SENT', 'POST', 'messages/ID/modify', { removeLabelIds: ['SENT'] }, 'Invalid label'],
    [
      'a text where a list belongs',
      'POST',
      'messages/ID/modify',
      { addLabelIds: 'X' },
      'TYPE_LIST',
    ],
    [
      'a batch change of nothing',
      'POST',
      'messages/batchModify',
      { addLabelIds: ['STARRED'] },
      'ids',
    ],
    ['a draft without a message', 'POST', 'drafts', {}, 'Missing draft'],
    ['base64 that is none', 'POST', 'messages/send', { raw: '***' }, 'Base64'],
    ['an empty message', 'POST', 'messages/send', {}, 'raw'],
    ['an unknown field in a message', 'POST', 'drafts', { message: { body: 'x' } }, "at 'message'"],
    ['sending no draft', 'POST', 'drafts/send', {}, 'draft id'],
  ])('%s with 400', async (_name, verb, path, body, words) => {
    const answer = await call(verb, path.replace('ID', someId), body)
    expect({ status: answer.status, text: answer.text }).toEqual({
      status: 400,
      text: expect.stringContaining(words.replaceAll('"', '\\"')),
    })
    expect(answer.json).toMatchObject({ error: { code: 400, status: 'INVALID_ARGUMENT' } })
  })

  it('a message without recipients, or with an address that is none', async () => {
    const send = (...lines: string[]) =>
      call('POST', 'messages/send', { raw: encodeMessage(...lines) })
    expect((await send('Subject: x', '', 'y')).text).toContain('Recipient address required')
    expect((await send('To: not an address', '', 'y')).text).toContain('Invalid To header')
    expect((await send('To: a@b.example', 'Bcc: nobody', '', 'y')).text).toContain('Invalid Bcc')
    expect(simulator.accounts.get('mara@sim.example').count()).toBe(30)
  })

  it('a missing or made-up token with 401, in Google’s words', async () => {
    const ask = (headers: Record<string, string>) =>
      fetch(`${simulator.googleApiUrl}/gmail/v1/users/me/profile`, { headers })
    const answer = await ask({ authorization: 'Bearer ya29.guess' })
    expect(answer.status).toBe(401)
    expect(await answer.json()).toMatchObject({
      error: { code: 401, status: 'UNAUTHENTICATED', errors: [{ reason: 'authError' }] },
    })
    expect((await ask({})).status).toBe(401)
  })

  it('another person’s mailbox with 403', async () => {
    const answer = await call('GET', '/gmail/v1/users/otto@sim.example/profile')
    expect(answer.status).toBe(403)
    expect((await call('GET', '/gmail/v1/users/MARA@sim.example/profile')).status).toBe(200)
  })

  it.each([
    ['reading', `${SCOPE}send`, 'GET', 'messages'],
    ['changing', `${SCOPE}readonly`, 'POST', 'messages/ID/trash'],
    ['sending', `${SCOPE}readonly`, 'POST', 'messages/send'],
    ['deleting for good', GMAIL_MODIFY, 'DELETE', 'messages/ID'],
    ['deleting many for good', GMAIL_MODIFY, 'POST', 'messages/batchDelete'],
    ['bodies', `${SCOPE}metadata`, 'GET', 'messages/ID?format=full'],
    ['searching', `${SCOPE}metadata`, 'GET', 'messages?q=hello'],
  ])('%s with too small a scope with 403', async (_name, scope, verb, path) => {
    const limited = createGmailTestClient(simulator, 'mara@sim.example', [scope])
    expect((await limited(verb, path.replace('ID', someId))).status).toBe(403)
  })

  it('what does not exist with 404', async () => {
    const missing = someId.replace(/.$/u, (digit) => (digit === '0' ? '1' : '0'))
    expect((await call('GET', `messages/${missing}`)).status).toBe(404)
    expect((await call('GET', `threads/${missing}`)).status).toBe(404)
    expect((await call('GET', 'drafts/r1')).status).toBe(404)
    expect((await call('POST', 'drafts/send', { id: 'r1' })).status).toBe(404)
    expect((await call('GET', 'everything')).status).toBe(404)
    expect(
      (
        await call('POST', 'messages/send', {
          raw: encodeMessage('To: a@b.example', '', 'x'),
          threadId: missing,
        })
      ).status,
    ).toBe(404)
  })

  it('a message over 35 MB with 413', async () => {
    const large = Buffer.concat([
      Buffer.from('To: a@b.example\r\n\r\n'),
      Buffer.alloc(36_700_160, 'x'),
    ])
    const answer = await fetch(
      `${simulator.googleApiUrl}/upload/gmail/v1/users/me/messages/send?uploadType=media`,
      {
        method: 'POST',
        headers: {
          authorization: `Bearer ${simulator.issueTokens('mara@sim.example', [GMAIL_MODIFY]).accessToken}`,
          'content-type': 'message/rfc822',
        },
        body: large,
      },
    )
    expect(answer.status).toBe(413)
  })

  it('a label name that is taken with 409', async () => {
    expect((await call('POST', 'labels', { name: 'Clients' })).status).toBe(200)
    expect((await call('POST', 'labels', { name: 'clients' })).status).toBe(409)
    expect((await call('POST', 'labels', { name: 'Inbox' })).status).toBe(400)
    expect((await call('DELETE', 'labels/INBOX')).status).toBe(400)
  })
})

describe('a batch', () => {
  const send = (requests: readonly string[]) =>
    call('POST', '/batch/gmail/v1', formatBatch('b', requests), {
      'content-type': 'multipart/mixed; boundary=b',
    })

  it('answers each part by its Content-ID, failures among successes', async () => {
    const requests = [
      `GET /gmail/v1/users/me/messages/${someId}?format=minimal`,
      'GET /gmail/v1/users/me/messages/0000000000000000',
      'GET /gmail/v1/users/me/messages?bogus=1',
      `POST /gmail/v1/users/me/messages/${someId}/modify\r\nContent-Type: application/json\r\n\r\n{"addLabelIds":["STARRED"]}`,
    ]
    const answers = parseBatchResponse(await send(requests))
    const statuses = new Map(answers.map(({ contentId, status }) => [contentId, status]))
    expect([...statuses].sort()).toEqual([
      ['response-item0', 200],
      ['response-item1', 404],
      ['response-item2', 400],
      ['response-item3', 200],
    ])
    expect(simulator.accounts.get('mara@sim.example').message(someId)?.labelIds).toContain(
      'STARRED',
    )
    const { httpRequests, batchRequests, batchParts, units } = simulator.ledger.snapshot()
    expect({ httpRequests, batchRequests, batchParts, units }).toEqual({
      httpRequests: 1,
      batchRequests: 1,
      batchParts: 4,
      units: 15,
    })
  })

  it('of more than 100 parts is refused whole; of more than 50 is noted', async () => {
    const profile = 'GET /gmail/v1/users/me/profile'
    expect((await send(Array.from({ length: 101 }, () => profile))).status).toBe(400)
    expect(simulator.ledger.snapshot().batchParts).toBe(0)
    const answers = parseBatchResponse(await send(Array.from({ length: 100 }, () => profile)))
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 100 }, () => 200))
    expect(simulator.ledger.snapshot().oversizedBatches).toBe(1)
  })

  it('of nothing is refused', async () => {
    expect(
      (await call('POST', '/batch/gmail/v1', 'x', { 'content-type': 'text/plain' })).status,
    ).toBe(400)
  })
})
