import type { MessageChange, MoveTarget } from '#shared/domain/message-change.ts'
import { ProviderError, type ItemOutcome } from '#core/ports/provider.ts'
import type { GraphClient, GraphRequest } from '../client/graph-client.ts'
import { messagePath } from '../sync/message-delta.ts'

/** Graph has neither labels nor snoozing for mail; deleting for ever is not offered. */
export const OUTLOOK_CHANGES = [
  'read',
  'star',
  'move',
] as const satisfies readonly MessageChange['kind'][]

/** Well-known names that Graph takes in place of a folder's id. */
const FOLDER_NAMES: Readonly<Record<MoveTarget, string>> = {
  inbox: 'inbox',
  archive: 'archive',
  spam: 'junkemail',
  trash: 'deleteditems',
}

/**
 * Carries out one change for many messages, 20 in a batch, each with its own outcome. Throws only what
 * concerns all of them (sign-in, network, limits). Ids are immutable, so a move keeps them.
 * See https://learn.microsoft.com/graph/api/message-update and /message-move.
 */
export async function applyChange(
  client: GraphClient,
  change: MessageChange,
  providerMessageIds: readonly string[],
): Promise<ItemOutcome[]> {
  const requests = providerMessageIds.map((id) => requestFor(change, id))
  if (requests.some((request) => request === null)) return unsupported(change, providerMessageIds)
  const results = await client.batch(
    requests.flatMap((request) => request ?? []),
    { intent: 'write', priority: 'user' },
  )
  return providerMessageIds.map((providerMessageId, index) => {
    const result = results[index]
    if (result?.ok === true) return { providerMessageId, ok: true }
    const error =
      result?.error ?? new ProviderError('server', 'Outlook left out part of an answer.')
    if (error.failure.kind === 'auth') throw error
    return { providerMessageId, ok: false, failure: error.failure }
  })
}

function requestFor(change: MessageChange, id: string): GraphRequest | null {
  switch (change.kind) {
    case 'read':
      return { method: 'PATCH', path: messagePath(id), body: { isRead: change.value } }
    case 'star':
      return {
        method: 'PATCH',
        path: messagePath(id),
        body: { flag: { flagStatus: change.value ? 'flagged' : 'notFlagged' } },
      }
    case 'move': {
      const [folderId] = change.labels.add
      return {
        method: 'POST',
        path: `${messagePath(id)}/move`,
        body: { destinationId: folderId ?? FOLDER_NAMES[change.to] },
      }
    }
    case 'labels':
    case 'snooze':
    case 'delete':
    case 'unsubscribe':
      return null
  }
}

function unsupported(change: MessageChange, ids: readonly string[]): ItemOutcome[] {
  const { failure } = new ProviderError('rejected', `Outlook cannot carry out “${change.kind}”.`)
  return ids.map((providerMessageId) => ({ providerMessageId, ok: false, failure }))
}
