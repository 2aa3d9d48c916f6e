import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { mimeRenderer } from '#core/mime/write/mime-renderer.ts'
import type { OutboxDependencies } from '#core/outbox/attempt-delivery.ts'
import { createOutboxWorker, type OutboxWorker } from '#core/outbox/outbox-worker.ts'
import { createFileStore } from '#core/platform/file-store.ts'
import type { AccountRow } from '#core/ports/accounts.ts'
import type { Clock } from '#core/ports/clock.ts'
import type { MailProvider } from '#core/ports/provider.ts'
import type { OutboxRow, Store } from '#core/ports/store.ts'
import { createGmailProviders } from '#core/providers/gmail/index.ts'
import { createOutlookProviders } from '#core/providers/outlook/index.ts'
import { startSimulator, type Simulator } from '#simulator/start-simulator.ts'
import { outboxRow } from '../database/fixtures.ts'
import { microsoftTokens } from '../providers/outlook/outlook-world.ts'
import { createFastClock } from '../support/clocks/fast-clock.ts'
import {
  DIALECTS,
  openTestStore,
  silentLogger,
  type Dialect,
} from '../support/database/test-store.ts'
import { eventually } from '../support/eventually.ts'
import { testLeases } from '../support/leases.ts'
import { googleEndpointsOf, insertAccount, insertUser } from '../support/sync/insert-account.ts'

const EMAIL = 'ana@example.com'
const ACCOUNT_ID = 'a'
const CLOCK_SPEED = 200
const GMAIL_SCOPES = ['https://www.googleapis.com/auth/gmail.modify']

/** Every provider with every database. */
export const PLACES = (['gmail', 'outlook'] as const).flatMap((provider) =>
  DIALECTS.map((dialect) => ({ provider, dialect })),
)

/** What one worker is given in place of the world's own. */
interface WorkerOptions {
  store?: Store
  provider?: MailProvider
  holder?: string
  onSent?: () => void
}

/** One account at a simulated provider, a real database, and workers that send from it. */
export interface SendingWorld {
  simulator: Simulator
  store: Store
  /** The time that every worker of this world goes by. */
  clock: Clock
  openProvider(): MailProvider
  newWorker(options?: WorkerOptions): OutboxWorker
  dependencies(options?: WorkerOptions): OutboxDependencies
  enqueue(change?: Partial<OutboxRow>): Promise<void>
  row(id?: string): Promise<OutboxRow>
  /** The row once nothing more will be tried. */
  settled(id?: string): Promise<OutboxRow>
  /** How many copies the provider sent in all, those that it files late included. */
  copiesSent(): number
  dispose(): Promise<void>
}

export async function createSendingWorld(place: {
  provider: AccountRow['provider']
  dialect: Dialect
}): Promise<SendingWorld> {
  const simulator = await startSimulator({ timeScale: CLOCK_SPEED })
  const test = await openTestStore(place.dialect)
  const { store } = test
  const clock = createFastClock(CLOCK_SPEED)
  const workers: OutboxWorker[] = []
  const isGmail = place.provider === 'gmail'
  if (isGmail) simulator.accounts.create({ email: EMAIL, messages: 3 })
  else simulator.accounts.createMicrosoft({ email: EMAIL })
  await insertUser(store)
  await insertAccount(store, ACCOUNT_ID, EMAIL, place.provider)

  function openProvider(): MailProvider {
    if (!isGmail) {
      return createOutlookProviders({ clock, logger: silentLogger }).open(ACCOUNT_ID, {
        tokens: microsoftTokens(simulator, EMAIL),
        endpoints: { graphUrl: simulator.graphUrl, loginUrl: simulator.microsoftOauthUrl },
      })
    }
    const { accessToken } = simulator.issueTokens(EMAIL, GMAIL_SCOPES)
    const options = { clock, logger: silentLogger, quotaProfile: 'legacy', maxBatches: 5 } as const
    return createGmailProviders(options).open(ACCOUNT_ID, {
      tokens: { getAccessToken: async () => accessToken, invalidate: () => undefined },
      endpoints: googleEndpointsOf(simulator),
    })
  }

  function dependencies(options: WorkerOptions = {}): OutboxDependencies {
    const provider = options.provider ?? openProvider()
    return {
      store: options.store ?? store,
      files: createFileStore(join(tmpdir(), 'mailmanager-no-files'), clock),
      mime: mimeRenderer,
      providers: { open: async () => provider, close: () => undefined },
      events: { publish: () => undefined, subscribe: () => () => undefined },
      clock,
      logger: silentLogger,
      random: () => 0.5,
      onSent: options.onSent ?? (() => undefined),
    }
  }

  function newWorker(options: WorkerOptions = {}): OutboxWorker {
    const holder = options.holder ?? 'this host'
    const leases = testLeases(options.store ?? store, clock, { holder })
    const worker = createOutboxWorker({ ...dependencies(options), leases })
    workers.push(worker)
    return worker
  }

  async function enqueue(change: Partial<OutboxRow> = {}): Promise<void> {
    const account = await store.read.accounts.get(ACCOUNT_ID)
    if (account === null) throw new Error('no account')
    const { userId, mailboxId } = account
    const now = clock.now()
    const row = outboxRow(
      { userId, mailboxId, account },
      {
        id: 'o',
        from: { name: '', email: EMAIL },
        appSendId: 'send-1',
        notBefore: now,
        createdAt: now,
        ...change,
      },
    )
    await store.transaction((tx) => tx.outbox.insert(row))
  }

  async function row(id = 'o'): Promise<OutboxRow> {
    const found = await store.read.outbox.get(id)
    if (found === null) throw new Error('the row is gone: a silent loss')
    return found
  }

  function settled(id = 'o'): Promise<OutboxRow> {
    return eventually(async () => {
      const now = await row(id)
      return ['sent', 'failed', 'unknown'].includes(now.state) && now
    }, 'the row to settle')
  }

  function copiesSent(): number {
    simulator.clock.advance(3_700_000)
    const sent = isGmail
      ? [...simulator.accounts.get(EMAIL).messages()].filter(({ labelIds }) =>
          labelIds.includes('SENT'),
        )
      : [...simulator.accounts.microsoft(EMAIL).messages('sentitems')]
    return sent.filter(({ raw }) => /^x-app-send-id: send-1\r?$/imu.test(raw.toString())).length
  }

  async function dispose(): Promise<void> {
    await Promise.all(workers.map((worker) => worker.stop()))
    await test.dispose()
    await simulator.close()
  }

  return {
    simulator,
    store,
    clock,
    openProvider,
    newWorker,
    dependencies,
    enqueue,
    row,
    settled,
    copiesSent,
    dispose,
  }
}
