import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { join, resolve } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { LEASE_MS } from '#core/leases/leases.ts'
import type { Clock } from '#core/ports/clock.ts'
import { openStore } from '#core/database/open-store.ts'
import { createGmailProvider } from '#core/providers/gmail/index.ts'
import type { MailProvider, SyncStep } from '#core/ports/provider.ts'
import type { Store } from '#core/ports/store.ts'
import { startSimulator, type Simulator } from '#simulator/start-simulator.ts'
import { outboxRow, type Seeded } from '../database/fixtures.ts'
import { createFastClock } from '../support/clocks/fast-clock.ts'
import {
  MIGRATIONS_FOLDER,
  openTestStore,
  silentLogger,
  type TestStore,
} from '../support/database/test-store.ts'
import { eventually } from '../support/eventually.ts'
import { createHost, type Host } from '../support/hosts/create-host.ts'
import type { HostProcessOptions } from '../support/hosts/host-process-main.ts'
import {
  googleEndpointsOf,
  insertAccount,
  insertUser,
  MAILBOX_ID,
} from '../support/sync/insert-account.ts'
import { expectGmailSynced } from '../support/sync/expect-gmail-synced.ts'
import { createSimulatedTokenSource } from '../support/sync/simulated-token-source.ts'

const ACCOUNTS = ['ana@mail.example', 'ben@mail.example', 'cleo@mail.example']
const MESSAGES = 60
/** Mail to be sent from each account. */
const QUEUED = 8
const SCALE = 60
const ROOT = resolve(import.meta.dirname, '../..')

