import type { MailFolder } from '@microsoft/microsoft-graph-types'
import { ProviderError, type ProviderProfile } from '#core/ports/provider.ts'
import { parsePage, parseObject } from './client/parse-page.ts'
import type { CallOptions, GraphClient } from './client/graph-client.ts'

/**
 * Clocks differ and sent copies are filed late: a search among sent mail starts this much earlier
 * than the moment it is asked from.
 */
const SENT_SEARCH_MARGIN_MS = 600_000
const USER: CallOptions = { intent: 'read', priority: 'user' }

/** Whose mailbox it is, how much is in it, and from when a later search among sent mail starts. */
export async function fetchProfile(client: GraphClient): Promise<ProviderProfile> {
  const emailAddress = await fetchAddress(client)
  const folders: MailFolder[] = []
  let path: string | null = '/me/mailFolders/delta?$select=id,totalItemCount'
  while (path !== null) {
    const data: unknown = await client.call({ method: 'GET', path, pageSize: 200 }, USER)
    const page = parsePage<MailFolder>(data)
    folders.push(...page.items)
    path = page.next
  }
  return {
    emailAddress,
    messagesTotal: folders.reduce((sum, { totalItemCount }) => sum + (totalItemCount ?? 0), 0),
    cursor: sentSearchStart(client),
  }
}

/** Where a later search among sent mail starts, as ISO 8601. */
export function sentSearchStart(client: GraphClient): string {
  return new Date(client.clock.now() - SENT_SEARCH_MARGIN_MS).toISOString()
}

/** `mail` is the address; personal accounts may have only the name they sign in with. */
async function fetchAddress(client: GraphClient): Promise<string> {
  const me = parseObject(
    await client.call({ method: 'GET', path: '/me?$select=mail,userPrincipalName' }, USER),
  )
  const address = [me['mail'], me['userPrincipalName']].find(
    (text): text is string => typeof text === 'string' && text.includes('@'),
  )
  if (address === undefined) {
    throw new ProviderError('server', 'Outlook did not say whose mailbox this is.')
  }
  return address
}
