import { readFileSync } from 'node:fs'
import { AsyncEntry } from '@napi-rs/keyring'
import { createKeychain } from '#core/auth/token-vault/keychain.ts'

/**
 * Run as its own process, without a session bus: tries our keychain, then the library as it is
 * without the pinned store, and prints what each left in the kernel's keyring.
 */
const tried = async (work: () => Promise<unknown>): Promise<string | null> => {
  try {
    await work()
    return null
  } catch (error) {
    if (error instanceof Error && 'code' in error) return String(error.code)
    throw error
  }
}
const kernelKeys = (service: string): number =>
  readFileSync('/proc/keys', 'utf8')
    .split('\n')
    .filter((line) => line.includes(`@${service}`)).length

const keychain = createKeychain({ dataDir: process.argv[2] ?? '' })
const ours = {
  probe: await tried(() => keychain.probe()),
  masterKey: await tried(() => keychain.masterKey()),
  kernelKeys: kernelKeys('MailManager'),
}
const control = `MailManagerControl${process.pid}`
await tried(() => new AsyncEntry(control, 'unpinned').setPassword('not a secret'))
process.stdout.write(JSON.stringify({ ours, unpinnedKernelKeys: kernelKeys(control) }))
