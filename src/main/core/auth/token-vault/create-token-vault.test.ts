import { randomBytes } from 'node:crypto'
import { readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Store } from '#core/ports/store.ts'
import { memoryKeyring } from '../../../../../tests/auth/memory-keyring.ts'
import { recordingLogger } from '../../../../../tests/auth/recording-logger.ts'
import { filesHolding, temporaryFolder } from '../../../../../tests/auth/temporary-folder.ts'
import { createTokenVault, type TokenVaultOptions } from './create-token-vault.ts'
import { createKeychain } from './keychain.ts'

const PASSPHRASE = 'correct horse battery'

// The modes tested here never reach the database; the database vault has its own tests.
const NO_STORE = {} as Store

function machine(options: { keychain: 'works' | 'missing' } = { keychain: 'missing' }) {
  const dataDir = temporaryFolder()
  const keyring = memoryKeyring()
  keyring.fail(options.keychain === 'works' ? 'never' : 'always')
  const start = (changes: Partial<TokenVaultOptions> = {}) =>
    createTokenVault({
      mode: null,
      encryptionKey: null,
      keyId: null,
      dataDir,
      store: NO_STORE,
      logger: recordingLogger(),
      consentToKeyFile: false,
      keychain: createKeychain({ dataDir, load: keyring.load }),
      ...changes,
    })
  return { dataDir, keyring, start }
}

describe('choosing where secrets live', () => {
  it('takes the keychain where there is one, and keeps long secrets too', async () => {
    const { dataDir, start } = machine({ keychain: 'works' })
    const vault = await start()
    expect(await vault.status()).toEqual({ kind: 'keychain', state: 'ready', reason: null })
    const long = randomBytes(10_000).toString('hex')
    await vault.set('grant:1', long)
    expect(await (await start()).get('grant:1')).toBe(long)
    expect(filesHolding(dataDir, long)).toEqual([])
    await expect(vault.choose({ protection: 'key-file' })).rejects.toMatchObject({
      code: 'token_store_unavailable',
    })
  })

  it('asks, and keeps nothing, where there is no keychain and no key', async () => {
    const { dataDir, start } = machine()
    const vault = await start()
    expect(await vault.status()).toMatchObject({ kind: 'none', state: 'choice_needed' })
    const refusal = {
      code: 'token_store_unavailable',
      message: expect.stringMatching(/passphrase/u) as string,
    }
    await expect(vault.set('grant:1', 'secret')).rejects.toMatchObject(refusal)
    await expect(vault.get('grant:1')).rejects.toMatchObject(refusal)
    expect(readdirSync(dataDir)).toEqual([])
  })

  it('takes a keychain that turns up before anything was chosen', async () => {
    const { keyring, start } = machine()
    const vault = await start()
    keyring.fail('never')
    expect(await vault.status()).toMatchObject({ kind: 'keychain', state: 'ready' })
    await vault.set('grant:1', 'secret')
    expect(await vault.get('grant:1')).toBe('secret')
  })

  it('uses TOKEN_ENCRYPTION_KEY where there is no keychain', async () => {
    const { dataDir, start } = machine()
    const encryptionKey = randomBytes(32).toString('base64')
    const vault = await start({ encryptionKey })
    expect(await vault.status()).toEqual({ kind: 'encrypted-file', state: 'ready', reason: null })
    await vault.set('grant:1', 'secret-of-the-environment')
    expect(await (await start({ encryptionKey })).get('grant:1')).toBe('secret-of-the-environment')
    expect(filesHolding(dataDir, 'secret-of-the-environment')).toEqual([])
    const other = await start({ encryptionKey: randomBytes(32).toString('base64') })
    await expect(other.get('grant:1')).rejects.toMatchObject({ code: 'token_decryption_error' })
  })

  it('stays with the file under TOKEN_ENCRYPTION_KEY when a keychain turns up later', async () => {
    const { keyring, start } = machine()
    const encryptionKey = randomBytes(32).toString('base64')
    await (await start({ encryptionKey })).set('grant:1', 'secret')
    keyring.fail('never')
    expect(await (await start({ encryptionKey })).get('grant:1')).toBe('secret')
  })

  it.each([null, 'keychain', 'encrypted-file', 'database'] as const)(
    'fails at once on a malformed key in mode %s',
    async (mode) => {
      const { start } = machine()
      await expect(start({ mode, encryptionKey: 'too short' })).rejects.toMatchObject({
        code: 'env_var_error',
      })
    },
  )

  it('needs a key for the database', async () => {
    await expect(machine().start({ mode: 'database' })).rejects.toMatchObject({
      code: 'env_var_error',
    })
  })

  it('uses nothing but the keychain when told so, and recovers when it is unlocked', async () => {
    const { dataDir, keyring, start } = machine()
    const vault = await start({ mode: 'keychain', consentToKeyFile: true })
    expect(await vault.status()).toMatchObject({ kind: 'keychain', state: 'choice_needed' })
    await expect(vault.set('grant:1', 'secret')).rejects.toMatchObject({
      code: 'token_store_unavailable',
    })
    expect(readdirSync(dataDir)).toEqual([])
    keyring.fail('never')
    expect(await vault.status()).toMatchObject({ kind: 'keychain', state: 'ready' })
    await vault.set('grant:1', 'secret')
    expect(await vault.get('grant:1')).toBe('secret')
  })
})

