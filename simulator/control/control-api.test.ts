import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { get } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startSimulator, type Simulator, type SimulatorOptions } from '../start-simulator.ts'
import {
  parseBatchResponse,
  formatBatch,
  encodeMessage,
  createGmailTestClient,
} from '../testing/gmail-test-client.ts'

const EMAIL = 'mara@sim.example'
let simulator: Simulator
let now = 0

const start = async (
  options: SimulatorOptions = {},
): Promise<ReturnType<typeof createGmailTestClient>> => {
  simulator = await startSimulator({ now: () => now, ...options })
  if (simulator.accounts.list().length === 0)
    simulator.accounts.create({ email: EMAIL, messages: 40 })
  return createGmailTestClient(simulator, EMAIL)
}
beforeEach(() => {
  now = Date.UTC(2026, 5, 1, 12)
})
afterEach(() => simulator.close())

describe('quota', () => {
  it('is a rolling minute: refused calls cost nothing, and room comes back', async () => {
    const call = await start({ quotaProfile: 'current' })
    const send = () =>
      call('POST', 'messages/send', { raw: encodeMessage('To: a@b.example', '', 'x') })
    for (let sent = 0; sent < 30; sent += 1) expect((await send()).status).toBe(200)
    now += 30_000
    for (let sent = 0; sent < 30; sent += 1) expect((await send()).status).toBe(200)

    const refused = [await send(), await send(), await send()]
    expect(refused.map(({ status }) => status)).toEqual([403, 429, 403])
    expect(
      refused.map(
        ({ json }) => (json as { error: { errors: { reason: string }[] } }).error.errors[0]?.reason,
      ),
    ).toEqual(['rateLimitExceeded', 'rateLimitExceeded', 'userRateLimitExceeded'])
    now += 30_000
    expect((await send()).status).toBe(200)
    expect(simulator.ledger.snapshot().methods['messages.send']).toEqual({
      calls: 64,
      units: 6_100,
      throttled: 3,
      failed: 0,
    })
    const use = simulator.ledger.utilisation(EMAIL, now - 60_000, now)
    expect(use).toEqual({ units: 6_100, ceiling: 6_000, share: 6_100 / 6_000, throttled: 3 })
  })

  it('belongs to each person, and can be switched off', async () => {
    const call = await start({ quotaProfile: 'current', enforceQuota: false })
    for (let sent = 0; sent < 61; sent += 1)
      expect(
        (await call('POST', 'messages/send', { raw: encodeMessage('To: a@b.example', '', 'x') }))
          .status,
      ).toBe(200)
  })

  it('refuses more requests in flight than a person may have', async () => {
    const call = await start({ latencyMs: 50, maxConcurrent: 5 })
    const answers = await Promise.all(Array.from({ length: 8 }, () => call('GET', 'profile')))
    const statuses = answers.map(({ status }) => status).sort()
    expect(statuses).toEqual([200, 200, 200, 200, 200, 429, 429, 429])
  })
})

