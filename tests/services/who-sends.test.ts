import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import PostalMime from 'postal-mime'
import { mimeRenderer } from '#core/mime/write/mime-renderer.ts'
import { attemptDelivery } from '#core/outbox/attempt-delivery.ts'
import { createEventBus } from '#core/platform/event-bus.ts'
import { createFileStore } from '#core/platform/file-store.ts'
import type { Provider } from '#shared/contract/enums.ts'
import type { ServiceDependencies } from '#core/services/dependencies.ts'
import type { Store } from '#core/ports/store.ts'
import type { ProviderDirectory } from '#core/ports/services.ts'
import { createGmailProvider } from '#core/providers/gmail/index.ts'
import { createOutlookProvider } from '#core/providers/outlook/index.ts'
import { accountService } from '#core/services/accounts/account-service.ts'
import type { ConnectFlow } from '#core/services/accounts/connect-flow.ts'
import type { CredentialHandlers } from '#core/services/accounts/client-credentials.ts'
import { sendHandler } from '#core/services/emails/send.ts'
import { createIdentityRefresh, type IdentityRefresh } from '#core/sync/identity-refresh.ts'
import { startSimulator, type Simulator } from '#simulator/start-simulator.ts'
import { createManualClock, type ManualClock } from '../support/clocks/manual-clock.ts'
import {
  DIALECTS,
  openTestStore,
  silentLogger,
  type TestStore,
} from '../support/database/test-store.ts'
import { callHandler } from '../support/call-handler.ts'
import { eventually } from '../support/eventually.ts'
import {
  googleEndpointsOf,
  insertAccount,
  insertUser,
  MAILBOX_ID,
} from '../support/sync/insert-account.ts'
import { createSimulatedTokenSource } from '../support/sync/simulated-token-source.ts'
import { microsoftTokens } from '../providers/outlook/outlook-world.ts'

const EMAIL = 'ana@example.com'
const ALIAS = 'sales@example.com'
const DAY_MS = 24 * 3_600_000
const CASES = DIALECTS.flatMap((dialect) =>
  (['gmail', 'outlook'] as const).map((provider) => ({ dialect, provider })),
)

