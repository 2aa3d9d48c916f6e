import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startSimulator, type Simulator } from '#simulator/start-simulator.ts'
import { createRandom } from '../../../simulator/control/seeded-random.ts'
import { DIALECTS, openTestStore, type TestStore } from '../../support/database/test-store.ts'
import type { SyncChildOptions } from '../../support/sync/sync-process-main.ts'
import { runAndKill, runUntilComplete } from '../../support/sync/run-sync-process.ts'
import { insertAccount, insertUser } from '../../support/sync/insert-account.ts'
import { expectOutlookMirror } from './outlook-mirror.ts'
import { storedIds } from '../../support/database/stored-messages.ts'

const EMAIL = 'ana@contoso.example'
const ACCOUNT = { id: 'account', email: EMAIL }
const KILLS = 4
const PAGE = 100
/** Lists on their way at once; a kill loses what of them was not stored yet. */
const IN_FLIGHT = 3

describe.each(DIALECTS)('kill -9 during the first sync of Outlook (%s)', (dialect) => {
  let simulator: Simulator
  let opened: TestStore
  let options: SyncChildOptions

  beforeEach(async () => {
    simulator = await startSimulator({ latencyMs: 20 })
    simulator.accounts.createMicrosoft({
      email: EMAIL,
      messages: 1_600,
      folders: ['Projects', 'Projects/Clients'],
    })
    opened = await openTestStore(dialect)
    await insertUser(opened.store)
    await insertAccount(opened.store, ACCOUNT.id, EMAIL, 'outlook')
    const scopes = ['User.Read', 'Mail.ReadWrite', 'Mail.Send']
    options = {
      file: opened.options.file,
      databaseUrl: opened.options.databaseUrl,
      migrationsFolder: opened.options.migrationsFolder,
      url: simulator.url,
      account: {
        provider: 'outlook',
        token: simulator.issueMicrosoftTokens(EMAIL, scopes).accessToken,
      },
    }
  })
  afterEach(async () => {
    await opened.dispose()
    await simulator.close()
  })

  it('goes on where it was, loses nothing and repeats one step at most', async () => {
    const truth = simulator.accounts.microsoft(EMAIL)
    const random = createRandom(7)
    let synced = 0
    for (let kill = 0; kill < KILLS; kill += 1) {
      await runAndKill(options, random)
      const stored = (await storedIds(opened.store, ACCOUNT.id)).size
      expect(stored).toBeGreaterThanOrEqual(synced)
      synced = stored
      simulator.accounts.deliver(EMAIL, { subject: `After kill ${kill}` })
      const some = [...truth.messages()].slice(20 + kill, 23 + kill).map(({ id }) => id)
      truth.flag(some, 'flagged')
      truth.move(some.slice(0, 1), kill % 2 === 0 ? 'Projects' : 'deleteditems')
    }
    await runUntilComplete(options)

    await expectOutlookMirror(opened.store, simulator, ACCOUNT)
    expect(await opened.store.read.sync.backlogSize(ACCOUNT.id)).toBe(0)
    const pages = truth
      .folders()
      .map(({ id }) => Math.ceil([...truth.messages(id)].length / PAGE) + 1)
      .reduce((sum, count) => sum + count, 0)
    const lists = simulator.ledger.snapshot().methods['graph.messages.list']?.calls ?? 0
    expect(lists).toBeLessThanOrEqual(pages + KILLS * (IN_FLIGHT + 1))
  }, 90_000)
})