describe('the fault script', () => {
  it('answers with a status and Retry-After in any form, a number of times', async () => {
    const call = await start()
    simulator.faults.add({
      match: { method: 'messages.list' },
      times: 1,
      action: { status: 503, retryAfter: 'Mon, 01 Jun 2026 12:00:30 GMT' },
    })
    const answer = await call('GET', 'messages')
    expect(answer.status).toBe(503)
    expect(answer.headers.get('retry-after')).toBe('Mon, 01 Jun 2026 12:00:30 GMT')
    expect((await call('GET', 'messages')).status).toBe(200)
    simulator.faults.add({ match: { path: 'labels$' }, action: { status: 429, retryAfter: -5 } })
    expect((await call('GET', 'labels')).headers.get('retry-after')).toBe('-5')
  })

  it('drops the connection before the work, or after it', async () => {
    const call = await start()
    const send = () =>
      call('POST', 'messages/send', { raw: encodeMessage('To: a@b.example', '', 'x') })
    const match = { method: 'messages.send' }
    const account = simulator.accounts.get(EMAIL)
    simulator.faults.add({ match, times: 1, action: { dropConnection: 'before' } })
    await expect(send()).rejects.toThrow()
    expect(account.count()).toBe(40)
    simulator.faults.add({ match, times: 1, action: { dropConnection: 'after' } })
    await expect(send()).rejects.toThrow()
    expect(account.count()).toBe(41)
  })

  it('cuts bodies short and shows pages of HTML', async () => {
    const call = await start()
    simulator.faults.add({ match: {}, times: 1, action: { truncateBody: true } })
    await expect(call('GET', 'labels')).rejects.toThrow()
    simulator.faults.add({ match: {}, times: 1, action: { htmlErrorPage: 200 } })
    const page = await call('GET', 'labels')
    expect(page.status).toBe(200)
    expect(page.text).toContain('<h1>Server Error</h1>')
  })

  it('expires history and revokes grants in the middle', async () => {
    const call = await start()
    const since = simulator.accounts.get(EMAIL).historyId()
    simulator.faults.add({
      match: { method: 'history.list' },
      times: 1,
      action: { expireHistory: true },
    })
    expect((await call('GET', `history?startHistoryId=${since}`)).status).toBe(404)
    simulator.faults.add({
      match: { method: 'labels.list' },
      times: 1,
      action: { revokeGrant: true },
    })
    expect((await call('GET', 'labels')).status).toBe(401)
    expect((await call('GET', 'profile')).status).toBe(401)
  })

  it('lets a sent copy show up late: not in lists, not in history, not by its id', async () => {
    const call = await start()
    const since = simulator.accounts.get(EMAIL).historyId()
    simulator.faults.add({ match: { method: 'messages.send' }, action: { lateSentMs: 20_000 } })
    const { json } = await call('POST', 'messages/send', {
      raw: encodeMessage('To: a@b.example', '', 'x'),
    })
    const seen = async (): Promise<number[]> => [
      (await call('GET', `messages/${String(json['id'])}`)).status,
      ((await call('GET', `history?startHistoryId=${since}`)).json as { history?: [] }).history
        ?.length ?? 0,
    ]
    expect(await seen()).toEqual([404, 0])
    now += 20_000
    expect(await seen()).toEqual([200, 1])
  })

  it('fails a share of a batch’s parts, the same ones for the same seed', async () => {
    const failed = async (): Promise<number> => {
      const call = await start({ seed: 9 })
      simulator.faults.add({ match: { method: 'batch' }, action: { partialBatch: 0.2 } })
      const body = formatBatch(
        'b',
        Array.from({ length: 50 }, () => 'GET /gmail/v1/users/me/profile'),
      )
      const answers = parseBatchResponse(
        await call('POST', '/batch/gmail/v1', body, {
          'content-type': 'multipart/mixed; boundary=b',
        }),
      )
      await simulator.close()
      expect(answers).toHaveLength(50)
      return answers.filter(({ status }) => status === 403 || status === 429).length
    }
    const first = await failed()
    expect(first).toBeGreaterThan(3)
    expect(first).toBeLessThan(20)
    expect(await failed()).toBe(first)
  })

  it('strikes parts of batches only where it says so', async () => {
    const call = await start()
    simulator.faults.add({
      match: { method: 'users.getProfile', part: true },
      action: { status: 500 },
    })
    expect((await call('GET', 'profile')).status).toBe(200)
    const body = formatBatch('b', ['GET /gmail/v1/users/me/profile'])
    const answer = await call('POST', '/batch/gmail/v1', body, {
      'content-type': 'multipart/mixed; boundary=b',
    })
    expect(parseBatchResponse(answer).map(({ status }) => status)).toEqual([500])
  })
})

