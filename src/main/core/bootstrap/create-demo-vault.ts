import { join } from 'node:path'
import type { Logger, TokenVault } from '../ports/services.ts'
import type { Store } from '../ports/store.ts'
import { createTokenVault } from '../auth/token-vault/create-token-vault.ts'

/**
 * The token vault of demo accounts, opened by the first of them. Their grants open nothing but the
 * demo, so they need no question and no keychain.
 */
export function createDemoVault(options: {
  dataDir: string
  store: Store
  logger: Logger
}): () => Promise<TokenVault> {
  const { store, logger } = options
  let vault: Promise<TokenVault> | null = null
  return () =>
    (vault ??= createTokenVault({
      mode: 'encrypted-file',
      encryptionKey: null,
      keyId: null,
      dataDir: join(options.dataDir, 'demo'),
      store,
      logger,
      consentToKeyFile: true,
    }))
}
