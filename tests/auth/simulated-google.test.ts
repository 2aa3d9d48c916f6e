import { describe, expect, it, onTestFinished } from 'vitest'
import { JSDOM } from 'jsdom'
import { createClientCredentials } from '#core/auth/client-credentials.ts'
import { googleEndpoints } from '#core/auth/provider-endpoints.ts'
import { revokeGoogleGrant } from '#core/auth/google/revoke-grant.ts'
import { createGoogleSignIn } from '#core/auth/google/sign-in.ts'
import { createGoogleTokenSource } from '#core/auth/google/token-source.ts'
import { createLoopbackSignIn } from '#core/auth/loopback/loopback-sign-in.ts'
import { createTokenVault } from '#core/auth/token-vault/create-token-vault.ts'
import { createKeychain } from '#core/auth/token-vault/keychain.ts'
import type { Store } from '#core/ports/store.ts'
import { OperationError } from '#shared/errors.ts'
import { startSimulator } from '#simulator/start-simulator.ts'
import { frozenClock } from './frozen-clock.ts'
import { memoryKeyring } from './memory-keyring.ts'
import { recordingLogger } from './recording-logger.ts'
import { temporaryFolder } from './temporary-folder.ts'

const ANA = 'ana@demo.example'
const BEA = 'bea@demo.example'
const HOUR = 3_600_000

async function world() {
  const simulator = await startSimulator()
  onTestFinished(() => simulator.close())
  for (const email of [ANA, BEA]) simulator.accounts.create({ email })

  const dataDir = temporaryFolder()
  const logger = recordingLogger()
  const clock = frozenClock(Date.now())
  const { load } = memoryKeyring()
  const vault = await createTokenVault({
    mode: null,
    encryptionKey: null,
    keyId: null,
    dataDir,
    store: {} as Store,
    logger,
    consentToKeyFile: true,
    keychain: createKeychain({ dataDir, load }),
  })
  const environment = { gmailPath: null, outlookPath: null }
  const credentials = createClientCredentials({ environment, vault })
  await credentials.importGoogle(JSON.stringify(simulator.googleCredentials))
  const endpoints = googleEndpoints({
    MAILMANAGER_GOOGLE_API_URL: simulator.googleApiUrl,
    MAILMANAGER_GOOGLE_OAUTH_URL: simulator.googleOauthUrl,
  })
  const signIn = createGoogleSignIn({
    endpoints: () => endpoints,
    client: () => credentials.google(),
    vault,
    loopback: createLoopbackSignIn({ clock, logger }),
    clock,
    logger,
    profile: async (accessToken) => {
      const response = await askProfile(endpoints.apiUrl, accessToken)
      return (await response.json()) as { emailAddress: string }
    },
  })
  let losses = 0
  const tokens = () =>
    createGoogleTokenSource({
      accountId: 'account-1',
      vault,
      client: () => credentials.google(),
      endpoints,
      clock,
      logger,
      onGrantLost: () => {
        losses += 1
      },
    })
  const begin = (emailAddress: string | null = null) =>
    signIn.begin({ id: 'account-1', emailAddress, isDemo: true })
  const refreshes = () => simulator.ledger.snapshot().methods['oauth.token']?.calls ?? 0
  /** Both clocks: tokens end here and at the simulator. */
  const pass = (ms: number) => {
    clock.advance(ms)
    simulator.clock.advance(ms)
  }
  return {
    simulator,
    vault,
    endpoints,
    begin,
    tokens,
    refreshes,
    pass,
    clock,
    logger,
    losses: () => losses,
  }
}

const askProfile = (apiUrl: string, accessToken: string) =>
  fetch(`${apiUrl}/gmail/v1/users/me/profile`, {
    headers: { Authorization: `Bearer ${accessToken}` },
  })

/** What a person does on Google's page; answers the page they end on. */
async function consent(
  authorizationUrl: string,
  choice: { account?: string; untick?: boolean; decision?: 'allow' | 'cancel' } = {},
): Promise<string> {
  const response = await fetch(authorizationUrl)
  const form = new JSDOM(await response.text(), { url: authorizationUrl }).window.document.forms[0]
  if (!form) throw new Error('Google shows no consent page')
  const fields = new URLSearchParams({ decision: choice.decision ?? 'allow' })
  for (const input of form.querySelectorAll('input')) {
    const isOn = input.type === 'hidden' || input.checked
    if (isOn && !(input.name === 'scope' && choice.untick)) fields.append(input.name, input.value)
  }
  if (choice.account) fields.set('account', choice.account)
  const page = await fetch(form.action, { method: 'POST', body: fields })
  return page.text()
}

