import { Readable } from 'node:stream'
import type { gmail_v1 } from '@googleapis/gmail'
import { ProviderError, type MessageRef, type SentCopy } from '#core/ports/provider.ts'
import type { OutgoingDraft } from '#core/ports/outgoing.ts'
import type { CallOptions, GmailClient } from '../client/gmail-client.ts'
import { fetchHistoryPage } from '../sync/fetch-history-page.ts'
import { listMessages } from '../messages/list-messages.ts'

const SEND_ID_HEADER = 'X-App-Send-Id'
/** Where history is too old to tell, the newest sent messages are looked through instead. */
const NEWEST_SENT = 100

/** Keeps a draft at Gmail, uploaded as it is. A lost answer is `ambiguous`. */
export async function createDraft(
  client: GmailClient,
  { mime, providerThreadId }: Pick<OutgoingDraft, 'mime' | 'providerThreadId'>,
): Promise<{ draftId: string }> {
  const data = await client.call(
    { method: 'drafts.create', intent: 'send', priority: 'user' },
    (api, request) =>
      api.users.drafts.create(
        {
          userId: 'me',
          requestBody: {
            message: providerThreadId === null ? {} : { threadId: providerThreadId },
          },
          media: { mimeType: 'message/rfc822', body: Readable.from([Buffer.from(mime)]) },
        },
        request,
      ),
  )
  if (!data.id) throw new ProviderError('ambiguous', 'Gmail did not name the draft it made.')
  return { draftId: data.id }
}

/** Sends a draft that stands at Gmail. A lost answer is `ambiguous`: it may have been sent. */
export async function sendDraft(client: GmailClient, draftId: string): Promise<SentCopy> {
  const data = await client.call(
    { method: 'drafts.send', intent: 'send', priority: 'user' },
    (api, request) =>
      api.users.drafts.send({ userId: 'me', requestBody: { id: draftId } }, request),
  )
  if (!data.id || !data.threadId) {
    throw new ProviderError('ambiguous', 'Gmail did not name the message it sent.')
  }
  return { providerMessageId: data.id, providerThreadId: data.threadId }
}

export async function draftExists(client: GmailClient, draftId: string): Promise<boolean> {
  try {
    await client.call({ method: 'drafts.get', intent: 'read', priority: 'user' }, (api, request) =>
      api.users.drafts.get({ userId: 'me', id: draftId, format: 'minimal' }, request),
    )
    return true
  } catch (error) {
    if (isNotFound(error)) return false
    throw error
  }
}

/** Removes a draft; one that is gone already is removed as well. */
export async function deleteDraft(client: GmailClient, draftId: string): Promise<void> {
  try {
    await client.call(
      { method: 'drafts.delete', intent: 'write', priority: 'user' },
      (api, request) => api.users.drafts.delete({ userId: 'me', id: draftId }, request),
    )
  } catch (error) {
    if (!isNotFound(error)) throw error
  }
}

/**
 * The sent message that bears our id, among all that history says was sent since `cursor`. Our own
 * header is asked for and not the Message-ID, which Gmail replaces.
 */
export async function findSent(
  client: GmailClient,
  appSendId: string,
  cursor: string,
): Promise<SentCopy | null> {
  for (const candidate of await listSentSince(client, cursor)) {
    const copy = await fetchSendId(client, candidate)
    if (copy?.sendId === appSendId) {
      return {
        providerMessageId: candidate.providerMessageId,
        providerThreadId: copy.threadId ?? candidate.providerThreadId,
      }
    }
  }
  return null
}

/** Newest first. */
async function listSentSince(client: GmailClient, cursor: string): Promise<MessageRef[]> {
  const sent = new Map<string, MessageRef>()
  try {
    let pageToken: string | null = null
    do {
      const page = await fetchHistoryPage(client, cursor, pageToken, { priority: 'user' })
      for (const [id, ref] of page.added) if (ref.labelIds?.includes('SENT')) sent.set(id, ref)
      for (const [id, labelIds] of page.relabelled) {
        if (labelIds === null || labelIds.includes('SENT')) {
          sent.set(id, { providerMessageId: id, providerThreadId: id })
        }
      }
      for (const id of page.deleted) sent.delete(id)
      pageToken = page.nextPageToken
    } while (pageToken !== null)
    return [...sent.values()].reverse()
  } catch (error) {
    if (!(error instanceof ProviderError) || error.failure.kind !== 'cursor_expired') throw error
    const page = await listMessages(
      client,
      { labelId: 'SENT', maxResults: NEWEST_SENT, pageToken: null, since: null },
      { priority: 'user' },
    )
    return page.refs
  }
}

async function fetchSendId(
  client: GmailClient,
  ref: MessageRef,
): Promise<{ sendId: string | null; threadId: string | null } | null> {
  const call: CallOptions = { method: 'messages.get', intent: 'read', priority: 'user' }
  try {
    const data: gmail_v1.Schema$Message = await client.call(call, (api, request) =>
      api.users.messages.get(
        {
          userId: 'me',
          id: ref.providerMessageId,
          format: 'metadata',
          metadataHeaders: [SEND_ID_HEADER],
        },
        request,
      ),
    )
    if (!data.labelIds?.includes('SENT')) return null
    const header = data.payload?.headers?.find(
      ({ name }) => name?.toLowerCase() === SEND_ID_HEADER.toLowerCase(),
    )
    return { sendId: header?.value?.trim() ?? null, threadId: data.threadId ?? null }
  } catch (error) {
    if (isNotFound(error)) return null
    throw error
  }
}

function isNotFound(error: unknown): boolean {
  return error instanceof ProviderError && error.failure.kind === 'not_found'
}