describe.each(CASES)('who sends, from $provider on $dialect', ({ dialect, provider }) => {
  let test: TestStore
  let store: Store
  let simulator: Simulator
  let clock: ManualClock
  let identities: IdentityRefresh
  let deps: ServiceDependencies
  let folder: string
  let providers: ProviderDirectory

  beforeEach(async () => {
    clock = createManualClock(Date.now())
    simulator = await startSimulator()
    if (provider === 'gmail') simulator.accounts.create({ email: EMAIL, displayName: 'Ana Ruiz' })
    else {
      simulator.accounts.createMicrosoft({ email: EMAIL, displayName: 'Ana Ruiz', kind: 'work' })
    }
    test = await openTestStore(dialect)
    store = test.store
    await insertUser(store)
    await insertAccount(store, 'account', EMAIL, provider)
    const opened = openProvider(provider, simulator, clock)
    providers = { open: () => Promise.resolve(opened), close: () => undefined }
    const events = createEventBus(silentLogger)
    identities = createIdentityRefresh({ store, providers, events, clock, logger: silentLogger })
    folder = mkdtempSync(join(tmpdir(), 'mailmanager-files-'))
    deps = {
      store,
      clock,
      events,
      identities,
      providers,
      ids: () => crypto.randomUUID(),
      files: createFileStore(folder, clock),
      outbox: { wake: () => undefined },
      sync: { progressOf: () => ({ lastSyncedAt: null }) },
    } as unknown as ServiceDependencies
  })
  afterEach(async () => {
    await identities.stop()
    await test.dispose()
    await simulator.close()
    rmSync(folder, { recursive: true, force: true })
  })

  const giveAlias = (): void => {
    if (provider === 'outlook') simulator.accounts.microsoft(EMAIL).setAliases([ALIAS])
    else {
      simulator.accounts.get(EMAIL).setSendAs([
        { sendAsEmail: ALIAS, displayName: 'Sales', verificationStatus: 'accepted' },
        { sendAsEmail: 'unverified@example.com', verificationStatus: 'pending' },
        // Gmail leaves out what is empty, and any field may be null.
        { sendAsEmail: null, displayName: null, verificationStatus: 'accepted' },
      ])
    }
  }
  const rename = (name: string): void =>
    provider === 'gmail'
      ? simulator.accounts.get(EMAIL).rename(name)
      : simulator.accounts.microsoft(EMAIL).rename(name)
  const handlers = () => accountService(deps, {} as ConnectFlow, {} as CredentialHandlers)
  const path = { mailboxId: MAILBOX_ID, accountId: 'account' }
  const account = () => callHandler(handlers(), { store, userId: 'user' }, 'accounts.get', path)
  /** Resolves once every refresh has ended: the refresh sleeps again. */
  const refreshed = () =>
    eventually(() => Promise.resolve(clock.nextWakeUpAt() < Infinity), 'the refresh of names')
  const nameIs = async (name: string): Promise<void> => {
    await refreshed()
    expect((await account()).name).toBe(name)
  }

  async function fromOfSent(from?: string): Promise<{ name: string; address?: string }> {
    const { outboxId } = await callHandler(
      sendHandler(deps),
      { store, userId: 'user' },
      'emails.send',
      {
        ...path,
        to: [{ name: '', email: 'bo@example.net' }],
        cc: [],
        bcc: [],
        subject: 'Offer',
        bodyHtml: '<p>Hello</p>',
        attachments: [],
        ...(from === undefined ? {} : { from }),
      },
    )
    const { events, files } = deps
    await attemptDelivery(
      {
        store,
        files,
        events,
        clock,
        logger: silentLogger,
        providers,
        mime: mimeRenderer,
        random: () => 0,
        onSent: () => undefined,
      },
      outboxId,
    )
    const sent =
      provider === 'gmail'
        ? [...simulator.accounts.get(EMAIL).messages()][0]
        : [...simulator.accounts.microsoft(EMAIL).messages('sentitems')][0]
    const { from: sender } = await PostalMime.parse(sent?.raw ?? '')
    if (sender === undefined || sender.address === undefined) throw new Error('no From')
    return { name: sender.name, address: sender.address }
  }

  it('mail leaves with the name that the provider knows', async () => {
    identities.start()
    await nameIs('Ana Ruiz')
    expect(await fromOfSent()).toEqual({ name: 'Ana Ruiz', address: EMAIL })
  })

  it('mail leaves from an alias that was chosen, and from no other address', async () => {
    giveAlias()
    identities.start()
    await nameIs('Ana Ruiz')
    expect((await account()).aliases).toEqual([
      {
        address: ALIAS,
        name: provider === 'gmail' ? 'Sales' : '',
        isDefault: false,
        replyTo: null,
      },
    ])
    expect(await fromOfSent(ALIAS.toUpperCase())).toEqual({
      name: provider === 'gmail' ? 'Sales' : 'Ana Ruiz',
      address: ALIAS,
    })
    await expect(fromOfSent('boss@example.com')).rejects.toMatchObject({
      code: 'sender_not_allowed',
    })
    await expect(fromOfSent('unverified@example.com')).rejects.toMatchObject({
      code: 'sender_not_allowed',
    })
  })

  it('a name that the person chose stays; emptied, it is the provider’s again', async () => {
    identities.start()
    await nameIs('Ana Ruiz')
    await callHandler(handlers(), { store, userId: 'user' }, 'accounts.update', {
      ...path,
      name: 'Dr. Ruiz, "Ana"',
    })
    rename('Ana R.')
    clock.advance(DAY_MS)
    giveAlias()
    identities.refreshSoon('account')
    await refreshed()
    expect((await account()).aliases).toHaveLength(1)
    expect(await fromOfSent()).toEqual({ name: 'Dr. Ruiz, "Ana"', address: EMAIL })
    await callHandler(handlers(), { store, userId: 'user' }, 'accounts.update', {
      ...path,
      name: '',
    })
    await nameIs('Ana R.')
  })

  it.each(['null', 'missing'] as const)('fields that are %s stop nothing', async (kind) => {
    const value = kind === 'null' ? null : undefined
    const body =
      provider === 'gmail'
        ? { sendAs: [null, {}, { sendAsEmail: EMAIL, displayName: value, isPrimary: true }] }
        : { displayName: value, mail: value, userPrincipalName: value, proxyAddresses: value }
    simulator.faults.add({
      match: { method: provider === 'gmail' ? 'settings.sendAs.list' : 'graph.me' },
      times: 1,
      action: { status: 200, body },
    })
    identities.start()
    await nameIs('')
    expect((await account()).aliases).toEqual([])
    expect(await fromOfSent()).toEqual({ name: '', address: EMAIL })
  })

  it('is read again every day, and a failure keeps what is known', async () => {
    identities.start()
    await nameIs('Ana Ruiz')
    rename('Ana Ruiz Soler')
    simulator.faults.add({
      match: { method: provider === 'gmail' ? 'settings.sendAs.list' : 'graph.me' },
      action: { status: 400 },
      times: 1,
    })
    clock.advance(DAY_MS)
    await nameIs('Ana Ruiz')
    clock.advance(DAY_MS)
    await refreshed()
    expect((await account()).name).toBe('Ana Ruiz Soler')
  })
})

function openProvider(provider: Provider, simulator: Simulator, clock: ManualClock) {
  const shared = { clock, logger: silentLogger }
  return provider === 'gmail'
    ? createGmailProvider({
        ...shared,
        tokens: createSimulatedTokenSource(simulator, EMAIL),
        endpoints: googleEndpointsOf(simulator),
        quotaProfile: 'legacy',
      })
    : createOutlookProvider({
        ...shared,
        tokens: microsoftTokens(simulator, EMAIL),
        endpoints: { graphUrl: simulator.graphUrl, loginUrl: simulator.microsoftOauthUrl },
      })
}
