import { convertLabels } from './convert-labels.ts'
import type { gmail_v1 } from '@googleapis/gmail'
import type { MessageRef, ProviderLabel } from '#core/ports/provider.ts'
import type { GmailClient } from '../client/gmail-client.ts'
import { threadIdOf } from './convert-message.ts'
import type { FetchOptions } from './fetch-messages.ts'

export interface MessageRefPage {
  refs: MessageRef[]
  nextPageToken: string | null
}

/** Gmail's largest page size. */
export const MAX_PAGE_SIZE = 500

/** Fetches one page of message ids, newest first, with spam and trash; or those with one label. */
export async function listMessages(
  client: GmailClient,
  query: {
    labelId?: string
    maxResults: number
    pageToken: string | null
    /** Lists only mail received since then (epoch milliseconds), or up to two seconds before. */
    since: number | null
  },
  options: FetchOptions,
): Promise<MessageRefPage> {
  const data = await client.call(
    { method: 'messages.list', intent: 'read', ...options },
    (api, request) =>
      api.users.messages.list(
        {
          userId: 'me',
          maxResults: query.maxResults,
          includeSpamTrash: true,
          ...(query.labelId === undefined ? {} : { labelIds: [query.labelId] }),
          ...(query.since === null ? {} : { q: `after:${Math.floor(query.since / 1000) - 1}` }),
          ...(query.pageToken === null ? {} : { pageToken: query.pageToken }),
        },
        request,
      ),
  )
  return {
    refs: (data.messages ?? []).flatMap((message: gmail_v1.Schema$Message | null) => {
      const id = message?.id
      return id ? [{ providerMessageId: id, providerThreadId: threadIdOf(message) ?? id }] : []
    }),
    nextPageToken: data.nextPageToken ?? null,
  }
}

export async function listLabels(
  client: GmailClient,
  options: FetchOptions,
): Promise<ProviderLabel[]> {
  const data = await client.call(
    { method: 'labels.list', intent: 'read', ...options },
    (api, request) => api.users.labels.list({ userId: 'me' }, request),
  )
  return convertLabels(data.labels ?? [])
}
