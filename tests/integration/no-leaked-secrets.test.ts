import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startConnectedApp, type ConnectedApp } from '../support/app/connected-app.ts'
import { eventually } from '../support/eventually.ts'
import { TEST_TOKEN } from '../support/app/headless-app.ts'

const EMAIL = 'ana@example.com'
/** What Google hands out, and what the simulator hands out alike. */
const TOKEN_SHAPES = /ya29\.[\w-]{6}|1\/\/0?[\w-]{10}|4\/0[\w-]{10}/u

describe('secrets', () => {
  let connected: ConnectedApp
  let clientSecret: string
  const answers: string[] = []

  beforeAll(async () => {
    connected = await startConnectedApp({
      email: EMAIL,
      env: { MAILMANAGER_LOG_LEVEL: 'trace' },
      prepare: (simulator) => {
        simulator.accounts.create({ email: EMAIL, messages: 20 })
        clientSecret = simulator.googleCredentials.installed.client_secret
      },
    })
    await connected.untilComplete()
    const { app, mailboxId, accountId, simulator } = connected
    const keep = async (method: string, path: string, body?: unknown): Promise<void> => {
      answers.push(JSON.stringify((await app.api(method, path, body)).body))
    }
    await keep('PUT', '/api/provider-credentials/gmail', {
      credentials: simulator.googleCredentials,
    })
    await keep('GET', '/api/provider-credentials')
    await keep('GET', '/api/status')
    await keep('GET', `/api/mailboxes/${mailboxId}/accounts/${accountId}`)
    // An hour later the token is refreshed; then the grant goes, which is logged and stored.
    simulator.clock.advance(3_700_000)
    await keep('POST', `/api/mailboxes/${mailboxId}/emails/sync-metadata`)
    simulator.accounts.get(EMAIL).revokeGrants()
    await keep('POST', `/api/mailboxes/${mailboxId}/emails/sync-metadata`)
    await eventually(async () => {
      const account = await app.api<{ status: string }>(
        'GET',
        `/api/mailboxes/${mailboxId}/accounts/${accountId}`,
      )
      return account.body.status === 'reauth_required'
    }, 'the account to say that its grant is gone')
    await keep('GET', `/api/mailboxes/${mailboxId}/accounts/${accountId}`)
    await app.stop()
  })
  afterAll(async () => {
    await connected.dispose()
  })

  it('appear in no log, though it was at its most talkative', () => {
    const log = connected.app.output()
    expect(log.length).toBeGreaterThan(200)
    expect(log).not.toMatch(TOKEN_SHAPES)
    expect(log).not.toContain(clientSecret)
    expect(log).not.toContain(TEST_TOKEN)
  })

  it('appear in no file of the data folder: database, write-ahead log, token store', () => {
    const files = globSync('**/*', { cwd: connected.app.dataDir, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
    expect(files.some((file) => file.endsWith('mail.db'))).toBe(true)
    for (const file of files) {
      const bytes = readFileSync(file, 'latin1')
      expect(bytes, file).not.toMatch(/ya29\.[\w-]{6}|1\/\/0[\w-]{10}/u)
      expect(bytes, file).not.toContain(clientSecret)
      expect(bytes, file).not.toContain(TEST_TOKEN)
    }
  })

  it('appear in no answer', () => {
    expect(answers.length).toBeGreaterThan(5)
    for (const answer of answers) {
      expect(answer).not.toMatch(TOKEN_SHAPES)
      expect(answer).not.toContain(clientSecret)
    }
  })
})
