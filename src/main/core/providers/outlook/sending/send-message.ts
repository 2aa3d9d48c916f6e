import type { Message } from '@microsoft/microsoft-graph-types'
import { ProviderError, type SentCopy } from '#core/ports/provider.ts'
import type { OutgoingDraft } from '#core/ports/outgoing.ts'
import { parsePage, parseObject } from '../client/parse-page.ts'
import type { CallOptions, GraphClient } from '../client/graph-client.ts'
import { messagePath } from '../sync/message-delta.ts'
import { createLargeDraft } from './create-large-draft.ts'
import { isKind } from '../client/classify-error.ts'

const SEND_ID_HEADER = 'x-app-send-id'
/** Graph takes requests of 4 MB, and base64 makes three bytes four. */
const MAX_MIME_BYTES = 2_900_000
const NEWEST_SENT = 50
const READ: CallOptions = { intent: 'read', priority: 'user' }
const SEND: CallOptions = { intent: 'send', priority: 'user' }
const DRAFT_FIELDS = '$select=id,conversationId,isDraft'

/**
 * Keeps a draft at Outlook. A message is handed over as MIME, headers of ours included; one too
 * large for a request is built from its pieces. Exchange files a reply with its conversation by
 * the message's own In-Reply-To and References. A lost answer is `ambiguous`.
 */
export async function createDraft(
  client: GraphClient,
  { mime, parts }: Pick<OutgoingDraft, 'mime' | 'parts'>,
): Promise<{ draftId: string }> {
  if (mime.length > MAX_MIME_BYTES) return createLargeDraft(client, await parts())
  const content = Buffer.from(mime).toString('base64')
  const { id } = parseObject(
    await client.call(
      { method: 'POST', path: '/me/messages', text: { contentType: 'text/plain', content } },
      SEND,
    ),
  )
  if (typeof id !== 'string') {
    throw new ProviderError('ambiguous', 'Outlook did not name the draft it made.')
  }
  return { draftId: id }
}

/**
 * Sends a draft; the sent copy keeps the draft's immutable id. The draft is looked at first: one
 * that has left already is answered as sent, not sent again. A lost answer is `ambiguous`.
 */
export async function sendDraft(client: GraphClient, draftId: string): Promise<SentCopy> {
  const draft = await fetchDraft(client, draftId)
  if (draft === null) throw new ProviderError('not_found', 'Outlook does not have this draft.')
  if (draft.isDraft) {
    await client.call(
      { method: 'POST', path: `${messagePath(draftId)}/send`, text: EMPTY_BODY },
      SEND,
    )
  }
  return { providerMessageId: draftId, providerThreadId: draft.conversationId }
}

const EMPTY_BODY = { contentType: 'application/json', content: '' }

export async function draftExists(client: GraphClient, draftId: string): Promise<boolean> {
  return (await fetchDraft(client, draftId))?.isDraft === true
}

/** Removes a draft; one that is gone already is removed as well. A sent message is left alone. */
export async function deleteDraft(client: GraphClient, draftId: string): Promise<void> {
  try {
    if (!(await draftExists(client, draftId))) return
    await client.call(
      { method: 'DELETE', path: messagePath(draftId) },
      { intent: 'write', priority: 'user' },
    )
  } catch (error) {
    if (!isKind(error, 'not_found')) throw error
  }
}

/**
 * The message that was sent from the draft: the one with its id, once it is a draft no longer. Where
 * that id is gone, the newest sent messages are looked through for our own header.
 *
 * @param cursor ISO 8601, from a profile
 */
export async function findSent(
  client: GraphClient,
  appSendId: string,
  cursor: string,
  draftId: string | undefined,
): Promise<SentCopy | null> {
  if (draftId !== undefined) {
    const message = await fetchDraft(client, draftId)
    if (message !== null) {
      return message.isDraft
        ? null
        : { providerMessageId: draftId, providerThreadId: message.conversationId }
    }
  }
  const since = Number.isFinite(Date.parse(cursor)) ? cursor : new Date(0).toISOString()
  const query = `$select=id,conversationId,internetMessageHeaders&$filter=receivedDateTime%20ge%20${since}&$orderby=receivedDateTime%20desc&$top=${NEWEST_SENT}`
  const data = await client.call(
    { method: 'GET', path: `/me/mailFolders/sentitems/messages?${query}` },
    READ,
  )
  const copy = parsePage<Message>(data).items.find(({ internetMessageHeaders }) =>
    internetMessageHeaders?.some(
      ({ name, value }) => name?.toLowerCase() === SEND_ID_HEADER && value?.trim() === appSendId,
    ),
  )
  return copy?.id && copy.conversationId
    ? { providerMessageId: copy.id, providerThreadId: copy.conversationId }
    : null
}

async function fetchDraft(
  client: GraphClient,
  draftId: string,
): Promise<{ isDraft: boolean; conversationId: string } | null> {
  try {
    const { isDraft, conversationId } = parseObject(
      await client.call({ method: 'GET', path: `${messagePath(draftId)}?${DRAFT_FIELDS}` }, READ),
    )
    if (typeof isDraft !== 'boolean' || typeof conversationId !== 'string') {
      throw new ProviderError('server', 'Outlook sent an answer that cannot be read.')
    }
    return { isDraft, conversationId }
  } catch (error) {
    if (isKind(error, 'not_found')) return null
    throw error
  }
}
