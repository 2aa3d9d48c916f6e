import { randomBytes } from 'node:crypto'
import { statSync, writeFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { temporaryFolder } from '../../../../../tests/auth/temporary-folder.ts'
import {
  ensureKeyFile,
  keyFilePath,
  keyFromEnvironment,
  keyFromNewPassphrase,
  keyFromPassphrase,
  readKeyFile,
} from './key-sources.ts'

describe('TOKEN_ENCRYPTION_KEY', () => {
  const bytes = Buffer.from('fbff'.repeat(16), 'hex')

  it.each([
    ['base64', bytes.toString('base64')],
    ['base64 without padding', bytes.toString('base64').replace('=', '')],
    ['base64url', bytes.toString('base64url')],
    ['a Fernet key: base64url with padding', `${bytes.toString('base64url')}=`],
    ['with a line end', `${bytes.toString('base64')}\n`],
  ])('is read as %s', (_form, text) => {
    expect(keyFromEnvironment(text, null).bytes.equals(bytes)).toBe(true)
  })

  it.each(['', 'password', 'x'.repeat(42), 'x'.repeat(45), `${'x'.repeat(42)}!`, '0'.repeat(64)])(
    'is refused at once when it is %j, without being repeated',
    (text) => {
      const error = thrown(() => keyFromEnvironment(text, null))
      expect(error).toMatchObject({ code: 'env_var_error' })
      if (text !== '') expect(String(error)).not.toContain(text)
    },
  )

  it('has an id that names it, or a fingerprint', () => {
    const text = bytes.toString('base64')
    expect(keyFromEnvironment(text, 'team-2026').id).toBe('team-2026')
    expect(keyFromEnvironment(text, null).id).toMatch(/^[0-9a-f]{8}$/u)
    expect(() => keyFromEnvironment(text, 'two words')).toThrow(
      expect.objectContaining({ code: 'env_var_error' }),
    )
  })
})

describe('a passphrase', () => {
  it('leads to the same key again, however its letters were composed', async () => {
    const { key, parameters } = await keyFromNewPassphrase('Zażółć gęślą'.normalize('NFC'))
    const again = await keyFromPassphrase('Zażółć gęślą'.normalize('NFD'), parameters)
    expect(again.bytes.equals(key.bytes)).toBe(true)
  })

  it('is told apart from a wrong one', async () => {
    const { parameters } = await keyFromNewPassphrase('correct horse')
    await expect(keyFromPassphrase('correct horsf', parameters)).rejects.toMatchObject({
      code: 'token_decryption_error',
    })
  })

  it('leads to another key under another salt', async () => {
    const [first, second] = [
      await keyFromNewPassphrase('correct horse'),
      await keyFromNewPassphrase('correct horse'),
    ]
    expect(first.key.bytes.equals(second.key.bytes)).toBe(false)
  })
})

describe('a key file', () => {
  it('is made once, for its owner only', async () => {
    const folder = temporaryFolder()
    expect(await readKeyFile(folder)).toBeNull()
    const key = await ensureKeyFile(folder)
    expect((await ensureKeyFile(folder)).bytes.equals(key.bytes)).toBe(true)
    expect(statSync(keyFilePath(folder)).mode & 0o777).toBe(0o600)
  })

  it('is put right when others could read it', async () => {
    const folder = temporaryFolder()
    writeFileSync(keyFilePath(folder), randomBytes(32).toString('base64url'), { mode: 0o644 })
    await readKeyFile(folder)
    expect(statSync(keyFilePath(folder)).mode & 0o777).toBe(0o600)
  })

  it('is never replaced when it is damaged', async () => {
    const folder = temporaryFolder()
    writeFileSync(keyFilePath(folder), 'half a k')
    await expect(ensureKeyFile(folder)).rejects.toMatchObject({ code: 'token_decryption_error' })
  })
})

function thrown(work: () => unknown): unknown {
  try {
    work()
  } catch (error) {
    return error
  }
  throw new Error('nothing was thrown')
}
