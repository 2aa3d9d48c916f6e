import { execFile } from 'node:child_process'
import { resolve } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import { memoryKeyring } from '../../../../../tests/auth/memory-keyring.ts'
import { temporaryFolder } from '../../../../../tests/auth/temporary-folder.ts'
import { createKeychain } from './keychain.ts'

describe('the keychain', () => {
  it('makes one master key and finds it again', async () => {
    const { load, entries } = memoryKeyring()
    const first = createKeychain({ dataDir: '/profile', load })
    const keys = await Promise.all([first.masterKey(), first.masterKey(), first.masterKey()])
    const again = await createKeychain({ dataDir: '/profile', load }).masterKey()
    for (const key of keys) expect(key.bytes.equals(again.bytes)).toBe(true)
    expect(entries.size).toBe(1)
  })

  it('keeps two profiles apart', async () => {
    const { load, entries } = memoryKeyring()
    const one = await createKeychain({ dataDir: '/profile-1', load }).masterKey()
    const two = await createKeychain({ dataDir: '/profile-2', load }).masterKey()
    expect(one.bytes.equals(two.bytes)).toBe(false)
    expect(entries.size).toBe(2)
  })

  it('leaves nothing behind when it is tried out', async () => {
    const { load, entries } = memoryKeyring()
    await createKeychain({ dataDir: '/profile', load }).probe()
    expect(entries.size).toBe(0)
  })

  it('is unavailable, never a lie, when the store fails or forgets', async () => {
    const { load, fail } = memoryKeyring()
    for (const mode of ['always', 'forgets'] as const) {
      fail(mode)
      const keychain = createKeychain({ dataDir: '/profile', load })
      const unavailable = { code: 'token_store_unavailable' }
      await expect(keychain.probe()).rejects.toMatchObject(unavailable)
      await expect(keychain.masterKey()).rejects.toMatchObject(unavailable)
    }
  })

  it('works again once it is unlocked', async () => {
    const { load, fail } = memoryKeyring()
    const keychain = createKeychain({ dataDir: '/profile', load })
    fail('always')
    await expect(keychain.masterKey()).rejects.toThrow()
    fail('never')
    expect((await keychain.masterKey()).bytes).toHaveLength(32)
  })

  it('asks for the Secret Service and no other store', async () => {
    const { load, stores } = memoryKeyring()
    const keychain = createKeychain({ dataDir: '/profile', load })
    await keychain.probe()
    await keychain.masterKey()
    expect([...stores]).toEqual(['secret-service'])
  })

  it('is unavailable where the native module can’t be loaded', async () => {
    const load = () => Promise.reject(new Error('no binding for this platform'))
    await expect(createKeychain({ dataDir: '/profile', load }).probe()).rejects.toMatchObject({
      code: 'token_store_unavailable',
    })
  })
})

// /proc/keys and the fallback exist on Linux only; elsewhere there is nothing to fall back to.
describe.runIf(process.platform === 'linux')(
  'the real library, on a machine without a keychain',
  () => {
    it('is refused, and nothing goes to the kernel keyring, where it would be lost', async () => {
      const script = resolve(import.meta.dirname, '../../../../../tests/auth/kernel-keyring.ts')
      const env = { PATH: process.env['PATH'], HOME: process.env['HOME'] }
      const { stdout } = await promisify(execFile)(process.execPath, [script, temporaryFolder()], {
        env,
      })
      const seen = JSON.parse(stdout) as {
        ours: Record<string, unknown>
        unpinnedKernelKeys: number
      }
      expect(seen.ours).toEqual({
        probe: 'token_store_unavailable',
        masterKey: 'token_store_unavailable',
        kernelKeys: 0,
      })
      // The control: without the pin the library does write there, so the zero above says something.
      expect(seen.unpinnedKernelKeys).toBeGreaterThan(0)
    })
  },
)
