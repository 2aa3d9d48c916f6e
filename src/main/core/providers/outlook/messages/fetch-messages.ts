import { setImmediate } from 'node:timers/promises'
import type { Message } from '@microsoft/microsoft-graph-types'
import type { IncomingMessage } from '#core/ports/messages.ts'
import { ProviderError, type MessageRef, type SyncStep } from '#core/ports/provider.ts'
import { parsePage, parseObject, type Page } from '../client/parse-page.ts'
import type { CallOptions, BatchPartResult } from '../client/graph-client.ts'
import { messagePath } from '../sync/message-delta.ts'
import { convertMessage } from './convert-message.ts'
import { openWrapped } from './open-wrapped.ts'
import { wrapperFetcher } from './fetch-part.ts'
import { isKind } from '../client/classify-error.ts'
import { ATTACHMENT_FIELDS, MESSAGE_WITHOUT_ATTACHMENTS, FULL_MESSAGE } from './selected-fields.ts'
import {
  readOptionsOf,
  rolesOf,
  type OutlookSession,
  type FolderTreeContext,
} from '../sync/sync-context.ts'

/** Messages converted before control returns to the event loop. */
const CONVERSIONS_PER_TICK = 25

/** The result of fetching messages by id; each requested id is in one of the three lists. */
export interface FetchedMessages {
  messages: IncomingMessage[]
  /** Ids for which Graph responded with 404. */
  gone: string[]
  failures: SyncStep['failures']
}

/** Fetches full messages by id, in batches. Throws if the sign-in or a whole batch fails. */
export async function fetchMessages(
  run: FolderTreeContext,
  refs: readonly MessageRef[],
  priority: CallOptions['priority'] = 'background',
): Promise<FetchedMessages> {
  const { session } = run
  const request = (): Promise<BatchPartResult[]> =>
    session.client.batch(
      refs.map(({ providerMessageId }) => ({
        method: 'GET' as const,
        path: `${messagePath(providerMessageId)}?${messageQueryOf(session)}`,
      })),
      readOptionsOf(run, priority),
    )
  let responses = await request()
  if (
    session.canExpandAttachments &&
    responses.some((response) => !response.ok && isKind(response.error, 'rejected'))
  ) {
    session.canExpandAttachments = false
    responses = await request()
  }
  const found: Message[] = []
  const result: FetchedMessages = { messages: [], gone: [], failures: [] }
  for (const [index, ref] of refs.entries()) {
    const response = responses[index]
    if (response?.ok === true) found.push(parseObject(response.data))
    else if (!response || !isKind(response.error, 'not_found')) {
      const error = response?.error ?? new ProviderError('server', 'Outlook left out an answer.')
      if (error.failure.kind === 'auth') throw error
      result.failures.push({ ref, error: error.failure })
    } else result.gone.push(ref.providerMessageId)
  }
  const converted = await convertMessages(run, found, priority)
  result.messages = converted.messages
  result.failures.push(...converted.failures)
  return result
}

/**
 * Fetches one page of a list of full messages. If Graph rejects expanding attachments in the list,
 * the session fetches them separately from then on.
 *
 * @param path the list without `$select`, or a link as Graph sent it
 */
export async function listMessages(
  run: FolderTreeContext,
  path: { start: string; query: string } | { link: string },
  priority: CallOptions['priority'],
): Promise<Page<Message>> {
  const { session } = run
  const request = async (): Promise<Page<Message>> => {
    const address =
      'link' in path ? path.link : `${path.start}?${messageQueryOf(session)}&${path.query}`
    const data = await session.client.call(
      { method: 'GET', path: address },
      readOptionsOf(run, priority),
    )
    return parsePage<Message>(data)
  }
  try {
    return await request()
  } catch (error) {
    if (!session.canExpandAttachments || !isKind(error, 'rejected') || 'link' in path) throw error
    session.canExpandAttachments = false
    return request()
  }
}

/**
 * Converts messages, and lists the attachments of those that were fetched without them. A message
 * that cannot be converted, or whose attachments cannot be listed, becomes a failure and does not
 * stop the others.
 */
export async function convertMessages(
  run: FolderTreeContext,
  messages: readonly Message[],
  priority: CallOptions['priority'] = 'background',
): Promise<Pick<FetchedMessages, 'messages' | 'failures'>> {
  // `hasAttachments` does not count what is inline, whether or not the text shows it: ask for all.
  const withoutAttachments = messages.filter(({ attachments }) => attachments === undefined)
  const responses = await run.session.client.batch(
    withoutAttachments.map(({ id }) => ({
      method: 'GET' as const,
      path: `${messagePath(id ?? '')}/attachments?$select=${ATTACHMENT_FIELDS}`,
    })),
    readOptionsOf(run, priority),
  )
  const listed = new Map<Message, NonNullable<Message['attachments']>>()
  const converted: Pick<FetchedMessages, 'messages' | 'failures'> = { messages: [], failures: [] }
  const failed = new Set<Message>()
  const fail = (message: Message, error: ProviderError): void => {
    failed.add(message)
    const { id, conversationId } = message
    if (typeof id !== 'string') return
    const ref = { providerMessageId: id, providerThreadId: conversationId ?? id }
    converted.failures.push({ ref, error: error.failure })
  }
  for (const [index, message] of withoutAttachments.entries()) {
    const response = responses[index]
    if (response?.ok === true) listed.set(message, parsePage(response.data).items)
    else if (response && !isKind(response.error, 'not_found')) {
      if (isKind(response.error, 'auth')) throw response.error
      fail(message, response.error)
    }
  }
  for (const [index, message] of messages.entries()) {
    if (index % CONVERSIONS_PER_TICK === 0) await setImmediate()
    if (failed.has(message)) continue
    const attachments = listed.get(message) ?? message.attachments ?? []
    try {
      const listed = convertMessage({ ...message, attachments }, rolesOf(run))
      const fetch = wrapperFetcher(run, listed.providerMessageId, priority)
      converted.messages.push(await openWrapped(listed, fetch))
    } catch (error) {
      fail(message, unreadable(run, message, error))
    }
  }
  return converted
}

/** Logs the failure of one message and returns its error. The next sync fetches it again. */
function unreadable(
  { session }: FolderTreeContext,
  { id }: Message,
  error: unknown,
): ProviderError {
  session.logger.warn({ err: error, providerMessageId: id }, 'a message could not be read')
  return error instanceof ProviderError
    ? error
    : new ProviderError('server', 'Outlook sent a message that could not be read.', {
        cause: error,
      })
}

function messageQueryOf(session: OutlookSession): string {
  return session.canExpandAttachments ? FULL_MESSAGE : MESSAGE_WITHOUT_ATTACHMENTS
}
