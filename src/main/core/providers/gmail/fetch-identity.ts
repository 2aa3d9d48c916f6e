import { isRecord } from '#shared/domain/is-record.ts'
import type { AccountAlias } from '#core/ports/accounts.ts'
import type { ProviderIdentity } from '#core/ports/provider.ts'
import { parseSenderAddress, parseSenderName } from '../shared/parse-sender.ts'
import type { GmailClient } from './client/gmail-client.ts'
import type { FetchOptions } from './messages/fetch-messages.ts'

/**
 * The name and the verified addresses of users.settings.sendAs.list, which the scope gmail.modify
 * allows. An address that is still to be verified cannot be sent from. Any field may be missing.
 */
export async function fetchIdentity(
  client: GmailClient,
  options: FetchOptions,
): Promise<ProviderIdentity> {
  const data = await client.call(
    { method: 'settings.sendAs.list', intent: 'read', ...options },
    (api, request) => api.users.settings.sendAs.list({ userId: 'me' }, request),
  )
  const entries = (data.sendAs ?? []).filter(isRecord)
  const primary = entries.find(({ isPrimary }) => isPrimary === true)
  return {
    name: parseSenderName(primary?.displayName),
    aliases: entries.flatMap((entry): AccountAlias[] => {
      const address = parseSenderAddress(entry.sendAsEmail)
      if (address === null || entry.isPrimary === true) return []
      if (entry.verificationStatus !== 'accepted') return []
      return [
        {
          address,
          name: parseSenderName(entry.displayName),
          isDefault: entry.isDefault === true,
          replyTo: parseSenderAddress(entry.replyToAddress),
        },
      ]
    }),
  }
}
