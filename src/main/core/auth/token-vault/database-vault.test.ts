import { randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { recordingLogger } from '../../../../../tests/auth/recording-logger.ts'
import { sqliteStore } from '../../../../../tests/auth/sqlite-store.ts'
import { filesHolding, temporaryFolder } from '../../../../../tests/auth/temporary-folder.ts'
import { createTokenVault } from './create-token-vault.ts'

const CANARY = 'canary-secret-of-the-database'

describe('secrets in the database', () => {
  it('are kept, replaced and forgotten, and only ciphertext is on disk', async () => {
    const folder = temporaryFolder()
    const store = await sqliteStore(folder)
    const open = (encryptionKey = randomBytes(32).toString('base64')) =>
      createTokenVault({
        mode: 'database',
        encryptionKey,
        keyId: 'team-1',
        dataDir: folder,
        store,
        logger: recordingLogger(),
        consentToKeyFile: false,
      })
    const key = randomBytes(32).toString('base64')
    const vault = await open(key)
    expect(await vault.status()).toEqual({ kind: 'database', state: 'ready', reason: null })
    expect(await vault.get('grant:1')).toBeNull()
    await vault.set('grant:1', 'first')
    await vault.set('grant:1', CANARY)
    expect(await (await open(key)).get('grant:1')).toBe(CANARY)
    expect(filesHolding(folder, CANARY)).toEqual([])

    await expect((await open()).get('grant:1')).rejects.toMatchObject({
      code: 'token_decryption_error',
    })
    const stored = (await store.read.secrets.get('grant:1')) ?? ''
    expect(stored).toMatch(/^v1\.team-1\./u)
    await store.transaction(({ secrets }) => secrets.set('grant:2', stored))
    await expect(vault.get('grant:2')).rejects.toMatchObject({ code: 'token_integrity_error' })

    await vault.delete('grant:1')
    expect(await vault.get('grant:1')).toBeNull()
  })
})