describe('a passphrase', () => {
  it('protects, locks at the next start, and opens again', async () => {
    const { dataDir, start } = machine()
    const vault = await start()
    expect(await vault.choose({ protection: 'passphrase', passphrase: PASSPHRASE })).toEqual({
      kind: 'encrypted-file',
      state: 'ready',
      reason: null,
    })
    await vault.set('grant:1', 'secret-under-passphrase')

    const restarted = await start()
    expect(await restarted.status()).toMatchObject({ kind: 'encrypted-file', state: 'locked' })
    await expect(restarted.get('grant:1')).rejects.toMatchObject({
      code: 'token_store_unavailable',
      message: expect.stringMatching(/locked/u) as string,
    })
    await expect(
      restarted.choose({ protection: 'passphrase', passphrase: 'wrong horse battery' }),
    ).rejects.toMatchObject({ code: 'token_decryption_error' })
    expect(await restarted.status()).toMatchObject({ state: 'locked' })
    await restarted.choose({ protection: 'passphrase', passphrase: PASSPHRASE })
    expect(await restarted.get('grant:1')).toBe('secret-under-passphrase')
    for (const secret of ['secret-under-passphrase', PASSPHRASE]) {
      expect(filesHolding(dataDir, secret)).toEqual([])
    }
  })

  it('stays in use when a keychain turns up later', async () => {
    const { keyring, start } = machine()
    await (await start()).choose({ protection: 'passphrase', passphrase: PASSPHRASE })
    keyring.fail('never')
    expect(await (await start()).status()).toMatchObject({ state: 'locked' })
  })

  it('can be changed, and the former one opens nothing any more', async () => {
    const { start } = machine()
    const vault = await start()
    await vault.choose({ protection: 'passphrase', passphrase: PASSPHRASE })
    await vault.set('grant:1', 'secret')
    await vault.choose({ protection: 'passphrase', passphrase: 'another passphrase' })
    expect(await vault.get('grant:1')).toBe('secret')
    const restarted = await start()
    await expect(
      restarted.choose({ protection: 'passphrase', passphrase: PASSPHRASE }),
    ).rejects.toMatchObject({ code: 'token_decryption_error' })
    await restarted.choose({ protection: 'passphrase', passphrase: 'another passphrase' })
    expect(await restarted.get('grant:1')).toBe('secret')
  })

  it('that was forgotten can be given up for a key file', async () => {
    const { start } = machine()
    const vault = await start()
    await vault.choose({ protection: 'passphrase', passphrase: PASSPHRASE })
    await vault.set('grant:1', 'secret')
    const restarted = await start()
    expect(await restarted.choose({ protection: 'key-file' })).toMatchObject({ state: 'ready' })
    expect(await restarted.get('grant:1')).toBeNull()
  })

  it('of fewer than eight characters is refused', async () => {
    const vault = await machine().start()
    await expect(
      vault.choose({ protection: 'passphrase', passphrase: '1234567' }),
    ).rejects.toMatchObject({ code: 'invalid_input' })
    expect(await vault.status()).toMatchObject({ state: 'choice_needed' })
  })
})

