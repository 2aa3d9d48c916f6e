import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { z } from 'zod'
import type { Logger, TokenVault } from '#core/ports/services.ts'
import type { Store } from '#core/ports/store.ts'
import type { tokenStoreStatus } from '#shared/contract/settings.ts'
import { OperationError } from '#shared/errors.ts'
import {
  openConfiguredFileVault,
  type ProtectionChoice,
  type ConfiguredFileVault,
} from './configured-file-vault.ts'
import { createDatabaseVault } from './database-vault.ts'
import { encryptedFile, encryptedFileVault } from './encrypted-file.ts'
import type { EncryptionKey } from './encryption.ts'
import { keyFromEnvironment } from './key-sources.ts'
import { createKeychain, type Keychain } from './keychain.ts'

export type TokenStoreMode = 'keychain' | 'encrypted-file' | 'database'
export type TokenStoreStatus = z.infer<typeof tokenStoreStatus>

export interface TokenVaultService extends TokenVault {
  /** Where secrets are kept now. Looks for a keychain again while none is in use. */
  status(): Promise<TokenStoreStatus>
  /**
   * Sets up or unlocks the encrypted file. Throws token_store_unavailable where the place is
   * settled otherwise, token_decryption_error for a wrong passphrase.
   */
  choose(choice: ProtectionChoice): Promise<TokenStoreStatus>
}

export interface TokenVaultOptions {
  /** MAILMANAGER_TOKEN_STORE, or null to find the best place. */
  mode: TokenStoreMode | null
  /** TOKEN_ENCRYPTION_KEY. */
  encryptionKey: string | null
  /** TOKEN_ENCRYPTION_KEY_ID. */
  keyId: string | null
  dataDir: string
  store: Store
  logger: Logger
  /** True for the demo and for loopback providers: a key file may be used without asking. */
  consentToKeyFile: boolean
  keychain?: Keychain
}

/**
 * Decides where secrets live. An explicit mode wins. Otherwise what was chosen before in this data
 * folder stays; then the keychain; then an encrypted file under TOKEN_ENCRYPTION_KEY; else the
 * person is asked. Nothing is ever kept in plain text.
 * Throws env_var_error for an unusable TOKEN_ENCRYPTION_KEY, or where a mode needs one.
 */
export async function createTokenVault(options: TokenVaultOptions): Promise<TokenVaultService> {
  const key =
    options.encryptionKey === null ? null : keyFromEnvironment(options.encryptionKey, options.keyId)
  const service = await selectVault(options, key)
  const { kind, state } = await service.status()
  options.logger.info({ kind, state }, 'token store selected')
  return service
}

async function selectVault(
  options: TokenVaultOptions,
  key: EncryptionKey | null,
): Promise<TokenVaultService> {
  const { mode, dataDir } = options
  const keychain = options.keychain ?? createKeychain({ dataDir })
  switch (mode) {
    case 'database':
      if (!key) {
        throw new OperationError(
          'env_var_error',
          'MAILMANAGER_TOKEN_STORE=database needs TOKEN_ENCRYPTION_KEY: 32 random bytes in base64.',
        )
      }
      return resolvedVault('database', createDatabaseVault(options.store, key))
    case 'keychain':
      return keychainOnlyVault(keychain, dataDir)
    case 'encrypted-file': {
      if (key) return resolvedVault('encrypted-file', environmentVault(dataDir, key))
      // Asking for the file without a key is the operator's consent to a key file.
      const file = await openConfiguredFileVault({ dataDir, assumeConsent: false })
      if (file.protection().state === 'unset') await file.choose({ protection: 'key-file' })
      return configuredVault(file, null)
    }
    case null:
      return selectBestVault(options, key, keychain)
  }
}

