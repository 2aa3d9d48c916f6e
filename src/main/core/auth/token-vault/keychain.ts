import { createHash, randomBytes } from 'node:crypto'
import { resolve } from 'node:path'
import { OperationError } from '#shared/errors.ts'
import { encryptionKey, randomKey, type EncryptionKey } from './encryption.ts'

const SERVICE = 'MailManager'

/** The part of @napi-rs/keyring that is used. */
export interface KeyringModule {
  AsyncEntry: new (
    service: string,
    username: string,
    options?: { linux?: { store?: 'secret-service' } },
  ) => {
    setPassword(password: string): Promise<void>
    getPassword(): Promise<string | null>
    deleteCredential(): Promise<boolean>
  }
}

export interface Keychain {
  /** Writes, reads and deletes a trial entry. Throws token_store_unavailable. */
  probe(): Promise<void>
  /** The master key, made and kept on first use. Throws token_store_unavailable. */
  masterKey(): Promise<EncryptionKey>
}

/**
 * The operating system's keychain: Keychain on macOS, Credential Manager on Windows, Secret
 * Service on Linux. It holds one random 256-bit master key; the secrets themselves are kept in an
 * encrypted file under that key, because Credential Manager refuses values above 2,560 bytes.
 *
 * On Linux the store is pinned to Secret Service: left alone, the library would fall back to the
 * kernel's keyring, which lives in memory and forgets everything at the next start.
 */
export function createKeychain(options: {
  dataDir: string
  /** Loads the native module, which is wanted only where a keychain is. */
  load?: () => Promise<KeyringModule>
}): Keychain {
  const load = options.load ?? (() => import('@napi-rs/keyring'))
  const profile = createHash('sha256').update(resolve(options.dataDir)).digest('hex').slice(0, 16)
  let pending: Promise<EncryptionKey> | null = null

  const entry = async (name: string) => {
    const { AsyncEntry } = await load()
    return new AsyncEntry(SERVICE, `${name} ${profile}`, { linux: { store: 'secret-service' } })
  }

  const guarded = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work()
    } catch (error) {
      if (error instanceof OperationError) throw error
      throw new OperationError(
        'token_store_unavailable',
        'This computer’s keychain can’t be reached, or it is locked.',
        undefined,
        error,
      )
    }
  }

  const loadMasterKey = () =>
    guarded(async () => {
      const master = await entry('master-key')
      const kept = await master.getPassword()
      if (kept !== null) return readMasterKey(kept)
      const key = randomKey()
      await master.setPassword(key.bytes.toString('base64url'))
      // Some stores accept a write and lose it; find out before anything depends on it.
      if ((await master.getPassword()) !== key.bytes.toString('base64url')) throw writeNotKept()
      return key
    })

  return {
    probe: () =>
      guarded(async () => {
        const trial = await entry('probe')
        const word = randomBytes(16).toString('base64url')
        await trial.setPassword(word)
        const read = await trial.getPassword()
        await trial.deleteCredential()
        if (read !== word) throw writeNotKept()
      }),
    masterKey() {
      // A failure is not kept: the keychain may be unlocked later.
      pending ??= loadMasterKey().catch((error: unknown) => {
        pending = null
        throw error
      })
      return pending
    },
  }
}

function readMasterKey(text: string): EncryptionKey {
  const bytes = Buffer.from(text, 'base64url')
  if (bytes.length !== 32) {
    throw new OperationError(
      'token_decryption_error',
      'The keychain’s entry for MailManager is damaged. Delete it there, then sign in again.',
    )
  }
  return encryptionKey(bytes)
}

function writeNotKept(): OperationError {
  return new OperationError(
    'token_store_unavailable',
    'This computer’s keychain does not keep what is written to it.',
  )
}
