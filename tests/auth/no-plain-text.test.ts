import { inspect } from 'node:util'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { createClientCredentials } from '#core/auth/client-credentials.ts'
import { revokeGoogleGrant } from '#core/auth/google/revoke-grant.ts'
import { createGoogleSignIn } from '#core/auth/google/sign-in.ts'
import { createGoogleTokenSource } from '#core/auth/google/token-source.ts'
import { createLoopbackSignIn } from '#core/auth/loopback/loopback-sign-in.ts'
import {
  createTokenVault,
  type TokenVaultOptions,
} from '#core/auth/token-vault/create-token-vault.ts'
import { createKeychain } from '#core/auth/token-vault/keychain.ts'
import type { Store } from '#core/ports/store.ts'
import { browserRequest } from './browser-request.ts'
import { frozenClock } from './frozen-clock.ts'
import { memoryKeyring } from './memory-keyring.ts'
import { recordingLogger } from './recording-logger.ts'
import { scriptedGoogle } from './scripted-google.ts'
import { filesHolding, temporaryFolder } from './temporary-folder.ts'

const CANARIES = {
  clientSecret: 'GOCSPX-canaryClientSecret01',
  code: '4/0canaryAuthorizationCode02',
  firstAccess: 'ya29.canaryFirstAccess03',
  refresh: '1//0canaryRefresh04',
  secondAccess: 'ya29.canarySecondAccess05',
  rotatedRefresh: '1//0canaryRotated06',
  passphrase: 'canary passphrase 07',
  encryptionKey: 'canary encryption key number 008',
}
const ENCRYPTION_KEY = Buffer.from(CANARIES.encryptionKey).toString('base64')

const PLACES: [string, Partial<TokenVaultOptions>, 'passphrase' | 'key-file' | null][] = [
  ['under a key of the environment', { encryptionKey: ENCRYPTION_KEY }, null],
  ['under a passphrase', {}, 'passphrase'],
  ['under a key file', {}, 'key-file'],
  ['under the keychain', { mode: 'keychain' }, null],
]

describe.each(PLACES)('with secrets %s', (_place, changes, protection) => {
  it('no secret of a whole life of an account is on disk, in the log, on a page or in an error', async () => {
    const dataDir = temporaryFolder()
    const logger = recordingLogger()
    const clock = frozenClock()
    const keyring = memoryKeyring()
    if (changes.mode !== 'keychain') keyring.fail('always')
    const keychain = createKeychain({ dataDir, load: keyring.load })
    const shown: string[] = []
    let refuse = false
    const google = await scriptedGoogle(({ form }) => {
      // A careless server that repeats everything it was sent.
      const echo = { error_description: JSON.stringify(form) }
      if (refuse) return { status: 400, body: { error: 'invalid_grant', ...echo } }
      const isFirst = form['grant_type'] === 'authorization_code'
      return {
        body: {
          access_token: isFirst ? CANARIES.firstAccess : CANARIES.secondAccess,
          refresh_token: isFirst ? CANARIES.refresh : CANARIES.rotatedRefresh,
          expires_in: 3599,
          scope: 'https://www.googleapis.com/auth/gmail.modify',
          ...echo,
        },
      }
    })

    const vault = await createTokenVault({
      mode: null,
      encryptionKey: null,
      keyId: null,
      dataDir,
      store: {} as Store,
      logger,
      consentToKeyFile: false,
      keychain,
      ...changes,
    })
    if (protection) {
      const { passphrase } = CANARIES
      shown.push(inspect(await vault.choose({ protection, passphrase })))
    }
    const environment = { gmailPath: null, outlookPath: null }
    const credentials = createClientCredentials({ environment, vault })
    const installed = { client_id: 'client', client_secret: CANARIES.clientSecret }
    shown.push(inspect(await credentials.importGoogle({ installed })))
    shown.push(inspect(await credentials.status()))

    const signIn = createGoogleSignIn({
      endpoints: () => google.endpoints,
      client: () => credentials.google(),
      vault,
      loopback: createLoopbackSignIn({ clock, logger }),
      clock,
      logger,
      profile: () => Promise.resolve({ emailAddress: 'ana@example.com' }),
    })
    const pending = await signIn.begin({ id: 'account-1', emailAddress: null, isDemo: false })
    shown.push(pending.authorizationUrl)
    const asked = new URL(pending.authorizationUrl).searchParams
    const back = new URLSearchParams({ state: asked.get('state') ?? '', code: CANARIES.code })
    shown.push(
      inspect(await browserRequest(`${asked.get('redirect_uri') ?? ''}?${back.toString()}`)),
    )
    shown.push(inspect(await pending.outcome))

    const source = createGoogleTokenSource({
      accountId: 'account-1',
      vault,
      client: () => credentials.google(),
      endpoints: google.endpoints,
      clock,
      logger,
      onGrantLost: () => undefined,
    })
    expect(await source.getAccessToken()).toBe(CANARIES.firstAccess)
    clock.advance(3_600_000)
    expect(await source.getAccessToken()).toBe(CANARIES.secondAccess)
    expect(leaks(dataDir, logger.lines, shown)).toEqual([])

    refuse = true
    clock.advance(3_600_000)
    const lost: unknown = await source.getAccessToken().catch((error: unknown) => error)
    shown.push(inspect(lost, { depth: 12, showHidden: true }))
    await revokeGoogleGrant({
      accountId: 'account-1',
      vault,
      endpoints: google.endpoints,
      clock,
      logger,
    })
    expect(await vault.get('grant:account-1')).toBeNull()
    expect(leaks(dataDir, logger.lines, shown)).toEqual([])

    // The control: the search finds each of them where it is.
    const planted = join(dataDir, 'planted')
    writeFileSync(planted, Object.values(CANARIES).join('\n'))
    expect(leaks(dataDir, logger.lines, [])).toHaveLength(Object.keys(CANARIES).length)
  })
})

function leaks(dataDir: string, logged: string[], shown: string[]): string[] {
  const text = [...logged, ...shown].join('\n')
  return Object.entries(CANARIES)
    .filter(([, secret]) => text.includes(secret) || filesHolding(dataDir, secret).length > 0)
    .map(([name]) => name)
}