const failureOf = (promise: Promise<unknown>): Promise<OperationError> =>
  promise.then(
    () => Promise.reject(new Error('it succeeded')),
    (error: unknown) => (error instanceof OperationError ? error : Promise.reject(error as Error)),
  )

describe('signing in at the simulated Google', () => {
  it('connects, and the token opens the mailbox that was chosen', async () => {
    const { begin, endpoints, tokens } = await world()
    const pending = await begin()
    const page = await consent(pending.authorizationUrl, { account: BEA })
    expect(await pending.outcome).toEqual({ emailAddress: BEA })
    expect(page).toContain(`${BEA} is connected`)
    const response = await askProfile(endpoints.apiUrl, await tokens().getAccessToken())
    expect(await response.json()).toMatchObject({ emailAddress: BEA })
  })

  it.each([
    ['the person cancels', { decision: 'cancel' }, 'access_denied'],
    ['a box is not ticked', { untick: true }, 'scope_missing'],
    ['another address is chosen', { account: BEA }, 'other_address'],
  ] as const)('keeps nothing when %s', async (_what, choice, reason) => {
    const { begin, vault } = await world()
    const pending = await begin(ANA)
    const [page, failure] = await Promise.all([
      consent(pending.authorizationUrl, choice),
      failureOf(pending.outcome),
    ])
    expect(failure.detail).toEqual({ reason })
    expect(page).toContain(failure.message)
    expect(await vault.get('grant:account-1')).toBeNull()
  })

  it('gets a lasting grant the second time too', async () => {
    const { begin, vault } = await world()
    const first = await begin()
    await consent(first.authorizationUrl)
    await first.outcome
    await vault.delete('grant:account-1')
    const second = await begin(ANA)
    await consent(second.authorizationUrl)
    expect(await second.outcome).toEqual({ emailAddress: ANA })
  })
})

describe('the tokens of the simulated Google', () => {
  async function connected() {
    const all = await world()
    const pending = await all.begin()
    await consent(pending.authorizationUrl)
    await pending.outcome
    all.simulator.ledger.reset()
    return all
  }

  it('are refreshed once for a hundred callers when they have ended', async () => {
    const { endpoints, pass, refreshes, tokens } = await connected()
    const source = tokens()
    const former = await source.getAccessToken()
    pass(HOUR)
    expect((await askProfile(endpoints.apiUrl, former)).status).toBe(401)
    const fresh = await Promise.all(Array.from({ length: 100 }, () => source.getAccessToken()))
    expect(new Set(fresh).size).toBe(1)
    expect(refreshes()).toBe(1)
    expect((await askProfile(endpoints.apiUrl, fresh[0] ?? '')).status).toBe(200)
  })

  it('survive an outage, and a lost answer, without a new sign-in', async () => {
    const { losses, pass, simulator, tokens } = await connected()
    const source = tokens()
    for (const action of [
      { status: 503 },
      { dropConnection: 'before' },
      { dropConnection: 'after' },
      { htmlErrorPage: true },
      { truncateBody: true },
    ] as const) {
      pass(HOUR)
      simulator.faults.add({ match: { method: 'oauth.token' }, times: 1, action })
      await expect(source.getAccessToken()).rejects.toMatchObject({
        failure: { kind: expect.stringMatching(/^(offline|server)$/u) as string },
      })
      expect(await source.getAccessToken()).toBeTruthy()
    }
    expect(losses()).toBe(0)
  })

  it('end when the person takes the permission back, and then one sign-in is asked for', async () => {
    const { losses, pass, simulator, tokens } = await connected()
    const source = tokens()
    pass(HOUR)
    simulator.accounts.get(ANA).revokeGrants()
    for (let i = 0; i < 3; i += 1) {
      await expect(source.getAccessToken()).rejects.toMatchObject({ failure: { kind: 'auth' } })
    }
    expect(losses()).toBe(1)
  })

  it('end at Google, too, when the account is deleted here', async () => {
    const { clock, endpoints, logger, tokens, vault } = await connected()
    const token = await tokens().getAccessToken()
    const revoke = () =>
      revokeGoogleGrant({ accountId: 'account-1', vault, endpoints, clock, logger })
    expect(await revoke()).toBe(true)
    expect((await askProfile(endpoints.apiUrl, token)).status).toBe(401)
    expect(await vault.get('grant:account-1')).toBeNull()
    expect(await revoke()).toBe(true)
  })
})
