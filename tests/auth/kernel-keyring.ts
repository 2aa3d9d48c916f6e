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
// A line of /proc/keys ends in `keyring:<user>@<service>: <size>`.
const kernelKeys = (service: string): string[] =>
  readFileSync('/proc/keys', 'utf8')
    .split('\n')
    .filter((line) => line.includes(`@${service}:`))

const before = kernelKeys('MailManager')
const keychain = createKeychain({ dataDir: process.argv[2] ?? '' })
const ours = {
  probe: await tried(() => keychain.probe()),
  masterKey: await tried(() => keychain.masterKey()),
  kernelKeys: kernelKeys('MailManager').filter((line) => !before.includes(line)).length,
}
const service = `UnpinnedControl${process.pid}`
const control = new AsyncEntry(service, 'control')
await tried(() => control.setPassword('not a secret'))
const unpinnedKernelKeys = kernelKeys(service).length
await tried(() => control.deleteCredential())
process.stdout.write(JSON.stringify({ ours, unpinnedKernelKeys }))