async function selectBestVault(
  options: TokenVaultOptions,
  key: EncryptionKey | null,
  keychain: Keychain,
): Promise<TokenVaultService> {
  const { dataDir, consentToKeyFile } = options
  const file = await openConfiguredFileVault({ dataDir, assumeConsent: consentToKeyFile })
  if (file.protection().state !== 'unset') return configuredVault(file, null)
  if (key && existsSync(environmentPath(dataDir))) {
    return resolvedVault('encrypted-file', environmentVault(dataDir, key))
  }
  const obstacle = await keychainProblem(keychain)
  if (obstacle === null) return resolvedVault('keychain', keychainVault(keychain, dataDir))
  options.logger.info({ reason: obstacle }, 'no keychain')
  if (key) return resolvedVault('encrypted-file', environmentVault(dataDir, key))
  if (consentToKeyFile) {
    await file.choose({ protection: 'key-file' })
    return configuredVault(file, null)
  }
  return configuredVault(file, { keychain, dataDir })
}

/** A place that no choice of the person’s changes. */
function resolvedVault(kind: TokenStoreMode, vault: TokenVault): TokenVaultService {
  return {
    ...vault,
    status: () => Promise.resolve({ kind, state: 'ready', reason: null }),
    choose: () => Promise.reject(notConfigurable()),
  }
}

/** MAILMANAGER_TOKEN_STORE=keychain: nothing else will do, also while it is locked. */
function keychainOnlyVault(keychain: Keychain, dataDir: string): TokenVaultService {
  return {
    ...keychainVault(keychain, dataDir),
    async status() {
      const obstacle = await keychainProblem(keychain)
      if (obstacle === null) return { kind: 'keychain', state: 'ready', reason: null }
      const reason = `${obstacle} MAILMANAGER_TOKEN_STORE allows nothing but the keychain.`
      return { kind: 'keychain', state: 'choice_needed', reason }
    },
    choose: () => Promise.reject(notConfigurable()),
  }
}

/** The person’s own file; while nothing is chosen, a keychain that turns up is taken instead. */
function configuredVault(
  file: ConfiguredFileVault,
  alternative: { keychain: Keychain; dataDir: string } | null,
): TokenVaultService {
  let current: TokenVault = file
  const status = async (): Promise<TokenStoreStatus> => {
    if (current !== file) return { kind: 'keychain', state: 'ready', reason: null }
    const { state, reason } = file.protection()
    switch (state) {
      case 'ready':
        return { kind: 'encrypted-file', state: 'ready', reason: null }
      case 'locked':
        return {
          kind: 'encrypted-file',
          state: 'locked',
          reason: 'Enter the passphrase that protects your sign-ins.',
        }
      case 'unset': {
        const obstacle = alternative ? await keychainProblem(alternative.keychain) : null
        if (alternative && obstacle === null && file.protection().state === 'unset') {
          current = keychainVault(alternative.keychain, alternative.dataDir)
          return { kind: 'keychain', state: 'ready', reason: null }
        }
        return { kind: 'none', state: 'choice_needed', reason: reason ?? obstacle }
      }
    }
  }
  return {
    get: (name) => current.get(name),
    set: (name, secret) => current.set(name, secret),
    delete: (name) => current.delete(name),
    status,
    async choose(choice) {
      if (current !== file) throw notConfigurable()
      await file.choose(choice)
      return status()
    },
  }
}

function environmentPath(dataDir: string): string {
  return join(dataDir, 'secrets.environment.json')
}

function environmentVault(dataDir: string, key: EncryptionKey): TokenVault {
  return encryptedFileVault(encryptedFile(environmentPath(dataDir)), () => Promise.resolve(key))
}

function keychainVault(keychain: Keychain, dataDir: string): TokenVault {
  const file = encryptedFile(join(dataDir, 'secrets.keychain.json'))
  return encryptedFileVault(file, () => keychain.masterKey())
}

async function keychainProblem(keychain: Keychain): Promise<string | null> {
  try {
    await keychain.probe()
    return null
  } catch (error) {
    if (error instanceof OperationError) return error.message
    throw error
  }
}

function notConfigurable(): OperationError {
  return new OperationError(
    'token_store_unavailable',
    'Where sign-ins are kept is settled already: by this computer’s keychain or by the environment.',
  )
}
