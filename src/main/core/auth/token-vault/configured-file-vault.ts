import { rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { TokenVault } from '#core/ports/services.ts'
import { OperationError } from '#shared/errors.ts'
import {
  encryptedFile,
  encryptedFileVault,
  reencrypt,
  type EncryptedFile,
} from './encrypted-file.ts'
import type { EncryptionKey } from './encryption.ts'
import { createMutex } from '#shared/domain/mutex.ts'
import {
  ensureKeyFile,
  keyFilePath,
  keyFromNewPassphrase,
  keyFromPassphrase,
  readKeyFile,
  type PassphraseParameters,
} from './key-sources.ts'

export type ProtectionChoice = {
  protection: 'passphrase' | 'key-file'
  passphrase?: string | undefined
}

type Protection =
  | { state: 'unset'; reason: string | null }
  | { state: 'locked'; parameters: PassphraseParameters }
  | { state: 'ready'; by: 'passphrase' | 'key-file'; file: EncryptedFile; key: EncryptionKey }

/** An encrypted file whose key the person supplies (passphrase) or consents to (key file). */
export interface ConfiguredFileVault extends TokenVault {
  protection(): { state: Protection['state']; reason: string | null }
  /**
   * Sets the protection up, unlocks it, or changes it; entries that can be read move along.
   * Choosing a key file while a passphrase is locked gives the locked entries up.
   * Throws token_decryption_error for a wrong passphrase.
   */
  choose(choice: ProtectionChoice): Promise<void>
}

/**
 * Opens what was chosen before in this data folder. With `assumeConsent` a key file that nobody
 * agreed to is used, and made on request by `choose`.
 */
export async function openConfiguredFileVault(options: {
  dataDir: string
  assumeConsent: boolean
}): Promise<ConfiguredFileVault> {
  const { dataDir, assumeConsent } = options
  const underPassphrase = encryptedFile(join(dataDir, 'secrets.passphrase.json'))
  const underKeyFile = encryptedFile(join(dataDir, 'secrets.key-file.json'))
  const inTurn = createMutex()
  let protection = await detect()

  async function detect(): Promise<Protection> {
    try {
      const parameters = (await underPassphrase.read())?.passphrase
      if (parameters) return { state: 'locked', parameters }
      const consent = (await underKeyFile.read())?.keyFileConsent
      if (consent === undefined || (consent === 'assumed' && !assumeConsent)) {
        return { state: 'unset', reason: null }
      }
      const key = await readKeyFile(dataDir)
      if (key) return { state: 'ready', by: 'key-file', file: underKeyFile, key }
      return {
        state: 'unset',
        reason: `The key file that protects saved sign-ins is missing (${keyFilePath(dataDir)}).`,
      }
    } catch (error) {
      // A damaged file must not keep the program from starting: it costs a new sign-in, no more.
      if (error instanceof OperationError) return { state: 'unset', reason: error.message }
      throw error
    }
  }

  /** Where entries may be read now, to be carried over to another protection. */
  async function readable(): Promise<{ file: EncryptedFile; key: EncryptionKey } | null> {
    if (protection.state === 'ready') return protection
    if (protection.state === 'locked') return null
    const key = await readKeyFile(dataDir)
    return key && { file: underKeyFile, key }
  }

  async function choosePassphrase(passphrase: string): Promise<void> {
    if (protection.state === 'locked') {
      const key = await keyFromPassphrase(passphrase, protection.parameters)
      protection = { state: 'ready', by: 'passphrase', file: underPassphrase, key }
      return
    }
    await renameDamagedFile(underPassphrase)
    await renameDamagedFile(underKeyFile)
    const from = await readable()
    const { key, parameters } = await keyFromNewPassphrase(passphrase)
    const header = { passphrase: parameters }
    await reencrypt(from, { file: underPassphrase, key, header })
    protection = { state: 'ready', by: 'passphrase', file: underPassphrase, key }
    await underKeyFile.remove()
    await rm(keyFilePath(dataDir), { force: true })
  }

  async function chooseKeyFile(): Promise<void> {
    await renameDamagedFile(underPassphrase)
    await renameDamagedFile(underKeyFile)
    const from = await readable()
    const key = await ensureKeyFile(dataDir)
    const header = { keyFileConsent: assumeConsent ? 'assumed' : 'given' } as const
    await reencrypt(from, { file: underKeyFile, key, header })
    protection = { state: 'ready', by: 'key-file', file: underKeyFile, key }
    await underPassphrase.remove()
  }

  const vault = (): TokenVault => {
    const current = protection
    switch (current.state) {
      case 'ready':
        return encryptedFileVault(current.file, () => Promise.resolve(current.key))
      case 'locked':
        throw new OperationError(
          'token_store_unavailable',
          'Saved sign-ins are locked. Enter the passphrase that protects them.',
        )
      case 'unset':
        throw new OperationError(
          'token_store_unavailable',
          'MailManager has no safe place for sign-ins yet. Choose a passphrase or a key file in Settings, under Security.',
        )
    }
  }

  return {
    protection: () => ({
      state: protection.state,
      reason: protection.state === 'unset' ? protection.reason : null,
    }),
    choose: (choice) =>
      inTurn(async () => {
        if (choice.protection === 'key-file') return chooseKeyFile()
        if (choice.passphrase === undefined || choice.passphrase.length < 8) {
          throw new OperationError('invalid_input', 'A passphrase needs at least 8 characters.')
        }
        return choosePassphrase(choice.passphrase)
      }),
    get: (name) => inTurn(async () => vault().get(name)),
    set: (name, secret) => inTurn(async () => vault().set(name, secret)),
    delete: (name) => inTurn(async () => vault().delete(name)),
  }
}

async function renameDamagedFile(file: EncryptedFile): Promise<void> {
  try {
    await file.read()
  } catch (error) {
    if (!(error instanceof OperationError) || error.code !== 'token_integrity_error') throw error
    await rename(file.path, `${file.path}.damaged`)
  }
}
