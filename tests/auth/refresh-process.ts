import { parseGoogleClient, parseOutlookClient } from '#core/auth/client-credentials.ts'
import { createGoogleTokenSource } from '#core/auth/google/token-source.ts'
import { createMicrosoftTokenSource } from '#core/auth/microsoft/token-source.ts'
import { createTokenVault } from '#core/auth/token-vault/create-token-vault.ts'
import { systemClock } from '#core/platform/system-clock.ts'
import type {
  AccessTokenSource,
  GoogleEndpoints,
  MicrosoftEndpoints,
  TokenVault,
} from '#core/ports/services.ts'
import type { Store } from '#core/ports/store.ts'
import { silentLogger } from '../support/database/test-store.ts'

/**
 * A refresh in a process of its own, to be killed: `node refresh-process.ts '<json>'`. Writes `answer`
 * when the new grant is here and about to be stored, and `token` when a token was given.
 */
export interface RefreshProcessOptions {
  dataDir: string
  accountId: string
  connection:
    | { provider: 'google'; endpoints: GoogleEndpoints; client: unknown }
    | { provider: 'microsoft'; endpoints: MicrosoftEndpoints; client: unknown }
  /** `before`: nothing of the new grant is written. `during`: the writing has just begun. */
  stall: 'before' | 'during'
}

/** The real encrypted file, as a data folder keeps it. */
export function vaultIn(dataDir: string): Promise<TokenVault> {
  return createTokenVault({
    mode: 'encrypted-file',
    encryptionKey: null,
    keyId: null,
    dataDir,
    store: {} as Store,
    logger: silentLogger,
    consentToKeyFile: true,
  })
}

export function sourceOver(
  vault: TokenVault,
  { accountId, connection }: Pick<RefreshProcessOptions, 'accountId' | 'connection'>,
  onGrantLost: () => void = () => undefined,
): AccessTokenSource {
  const common = { accountId, vault, clock: systemClock, logger: silentLogger, onGrantLost }
  return connection.provider === 'google'
    ? createGoogleTokenSource({
        ...common,
        endpoints: connection.endpoints,
        client: () => Promise.resolve(parseGoogleClient(connection.client)),
      })
    : createMicrosoftTokenSource({
        ...common,
        endpoints: connection.endpoints,
        client: () => Promise.resolve(parseOutlookClient(connection.client)),
      })
}

async function main(text: string): Promise<void> {
  const options = JSON.parse(text) as RefreshProcessOptions
  const vault = await vaultIn(options.dataDir)
  const source = sourceOver(
    {
      get: (name) => vault.get(name),
      delete: (name) => vault.delete(name),
      set(name, secret) {
        process.stdout.write('answer\n')
        if (options.stall === 'during') return vault.set(name, secret)
        setInterval(() => undefined, 60_000)
        return new Promise(() => undefined)
      },
    },
    options,
  )
  source.invalidate(await source.getAccessToken())
  await source.getAccessToken()
  process.stdout.write('token\n')
  setInterval(() => undefined, 60_000)
}

if (import.meta.main) await main(process.argv[2] ?? '')
