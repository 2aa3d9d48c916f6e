import type { TokenVault } from '#core/ports/services.ts'
import type { Store } from '#core/ports/store.ts'
import { decrypt, encrypt, type EncryptionKey } from './encryption.ts'

/**
 * A token vault in the database, for a team server where several processes share it. The database
 * holds ciphertext only; the key comes from the environment and never goes into it.
 */
export function createDatabaseVault(store: Store, key: EncryptionKey): TokenVault {
  return {
    async get(name) {
      const envelope = await store.read.secrets.get(name)
      return envelope === null ? null : decrypt(key, name, envelope)
    },
    async set(name, secret) {
      const envelope = encrypt(key, name, secret)
      await store.transaction((repositories) => repositories.secrets.set(name, envelope))
    },
    async delete(name) {
      await store.transaction((repositories) => repositories.secrets.delete(name))
    },
  }
}
