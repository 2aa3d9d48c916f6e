import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startSimulator, type Simulator } from '#simulator/start-simulator.ts'
import { createRandom } from '../../../simulator/control/seeded-random.ts'
import { eventually } from '../../support/eventually.ts'
import { startHeadlessApp, type HeadlessApp } from '../../support/app/headless-app.ts'
import { startTokenProxy, type TokenProxy } from '../../support/sync/token-proxy.ts'

const EMAIL = 'ana@contoso.example'
const MESSAGES = 120
const HOURS = 2 * 3_600_000

interface Item {
  id: string
  provider_message_id: string
  is_read: boolean
}

describe('kill -9 while a refresh token is rotated, at a provider that ends the old one', () => {
  let folder: string
  let simulator: Simulator
  let proxy: TokenProxy
  let app: HeadlessApp
  let env: Record<string, string>
  let mailbox: string
  let accountId: string

  const account = () => `${mailbox}/accounts/${accountId}`
  const statusOf = async (): Promise<string> =>
    (await app.api<{ status: string }>('GET', account())).body.status
  const inbox = async (): Promise<Item[]> =>
    (await app.api<{ items: Item[] }>('GET', `${mailbox}/emails?box=INBOX&limit=500`)).body.items
  const truth = () => simulator.accounts.microsoft(EMAIL)

  const connect = async (): Promise<void> => {
    const { body } = await app.api<{ authorization_url: string }>('POST', `${account()}/connect`)
    expect(await (await fetch(body.authorization_url)).text()).toContain('is connected')
    await eventually(async () => (await statusOf()) === 'connected', 'the account to be connected')
  }
  const untilComplete = (): Promise<unknown> =>
    eventually(async () => {
      const { body } = await app.api<{ accounts: { phase: string; backlog: number }[] }>(
        'GET',
        '/api/status',
      )
      return body.accounts.every(({ phase, backlog }) => phase === 'complete' && backlog === 0)
    }, 'the mailbox to be complete')
  const markUnread = (id: string) =>
    app.api('PATCH', `${mailbox}/emails/read-status`, {
      is_read: false,
      items: [{ account_id: accountId, provider_message_id: id }],
    })
  const restart = async (): Promise<void> => {
    app = await startHeadlessApp({ dataDir: app.dataDir, env })
  }

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'mailmanager-kill-refresh-'))
    simulator = await startSimulator({ consent: 'auto', oldRefreshTokensFail: true })
    simulator.accounts.createMicrosoft({ email: EMAIL, messages: MESSAGES })
    truth().markRead(
      [...truth().messages()].map(({ id }) => id),
      true,
    )
    proxy = await startTokenProxy(simulator.microsoftOauthUrl)
    const credentials = join(folder, 'microsoft.json')
    writeFileSync(credentials, JSON.stringify(simulator.microsoftCredentials))
    env = {
      MIA_OUTLOOK_CREDENTIALS_PATH: credentials,
      MAILMANAGER_GRAPH_URL: simulator.graphUrl,
      MAILMANAGER_MICROSOFT_OAUTH_URL: proxy.url,
    }
    app = await startHeadlessApp({ env })
    const made = await app.api<{ mailbox_id: string }>('POST', '/api/mailboxes', {
      display_name: 'Work',
    })
    mailbox = `/api/mailboxes/${made.body.mailbox_id}`
    const added = await app.api<{ account_id: string }>('POST', `${mailbox}/accounts`, {
      provider: 'outlook',
    })
    accountId = added.body.account_id
    await connect()
    await untilComplete()
  })
  afterEach(async () => {
    await app.dispose()
    await proxy.close()
    await simulator.close()
    rmSync(folder, { recursive: true, force: true })
  })

  /** Lets the token end, changes something here, and kills when the refresh is answered. */
  const killAtRefresh = async (changed: string, afterMs: number | null): Promise<void> => {
    const refreshed = Promise.withResolvers<undefined>()
    const dead = Promise.withResolvers<undefined>()
    proxy.onRefreshed = async () => {
      refreshed.resolve(undefined)
      // Null: killed before the answer is here.
      if (afterMs === null) await dead.promise
    }
    simulator.clock.advance(HOURS)
    await markUnread(changed)
    await refreshed.promise
    if (afterMs !== null) await delay(afterMs)
    await app.kill()
    dead.resolve(undefined)
    proxy.onRefreshed = null
  }

  it('costs one sign-in where the new token never arrived; mail and changes are all there', async () => {
    const before = await inbox()
    const changed = before[7]?.provider_message_id ?? ''
    await killAtRefresh(changed, null)
    expect(truth().message(changed)?.isRead).toBe(true)

    await restart()
    await eventually(async () => (await statusOf()) === 'reauth_required', 'the sign-in to be lost')
    const kept = await inbox()
    expect(kept.map(({ id }) => id)).toEqual(before.map(({ id }) => id))
    expect(kept[7]?.is_read).toBe(false)
    expect(truth().message(changed)?.isRead).toBe(true)

    simulator.accounts.deliver(EMAIL, { subject: 'Arrived meanwhile' })
    simulator.ledger.reset()
    await connect()
    await eventually(
      () => Promise.resolve(truth().message(changed)?.isRead === false),
      'the queued change to arrive',
    )
    await eventually(async () => (await inbox()).length === before.length + 1, 'the new message')
    const after = await inbox()
    expect(after.slice(1).map(({ id }) => id)).toEqual(before.map(({ id }) => id))
    // It went on from where it was: nobody fetched the mailbox again.
    const { httpRequests, batchParts } = simulator.ledger.snapshot()
    expect(httpRequests + batchParts).toBeLessThan(MESSAGES / 2)
  }, 90_000)

  it('at any other moment leaves an account that works or asks once', async () => {
    const random = createRandom(5)
    const before = await inbox()
    for (let kill = 0; kill < 4; kill += 1) {
      const changed = before[kill]?.provider_message_id ?? ''
      await killAtRefresh(changed, random.below(30))
      await restart()
      // Another refresh is due: what the kill left must be enough for it, or be said to be lost.
      simulator.clock.advance(HOURS)
      await app.api('POST', `${mailbox}/emails/sync-metadata`)
      const status = await eventually(async () => {
        const now = await statusOf()
        const isTold = truth().message(changed)?.isRead === false
        return (now === 'reauth_required' || isTold) && now
      }, 'the account to work, or to ask')
      if (status === 'reauth_required') {
        expect((await inbox())[kill]?.is_read).toBe(false)
        await connect()
      }
      await eventually(
        () => Promise.resolve(truth().message(changed)?.isRead === false),
        'the queued change to arrive',
      )
      expect((await inbox()).map(({ id }) => id)).toEqual(before.map(({ id }) => id))
    }
  }, 120_000)
})
