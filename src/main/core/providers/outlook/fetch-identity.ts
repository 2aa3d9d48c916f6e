import type { AccountAlias } from '#core/ports/accounts.ts'
import type { ProviderIdentity } from '#core/ports/provider.ts'
import { parseSenderAddress, parseSenderName } from '../shared/parse-sender.ts'
import { parseObject } from './client/parse-page.ts'
import type { GraphClient } from './client/graph-client.ts'

const PATH = '/me?$select=displayName,mail,proxyAddresses,userPrincipalName'

/**
 * The name and the `smtp:` proxy addresses of a user resource; `SMTP:` in capitals is the mailbox's
 * own. Personal accounts have no proxy addresses, and any field may be null.
 */
export async function fetchIdentity(
  client: GraphClient,
  signal: AbortSignal,
): Promise<ProviderIdentity> {
  const me = parseObject(
    await client.call(
      { method: 'GET', path: PATH },
      { intent: 'read', priority: 'background', signal },
    ),
  )
  const own = new Set(
    [me['mail'], me['userPrincipalName']].map((text) => parseSenderAddress(text)?.toLowerCase()),
  )
  const proxies: unknown[] = Array.isArray(me['proxyAddresses']) ? me['proxyAddresses'] : []
  return {
    name: parseSenderName(me['displayName']),
    aliases: proxies.flatMap((proxy): AccountAlias[] => {
      if (typeof proxy !== 'string' || !proxy.startsWith('smtp:')) return []
      const address = parseSenderAddress(proxy.slice('smtp:'.length))
      if (address === null || own.has(address.toLowerCase())) return []
      return [{ address, name: '', isDefault: false, replyTo: null }]
    }),
  }
}
