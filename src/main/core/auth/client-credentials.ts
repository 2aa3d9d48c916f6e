import { readFile } from 'node:fs/promises'
import type { TokenVault } from '#core/ports/services.ts'
import type { Provider } from '#shared/contract/enums.ts'
import { OperationError } from '#shared/errors.ts'
import {
  parseGoogleClient,
  parseOutlookClient,
  type GoogleClient,
  type OutlookClient,
} from './parse-client-json.ts'

export {
  parseGoogleClient,
  parseOutlookClient,
  type GoogleClient,
  type OutlookClient,
} from './parse-client-json.ts'

export interface ProviderClientStatus {
  provider: Provider
  source: 'environment' | 'imported' | 'none'
  clientId: string | null
  /** Why it can't be used, in plain words. */
  problem: string | null
}

export interface ClientCredentials {
  /**
   * The client to sign in with. Throws app_credentials_missing, app_credentials_invalid,
   * credential_file_error, or what the token store throws.
   */
  google(): Promise<GoogleClient>
  /** As `google`, for Microsoft. */
  microsoft(): Promise<OutlookClient>
  status(): Promise<ProviderClientStatus[]>
  /** Validates and keeps a client; nothing is kept of an invalid one. */
  importGoogle(json: unknown): Promise<{ provider: 'gmail'; clientId: string }>
  importOutlook(json: unknown): Promise<{ provider: 'outlook'; clientId: string }>
}

/** Finds the OAuth clients: a path from the environment wins over what was imported in the app. */
export function createClientCredentials(options: {
  environment: {
    /** MIA_GMAIL_CREDENTIALS_PATH */
    gmailPath: string | null
    /** MIA_OUTLOOK_CREDENTIALS_PATH */
    outlookPath: string | null
  }
  vault: TokenVault
}): ClientCredentials {
  const { environment, vault } = options
  const gmail: ClientSource<GoogleClient> = {
    provider: 'gmail',
    path: environment.gmailPath,
    variable: 'MIA_GMAIL_CREDENTIALS_PATH',
    parse: parseGoogleClient,
  }
  const outlook: ClientSource<OutlookClient> = {
    provider: 'outlook',
    path: environment.outlookPath,
    variable: 'MIA_OUTLOOK_CREDENTIALS_PATH',
    parse: parseOutlookClient,
  }
  return {
    async google() {
      const client = await findClient(gmail, vault)
      if (client) return client
      throw new OperationError(
        'app_credentials_missing',
        'Connecting Gmail needs an OAuth client of your own. Import its JSON in Settings, or name the file in MIA_GMAIL_CREDENTIALS_PATH.',
      )
    },
    async microsoft() {
      const client = await findClient(outlook, vault)
      if (client) return client
      throw new OperationError(
        'app_credentials_missing',
        'Connecting Outlook needs an application registration of your own. Import its client id in Settings, or name the file in MIA_OUTLOOK_CREDENTIALS_PATH.',
      )
    },
    status: async () => [await statusOf(gmail, vault), await statusOf(outlook, vault)],
    async importGoogle(json) {
      const client = parseGoogleClient(json)
      const { clientId, clientSecret } = client
      const installed = {
        client_id: clientId,
        ...(clientSecret === null ? {} : { client_secret: clientSecret }),
      }
      await vault.set(vaultName('gmail'), JSON.stringify({ installed }))
      return { provider: 'gmail', clientId }
    },
    async importOutlook(json) {
      const { clientId, tenant } = parseOutlookClient(json)
      await vault.set(vaultName('outlook'), JSON.stringify({ client_id: clientId, tenant }))
      return { provider: 'outlook', clientId }
    },
  }
}

interface ClientSource<T extends { clientId: string }> {
  provider: Provider
  path: string | null
  variable: string
  parse: (json: unknown) => T
}

async function findClient<T extends { clientId: string }>(
  source: ClientSource<T>,
  vault: TokenVault,
): Promise<T | null> {
  if (source.path !== null) return source.parse(await readCredentialFile(source.path, source))
  const imported = await vault.get(vaultName(source.provider))
  return imported === null ? null : source.parse(imported)
}

async function statusOf<T extends { clientId: string }>(
  source: ClientSource<T>,
  vault: TokenVault,
): Promise<ProviderClientStatus> {
  const { provider } = source
  const origin = source.path === null ? 'imported' : 'environment'
  try {
    const client = await findClient(source, vault)
    if (client === null) return { provider, source: 'none', clientId: null, problem: null }
    return { provider, source: origin, clientId: client.clientId, problem: null }
  } catch (error) {
    if (!(error instanceof OperationError)) throw error
    // A token store that isn't open yet is reported in its own place.
    const isLocked = error.code === 'token_store_unavailable'
    return {
      provider,
      source: isLocked ? 'none' : origin,
      clientId: null,
      problem: error.message,
    }
  }
}

async function readCredentialFile(
  path: string,
  { variable }: { variable: string },
): Promise<string> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    throw new OperationError(
      'credential_file_error',
      `The file named in ${variable} can’t be read. Check the path and its permissions.`,
      { path, variable },
      error,
    )
  }
}

function vaultName(provider: Provider): string {
  return `client:${provider}`
}
