import type { MessageChange } from '#shared/domain/message-change.ts'
import { ProviderError, type ItemOutcome } from '#core/ports/provider.ts'
import { MAX_BATCH_PARTS } from '../client/batch.ts'
import type { GmailClient } from '../client/gmail-client.ts'

/** The most ids messages.batchModify takes. */
const MAX_BATCH_MODIFY_IDS = 1_000
/** From so many messages on, one batchModify costs less than a modify each. */
const MIN_BATCH_MODIFY_IDS = 10

/** Deleting for ever needs the scope of all mail, which is not asked for; snoozing has no API. */
export const GMAIL_CHANGES = [
  'read',
  'star',
  'labels',
  'move',
] as const satisfies readonly MessageChange['kind'][]

/**
 * Carries out one change for many messages. Each has its own outcome: where Gmail refuses many at
 * once they are sent one by one. Throws only what concerns all of them (sign-in, network, quota).
 * See https://developers.google.com/gmail/api/reference/rest/v1/users.messages/batchModify.
 */
export async function applyChange(
  client: GmailClient,
  change: MessageChange,
  providerMessageIds: readonly string[],
  { isolate = false }: { isolate?: boolean } = {},
): Promise<ItemOutcome[]> {
  const labels = labelsToModify(change)
  if (labels === null) return unsupported(change, providerMessageIds)
  const outcomes: ItemOutcome[] = []
  for (let start = 0; start < providerMessageIds.length; start += MAX_BATCH_MODIFY_IDS) {
    const ids = providerMessageIds.slice(start, start + MAX_BATCH_MODIFY_IDS)
    const isDone =
      !isolate && ids.length >= MIN_BATCH_MODIFY_IDS && (await batchModify(client, ids, labels))
    outcomes.push(
      ...(isDone
        ? ids.map((providerMessageId) => ({ providerMessageId, ok: true as const }))
        : await modifyEach(client, ids, labels)),
    )
  }
  return outcomes
}

interface LabelModification {
  addLabelIds?: string[]
  removeLabelIds?: string[]
}

/** Every change that Gmail knows is one of labels; null for what it cannot do. */
function labelsToModify(change: MessageChange): LabelModification | null {
  switch (change.kind) {
    case 'read':
      return modification([], ['UNREAD'], change.value)
    case 'star':
      return modification(['STARRED'], [], change.value)
    case 'labels':
      return modification(change.add, change.remove, true)
    case 'move':
      return modification(change.labels.add, change.labels.remove, true)
    case 'snooze':
    case 'delete':
    case 'unsubscribe':
      return null
  }
}

/** Adds and removes, or the other way round where the change is taken back. */
function modification(
  add: readonly string[],
  remove: readonly string[],
  isForward: boolean,
): LabelModification {
  const [added, removed] = isForward ? [add, remove] : [remove, add]
  return {
    ...(added.length > 0 ? { addLabelIds: [...added] } : {}),
    ...(removed.length > 0 ? { removeLabelIds: [...removed] } : {}),
  }
}

function unsupported(change: MessageChange, ids: readonly string[]): ItemOutcome[] {
  const { failure } = new ProviderError('rejected', `Gmail cannot carry out “${change.kind}”.`)
  return ids.map((providerMessageId) => ({ providerMessageId, ok: false, failure }))
}

async function batchModify(
  client: GmailClient,
  ids: readonly string[],
  labels: LabelModification,
): Promise<boolean> {
  try {
    await client.call(
      { method: 'messages.batchModify', intent: 'write', priority: 'user' },
      (api, request) =>
        api.users.messages.batchModify(
          { userId: 'me', requestBody: { ids: [...ids], ...labels } },
          request,
        ),
    )
    return true
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error
    const { kind } = error.failure
    if (kind === 'not_found' || kind === 'rejected') return false
    throw error
  }
}

async function modifyEach(
  client: GmailClient,
  ids: readonly string[],
  labels: LabelModification,
): Promise<ItemOutcome[]> {
  const outcomes: ItemOutcome[] = []
  for (let start = 0; start < ids.length; start += MAX_BATCH_PARTS) {
    const asked = ids.slice(start, start + MAX_BATCH_PARTS)
    const units = asked.length * client.costs['messages.modify']
    const spend = await client.limiter.acquire(units, { priority: 'user' })
    const answers = await client.batch(
      asked.map((id) => ({
        verb: 'POST' as const,
        path: `/gmail/v1/users/me/messages/${encodeURIComponent(id)}/modify`,
        body: labels,
      })),
      spend,
      undefined,
    )
    for (const [index, providerMessageId] of asked.entries()) {
      const answer = answers[index]
      if (answer?.ok === true) outcomes.push({ providerMessageId, ok: true })
      else {
        const error =
          answer?.error ?? new ProviderError('server', 'Gmail left out part of an answer.')
        if (error.failure.kind === 'auth') throw error
        outcomes.push({ providerMessageId, ok: false, failure: error.failure })
      }
    }
  }
  return outcomes
}