describe('the state file', () => {
  it('brings mail, labels, drafts, sign-ins and time back after a restart', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'simulator-'))
    const stateFile = join(directory, 'state.json')
    try {
      const call = await start({ stateFile })
      const { json: label } = await call('POST', 'labels', { name: 'Clients' })
      const account = simulator.accounts.get(EMAIL)
      const [newest] = account.messages()
      account.modify([newest?.id ?? ''], { add: [String(label['id'])] })
      simulator.accounts.deliver(EMAIL, { subject: 'Kept' })
      await call('POST', 'drafts', {
        message: { raw: encodeMessage('Subject: unfinished', '', 'x') },
      })
      const { refreshToken } = simulator.issueTokens(EMAIL, ['openid'])
      const credentials = simulator.googleCredentials
      simulator.clock.advance(60_000)
      const before = {
        messages: [...account.messages()].map(({ id, labelIds, threadId }) => ({
          id,
          labelIds,
          threadId,
        })),
        drafts: account.drafts().map(({ id }) => id),
        historyId: account.historyId(),
        time: simulator.clock.now(),
      }
      await simulator.close()
      expect(readdirSync(directory)).toEqual(['state.json'])
      expect(statSync(stateFile).mode & 0o777).toBe(0o600)

      const again = await start({ stateFile })
      const restored = simulator.accounts.get(EMAIL)
      expect({
        messages: [...restored.messages()].map(({ id, labelIds, threadId }) => ({
          id,
          labelIds,
          threadId,
        })),
        drafts: restored.drafts().map(({ id }) => id),
        historyId: restored.historyId(),
        time: simulator.clock.now(),
      }).toEqual(before)
      expect(simulator.googleCredentials).toEqual(credentials)
      expect((await again('GET', `messages/${newest?.id ?? ''}`)).status).toBe(200)
      const { client_id, client_secret } = credentials.installed
      const refreshed = await fetch(`${simulator.googleOauthUrl}/token`, {
        method: 'POST',
        body: new URLSearchParams({
          client_id,
          client_secret,
          grant_type: 'refresh_token',
          refresh_token: refreshToken,
        }),
      })
      expect(refreshed.status).toBe(200)
    } finally {
      await simulator.close()
      rmSync(directory, { recursive: true, force: true })
    }
  })
})

describe('the control API', () => {
  const control = async (verb: string, path: string, body?: unknown, headers = {}) => {
    const response = await fetch(`${simulator.url}/_control${path}`, {
      method: verb,
      headers,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    return { status: response.status, json: (await response.json()) as Record<string, unknown> }
  }

  it('makes accounts, delivers mail, tells the truth and forgets everything', async () => {
    await start()
    expect(
      (await control('POST', '/accounts', { email: 'otto@sim.example', messages: 3 })).status,
    ).toBe(201)
    expect((await control('POST', '/accounts', { email: 'otto@sim.example' })).status).toBe(400)
    const { json } = await control('POST', '/accounts/otto@sim.example/deliver', {
      subject: 'Hello',
    })
    const truth = await control('GET', '/accounts/otto@sim.example')
    expect(truth.json).toMatchObject({ messages: 4, newest: [{ id: json['id'] }, {}, {}, {}] })
    expect(
      (
        await control('POST', '/accounts/otto@sim.example/messages', {
          ids: [json['id']],
          action: 'delete',
        })
      ).status,
    ).toBe(200)
    expect(simulator.accounts.get('otto@sim.example').count()).toBe(3)
    expect((await control('POST', '/reset')).status).toBe(200)
    expect((await control('GET', '/accounts')).json).toEqual({ accounts: [] })
  })

  it('takes rules, moves the clock and changes settings, checking what it is given', async () => {
    const call = await start()
    expect((await control('POST', '/faults', { match: {}, action: { status: 503 } })).status).toBe(
      201,
    )
    expect((await call('GET', 'labels')).status).toBe(503)
    expect((await control('DELETE', '/faults')).status).toBe(200)
    expect(
      (await control('POST', '/faults', { match: {}, action: { explode: true } })).status,
    ).toBe(400)
    expect((await control('POST', '/clock', { advanceMs: 3_599_000 })).status).toBe(200)
    expect((await call('GET', 'labels')).status).toBe(401)
    expect((await control('PATCH', '/settings', { quotaProfile: 'none' })).status).toBe(400)
    expect((await control('PATCH', '/settings', { consent: 'auto' })).json['consent']).toBe('auto')
    expect((await control('GET', '/ledger')).json).toMatchObject({
      methods: { 'labels.list': { calls: 2 } },
    })
  })

  it('answers neither web pages nor foreign host names', async () => {
    await start()
    const origin = 'https://evil.example'
    expect((await control('GET', '/accounts', undefined, { origin })).status).toBe(403)
    // fetch does not let a caller name the host.
    const asHost = (host: string): Promise<number | undefined> =>
      new Promise((resolve, reject) => {
        get(`${simulator.url}/_control/accounts`, { headers: { host } }, (answer) => {
          answer.resume()
          resolve(answer.statusCode)
        }).on('error', reject)
      })
    expect(await asHost('evil.example')).toBe(403)
    expect(await asHost('localhost:4600')).toBe(200)
  })
})
