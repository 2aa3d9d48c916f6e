import { ProviderError, type ProviderProfile } from '#core/ports/provider.ts'
import type { GmailClient } from './client/gmail-client.ts'
import type { FetchOptions } from './messages/fetch-messages.ts'

/** Who the account is and where its history stands now. */
export async function fetchProfile(
  client: GmailClient,
  options: FetchOptions,
): Promise<ProviderProfile> {
  const data = await client.call(
    { method: 'users.getProfile', intent: 'read', ...options },
    (api, request) => api.users.getProfile({ userId: 'me' }, request),
  )
  if (!data.emailAddress || !data.historyId) {
    throw new ProviderError('server', 'Gmail did not say whose mailbox this is.')
  }
  return {
    emailAddress: data.emailAddress,
    messagesTotal: data.messagesTotal ?? 0,
    cursor: data.historyId,
  }
}
