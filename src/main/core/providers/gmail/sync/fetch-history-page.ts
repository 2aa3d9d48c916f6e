import type { gmail_v1 } from '@googleapis/gmail'
import { ProviderError, type MessageRef } from '#core/ports/provider.ts'
import type { GmailClient } from '../client/gmail-client.ts'
import { labelIdsOf, threadIdOf } from '../messages/convert-message.ts'
import type { FetchOptions } from '../messages/fetch-messages.ts'

/** One page of history, merged to the last reported state of each message. */
export interface HistoryPage {
  added: Map<string, MessageRef & { labelIds: string[] | null }>
  deleted: Set<string>
  /** Labels after the change; null if Gmail did not send them. */
  relabelled: Map<string, string[] | null>
  /** The historyId to continue from once this page is stored. */
  cursor: string
  nextPageToken: string | null
  isEmpty: boolean
}

const PAGE_SIZE = 500

/** Fetches one page of history. Throws ProviderError `cursor_expired` if the cursor is too old. */
export async function fetchHistoryPage(
  client: GmailClient,
  cursor: string,
  pageToken: string | null,
  options: FetchOptions,
): Promise<HistoryPage> {
  try {
    const data = await client.call(
      { method: 'history.list', intent: 'read', ...options },
      (api, request) =>
        api.users.history.list(
          {
            userId: 'me',
            startHistoryId: cursor,
            maxResults: PAGE_SIZE,
            ...(pageToken === null ? {} : { pageToken }),
          },
          request,
        ),
    )
    return parseHistoryPage(data, cursor)
  } catch (error) {
    if (error instanceof ProviderError && error.failure.kind === 'not_found') {
      throw new ProviderError('cursor_expired', 'Gmail no longer knows what changed since then.', {
        cause: error,
      })
    }
    throw error
  }
}

function parseHistoryPage(data: gmail_v1.Schema$ListHistoryResponse, cursor: string): HistoryPage {
  const records = data.history ?? []
  const added: HistoryPage['added'] = new Map()
  const deleted = new Set<string>()
  const relabelled: HistoryPage['relabelled'] = new Map()
  for (const record of records) {
    for (const { message } of record.messagesAdded ?? []) {
      if (!message?.id) continue
      const { id } = message
      deleted.delete(id)
      added.set(id, {
        providerMessageId: id,
        providerThreadId: threadIdOf(message) ?? id,
        labelIds: labelIdsOf(message),
      })
    }
    for (const { message } of record.messagesDeleted ?? []) {
      if (!message?.id) continue
      added.delete(message.id)
      relabelled.delete(message.id)
      deleted.add(message.id)
    }
    for (const { message, labelIds } of record.labelsAdded ?? []) {
      // After a label was added the set cannot be empty, so a missing list means unknown here.
      const after = Array.isArray(message?.labelIds)
        ? message.labelIds
        : labelIds?.length
          ? null
          : []
      if (message?.id) relabelled.set(message.id, after)
    }
    for (const { message } of record.labelsRemoved ?? []) {
      if (message?.id) relabelled.set(message.id, labelIdsOf(message))
    }
  }
  const nextPageToken = data.nextPageToken ?? null
  const lastRecord = records.at(-1)?.id
  return {
    added,
    deleted,
    relabelled,
    cursor: nextPageToken === null ? (data.historyId ?? cursor) : (lastRecord ?? cursor),
    nextPageToken,
    isEmpty: records.length === 0,
  }
}