describe('two hosts on one Postgres', () => {
  let simulator: Simulator
  let test: TestStore
  let clock: Clock
  let began: number
  let ends: (() => Promise<void>)[]

  beforeEach(async () => {
    ends = []
    began = Date.now()
    clock = createFastClock(SCALE, began)
    simulator = await startSimulator({ enforceQuota: false, latencyMs: 5 })
    test = await openTestStore('postgres')
    await insertUser(test.store)
    for (const email of ACCOUNTS) {
      simulator.accounts.create({ email, messages: MESSAGES })
      await insertAccount(test.store, email, email)
    }
  })
  afterEach(async () => {
    for (const end of ends) await end()
    await test.dispose()
    await simulator.close()
  })

  async function queue(): Promise<void> {
    await test.store.transaction(async (tx) => {
      for (const email of ACCOUNTS) {
        const account = await tx.accounts.get(email)
        if (account === null) throw new Error('no account')
        const seeded: Seeded = { userId: 'user', mailboxId: MAILBOX_ID, account }
        for (let index = 0; index < QUEUED; index += 1) {
          const appSendId = `send-${index}-${email}`
          await tx.outbox.insert(outboxRow(seeded, { appSendId, notBefore: index }))
        }
      }
    })
  }

  /** How often each queued message left, by its X-App-Send-Id, as the provider knows it. */
  function timesSent(): number[] {
    const sent = ACCOUNTS.flatMap((email) =>
      [...simulator.accounts.get(email).messages()]
        .filter(({ labelIds }) => labelIds.includes('SENT'))
        .map(({ raw }) => /^X-App-Send-Id: (.*)$/imu.exec(raw.toString())?.[1]?.trim() ?? ''),
    )
    return ACCOUNTS.flatMap((email) =>
      Array.from(
        { length: QUEUED },
        (_, index) => sent.filter((id) => id === `send-${index}-${email}`).length,
      ),
    )
  }
  const EACH_ONCE = Array.from({ length: ACCOUNTS.length * QUEUED }, () => 1)

  const untilAllSent = (): Promise<unknown> =>
    eventually(
      async () =>
        (await test.store.read.outbox.list('user', { limit: 100 })).every(
          ({ state }) => state === 'sent',
        ),
      'everything to be sent',
      60_000,
    )

  const untilSynced = (): Promise<unknown> =>
    eventually(
      async () => {
        for (const email of ACCOUNTS) {
          await expectGmailSynced(test.store, simulator, { id: email, email })
        }
        return true
      },
      'both to have everything',
      60_000,
    )

  /** A provider that notes when two hosts are in an account's sync at the same time. */
  function watched(provider: MailProvider, syncing: Set<object>, overlaps: number[]): MailProvider {
    async function* watch(steps: AsyncIterable<SyncStep>): AsyncGenerator<SyncStep> {
      const own = {}
      syncing.add(own)
      if (syncing.size > 1) overlaps.push(clock.now())
      try {
        yield* steps
      } finally {
        syncing.delete(own)
      }
    }
    return {
      ...provider,
      initialSync: (context) => watch(provider.initialSync(context)),
      incrementalSync: (context) => watch(provider.incrementalSync(context)),
    }
  }

  it('sync each account one at a time and send each message once', async () => {
    await queue()
    const overlaps: number[] = []
    const syncing = new Map(ACCOUNTS.map((email) => [email, new Set<object>()]))
    const hosts: Host[] = []
    for (const holder of ['one', 'other']) {
      const store: Store = await openStore(test.options)
      const host = createHost({
        store,
        clock,
        holder,
        openProvider: (email) =>
          watched(
            createGmailProvider({
              clock,
              logger: silentLogger,
              tokens: createSimulatedTokenSource(simulator, email),
              endpoints: googleEndpointsOf(simulator),
              quotaProfile: 'legacy',
              quotaScale: 1_000,
            }),
            syncing.get(email) ?? new Set(),
            overlaps,
          ),
      })
      hosts.push(host)
      ends.push(async () => {
        await host.stop()
        await store.close()
      })
    }
    await Promise.all(hosts.map((host) => host.start()))
    await untilAllSent()
    await untilSynced()
    expect(overlaps).toEqual([])
    expect(timesSent()).toEqual(EACH_ONCE)
  })

  async function startProcess(holder: string): Promise<ChildProcess> {
    const options: HostProcessOptions = {
      databaseUrl: test.options.databaseUrl ?? '',
      migrationsFolder: MIGRATIONS_FOLDER,
      holder,
      clock: { scale: SCALE, began },
      url: simulator.googleApiUrl,
      tokens: Object.fromEntries(
        ACCOUNTS.map((email) => [
          email,
          {
            ...simulator.issueTokens(email, ['https://www.googleapis.com/auth/gmail.modify']),
            tokenUrl: `${simulator.googleOauthUrl}/token`,
            client: simulator.googleCredentials.installed,
          },
        ]),
      ),
    }
    const child = spawn(
      join(ROOT, 'node_modules/.bin/node'),
      [join(ROOT, 'tests/support/hosts/host-process-main.ts'), JSON.stringify(options)],
      { cwd: ROOT, stdio: ['ignore', 'pipe', 'inherit'] },
    )
    ends.push(async () => {
      if (child.exitCode !== null || child.signalCode !== null) return
      child.kill('SIGKILL')
      await once(child, 'exit')
    })
    await once(child.stdout, 'data')
    return child
  }

  it('take over what a killed process was syncing and sending, once its leases end', async () => {
    await queue()
    const first = await startProcess('first')
    await eventually(
      async () => {
        const rows = await test.store.read.outbox.list('user', { limit: 100 })
        return rows.filter(({ state }) => state === 'sent').length >= 4
      },
      'the first host to have sent some',
      60_000,
    )
    await startProcess('second')
    first.kill('SIGKILL')
    const killedAt = clock.now()
    await untilAllSent()
    for (const email of ACCOUNTS) simulator.accounts.deliver(email, { subject: 'After the kill' })
    await untilSynced()
    expect(timesSent()).toEqual(EACH_ONCE)
    for (const email of ACCOUNTS) {
      const lease = await test.store.read.leases.find(`sync:${email}`)
      expect(lease?.holder).toBe('second')
    }
    // What the first had for itself it kept until the end of its lease.
    expect(clock.now() - killedAt).toBeGreaterThan(LEASE_MS / 4)
  })
})
