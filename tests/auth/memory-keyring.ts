import type { KeyringModule } from '#core/auth/token-vault/keychain.ts'

/** Stands in for the native module where a test needs a keychain that works, or fails at will. */
export function memoryKeyring(): {
  load: () => Promise<KeyringModule>
  entries: Map<string, string>
  stores: Set<string | undefined>
  fail: (mode: 'never' | 'always' | 'forgets') => void
} {
  const entries = new Map<string, string>()
  const stores = new Set<string | undefined>()
  let mode: 'never' | 'always' | 'forgets' = 'never'
  const check = () => {
    if (mode === 'always') throw new Error('Platform failure: DBus error')
  }
  class AsyncEntry {
    readonly #name: string
    constructor(service: string, username: string, options?: { linux?: { store?: string } }) {
      this.#name = `${service}/${username}`
      stores.add(options?.linux?.store)
    }
    async setPassword(password: string): Promise<void> {
      check()
      // Windows Credential Manager takes no more.
      if (Buffer.byteLength(password, 'utf16le') > 2560) throw new Error('too long')
      if (mode !== 'forgets') entries.set(this.#name, password)
    }
    async getPassword(): Promise<string | null> {
      check()
      return entries.get(this.#name) ?? null
    }
    async deleteCredential(): Promise<boolean> {
      check()
      return entries.delete(this.#name)
    }
  }
  return {
    entries,
    stores,
    load: () => Promise.resolve({ AsyncEntry }),
    fail: (next) => {
      mode = next
    },
  }
}
