import { once } from 'node:events'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startSimulator, type Simulator } from '#simulator/start-simulator.ts'
import { createRandom } from '../../../simulator/control/seeded-random.ts'
import { expectGmailSynced } from '../../support/sync/expect-gmail-synced.ts'
import { DIALECTS, openTestStore, type TestStore } from '../../support/database/test-store.ts'
import type { SyncChildOptions } from '../../support/sync/sync-process-main.ts'
import {
  runAndKill,
  runSyncProcess,
  runUntilComplete,
} from '../../support/sync/run-sync-process.ts'
import { insertAccount, insertUser } from '../../support/sync/insert-account.ts'
import { storedIds } from '../../support/database/stored-messages.ts'

const EMAIL = 'ana@mail.example'
const ACCOUNT = { id: 'account', email: EMAIL }
const KILLS = 4

describe.each(DIALECTS)('kill -9 during the first sync (%s)', (dialect) => {
  let simulator: Simulator
  let opened: TestStore
  let options: SyncChildOptions

  beforeEach(async () => {
    simulator = await startSimulator({ enforceQuota: false, latencyMs: 20 })
    simulator.accounts.create({ email: EMAIL, messages: 3_000 })
    opened = await openTestStore(dialect)
    await insertUser(opened.store)
    await insertAccount(opened.store, ACCOUNT.id, EMAIL)
    const { accessToken, refreshToken } = simulator.issueTokens(EMAIL, [
      'https://www.googleapis.com/auth/gmail.modify',
    ])
    options = {
      file: opened.options.file,
      databaseUrl: opened.options.databaseUrl,
      migrationsFolder: opened.options.migrationsFolder,
      url: simulator.url,
      account: {
        provider: 'gmail',
        tokens: {
          accessToken,
          refreshToken,
          tokenUrl: `${simulator.googleOauthUrl}/token`,
          client: simulator.googleCredentials.installed,
        },
      },
    }
  })
  afterEach(async () => {
    await opened.dispose()
    await simulator.close()
  })

  it('resumes at any point, loses nothing and goes back nowhere', async () => {
    const random = createRandom(11)
    let synced = 0
    for (let kill = 0; kill < KILLS; kill += 1) {
      await runAndKill(options, random)
      const stored = (await storedIds(opened.store, ACCOUNT.id)).size
      expect(stored).toBeGreaterThanOrEqual(synced)
      synced = stored
      // Mail goes on arriving and moving between two runs.
      simulator.accounts.deliver(EMAIL, { subject: `After kill ${kill}` })
      const [newest] = [...simulator.accounts.get(EMAIL).messages()].slice(20 + kill)
      simulator.accounts.get(EMAIL).modify([newest?.id ?? ''], { add: ['STARRED'] })
    }

    await runUntilComplete(options)

    // What arrived after the last look is history's business: one more round brings it in.
    const child = runSyncProcess(options, () => undefined)
    await expect
      .poll(async () => (await storedIds(opened.store, ACCOUNT.id)).size, {
        timeout: 20_000,
      })
      .toBe(simulator.accounts.get(EMAIL).count())
    await expect
      .poll(() => expectGmailSynced(opened.store, simulator, ACCOUNT).then(() => true), {
        timeout: 20_000,
      })
      .toBe(true)
    child.kill('SIGKILL')
    await once(child, 'exit')
    expect(await opened.store.read.sync.backlogSize(ACCOUNT.id)).toBe(0)
  }, 90_000)
})
