import { mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { filesHolding, temporaryFolder } from '../../../../../tests/auth/temporary-folder.ts'
import { encryptedFile, encryptedFileVault, type SecretFile } from './encrypted-file.ts'
import { randomKey } from './encryption.ts'

const CANARY = 'canary-1//0gRefreshTokenThatMustNotBeSeen'

function vaultIn(folder: string, key = randomKey()) {
  const path = join(folder, 'secrets.json')
  return { path, key, vault: encryptedFileVault(encryptedFile(path), async () => key) }
}

describe('the encrypted file', () => {
  it('keeps, replaces and forgets secrets', async () => {
    const { vault } = vaultIn(temporaryFolder())
    expect(await vault.get('grant:1')).toBeNull()
    await vault.set('grant:1', 'first')
    await vault.set('grant:1', 'second')
    await vault.set('grant:2', 'other')
    expect(await vault.get('grant:1')).toBe('second')
    await vault.delete('grant:1')
    await vault.delete('grant:1')
    expect(await vault.get('grant:1')).toBeNull()
    expect(await vault.get('grant:2')).toBe('other')
  })

  it('opens again with the same key, and not with another', async () => {
    const folder = temporaryFolder()
    const { vault, key } = vaultIn(folder)
    await vault.set('grant:1', 'secret')
    expect(await vaultIn(folder, key).vault.get('grant:1')).toBe('secret')
    await expect(vaultIn(folder).vault.get('grant:1')).rejects.toMatchObject({
      code: 'token_decryption_error',
    })
  })

  it('holds no secret in any readable form', async () => {
    const folder = temporaryFolder()
    const { vault } = vaultIn(folder)
    await vault.set('grant:1', CANARY)
    await vault.set('grant:2', JSON.stringify({ refreshToken: CANARY }))
    expect(filesHolding(folder, CANARY)).toEqual([])
    writeFileSync(join(folder, 'control'), CANARY)
    expect(filesHolding(folder, CANARY)).toEqual([join(folder, 'control')])
  })

  it('is readable by its owner only and leaves no temporary file', async () => {
    const folder = temporaryFolder()
    const { vault, path } = vaultIn(folder)
    await vault.set('grant:1', 'secret')
    expect(statSync(path).mode & 0o777).toBe(0o600)
    expect(readdirSync(folder)).toEqual(['secrets.json'])
  })

  it('loses nothing when many entries are written at once', async () => {
    const { vault } = vaultIn(temporaryFolder())
    const names = Array.from({ length: 40 }, (_, i) => `grant:${i}`)
    await Promise.all(names.map((name) => vault.set(name, `secret of ${name}`)))
    for (const name of names) expect(await vault.get(name)).toBe(`secret of ${name}`)
  })

  it('notices an entry put under another name', async () => {
    const folder = temporaryFolder()
    const { vault, path } = vaultIn(folder)
    await vault.set('grant:1', 'secret')
    const content = JSON.parse(readFileSync(path, 'utf8')) as SecretFile
    content.entries['grant:2'] = content.entries['grant:1'] ?? ''
    writeFileSync(path, JSON.stringify(content))
    await expect(vault.get('grant:2')).rejects.toMatchObject({ code: 'token_integrity_error' })
  })

  it.each(['', '{', '[]', '{"format":"something else"}', '\0\0\0\0'])(
    'says so when its content is %j, and does not overwrite it',
    async (content) => {
      const folder = temporaryFolder()
      const { vault, path } = vaultIn(folder)
      writeFileSync(path, content)
      await expect(vault.get('grant:1')).rejects.toMatchObject({ code: 'token_integrity_error' })
      await expect(vault.set('grant:1', 'x')).rejects.toMatchObject({
        code: 'token_integrity_error',
      })
      expect(readFileSync(path, 'utf8')).toBe(content)
    },
  )

  it('leaves the former file whole when a write fails half-way', async () => {
    const folder = temporaryFolder()
    const path = join(folder, 'secrets.json')
    // A folder in the file's place makes the last step, the rename, fail.
    const file = encryptedFile(path)
    await expect(
      file.change((content) => {
        mkdirSync(path)
        return { ...content, entries: { a: 'b' } }
      }),
    ).rejects.toMatchObject({ code: 'token_store_unavailable' })
    expect(readdirSync(folder)).toEqual(['secrets.json'])
  })

  it('can forget what it can’t read', async () => {
    const folder = temporaryFolder()
    await vaultIn(folder).vault.set('grant:1', 'secret')
    const { vault } = vaultIn(folder)
    await vault.delete('grant:1')
    expect(await vault.get('grant:1')).toBeNull()
  })
})