describe('a key file', () => {
  it('needs consent once, and then opens by itself', async () => {
    const { dataDir, start } = machine()
    const vault = await start()
    expect(readdirSync(dataDir)).toEqual([])
    await vault.choose({ protection: 'key-file' })
    await vault.set('grant:1', 'secret-under-key-file')
    expect(await (await start()).get('grant:1')).toBe('secret-under-key-file')
    expect(filesHolding(dataDir, 'secret-under-key-file')).toEqual([])
  })

  it('is consented to by MAILMANAGER_TOKEN_STORE=encrypted-file', async () => {
    const { start } = machine({ keychain: 'works' })
    const vault = await start({ mode: 'encrypted-file' })
    expect(await vault.status()).toMatchObject({ kind: 'encrypted-file', state: 'ready' })
    await vault.set('grant:1', 'secret')
    expect(await (await start({ mode: 'encrypted-file' })).get('grant:1')).toBe('secret')
  })

  it('taken for granted in the demo is not taken for granted afterwards', async () => {
    const { start } = machine()
    const demo = await start({ consentToKeyFile: true })
    expect(await demo.status()).toMatchObject({ kind: 'encrypted-file', state: 'ready' })
    await demo.set('grant:1', 'secret')
    expect(await (await start({ consentToKeyFile: true })).get('grant:1')).toBe('secret')

    const real = await start()
    expect(await real.status()).toMatchObject({ kind: 'none', state: 'choice_needed' })
    await real.choose({ protection: 'key-file' })
    expect(await real.get('grant:1')).toBe('secret')
    expect(await (await start()).status()).toMatchObject({ state: 'ready' })
  })

  it('can be exchanged for a passphrase, and then it is gone', async () => {
    const { dataDir, start } = machine()
    const vault = await start()
    await vault.choose({ protection: 'key-file' })
    await vault.set('grant:1', 'secret')
    await vault.choose({ protection: 'passphrase', passphrase: PASSPHRASE })
    expect(await vault.get('grant:1')).toBe('secret')
    expect(readdirSync(dataDir)).toEqual(['secrets.passphrase.json'])
  })

  it('that is missing is said to be missing, and costs a new sign-in only', async () => {
    const { dataDir, start } = machine()
    const vault = await start()
    await vault.choose({ protection: 'key-file' })
    await vault.set('grant:1', 'secret')
    rmSync(join(dataDir, 'secrets.key'))
    const restarted = await start()
    expect(await restarted.status()).toMatchObject({
      state: 'choice_needed',
      reason: expect.stringMatching(/missing/u) as string,
    })
    await restarted.choose({ protection: 'key-file' })
    await restarted.set('grant:1', 'signed in again')
    expect(await restarted.get('grant:1')).toBe('signed in again')
  })
})

it('starts with a damaged file of secrets, says so, and sets it aside on request', async () => {
  const { dataDir, start } = machine()
  writeFileSync(join(dataDir, 'secrets.passphrase.json'), 'not what it was')
  const vault = await start()
  expect(await vault.status()).toMatchObject({
    state: 'choice_needed',
    reason: expect.stringMatching(/damaged/u) as string,
  })
  await vault.choose({ protection: 'key-file' })
  await vault.set('grant:1', 'secret')
  expect(await vault.get('grant:1')).toBe('secret')
  expect(readdirSync(dataDir)).toContain('secrets.passphrase.json.damaged')
})

it('loses no secret when the protection changes while others read and write', async () => {
  const vault = await machine().start()
  await vault.choose({ protection: 'key-file' })
  await vault.set('grant:1', 'secret')
  const change = vault.choose({ protection: 'passphrase', passphrase: PASSPHRASE })
  const [read] = await Promise.all([vault.get('grant:1'), vault.set('grant:2', 'new'), change])
  expect(read).toBe('secret')
  expect(await vault.get('grant:2')).toBe('new')
})
