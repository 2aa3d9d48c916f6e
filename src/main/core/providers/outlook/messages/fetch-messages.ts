import { setImmediate } from 'node:timers/promises'
import type { Message } from '@microsoft/microsoft-graph-types'
import type { IncomingMessage } from '#core/ports/messages.ts'
import { ProviderError, type MessageRef, type SyncStep } from '#core/ports/provider.ts'
import { parsePage, parseObject, type Page } from '../client/parse-page.ts'
import type { CallOptions, BatchPartResult } from '../client/graph-client.ts'
import { messagePath } from '../sync/message-delta.ts'
import { convertMessage } from './convert-message.ts'
import { isKind } from '../client/classify-error.ts'
import { ATTACHMENT_FIELDS, MESSAGE_WITHOUT_ATTACHMENTS, FULL_MESSAGE } from './selected-fields.ts'
import {
  readOptionsOf,
  rolesOf,
  type OutlookSession,
  type FolderTreeContext,
} from '../sync/sync-context.ts'

/** Messages converted before other work gets its turn. */
const CONVERSIONS_PER_TICK = 25

/** What came of asking for messages by id. */
export interface FetchedMessages {
  messages: IncomingMessage[]
  gone: string[]
  failures: SyncStep['failures']
}

/** Fetches whole messages by id, in batches. Throws only where the sign-in is gone. */
export async function fetchMessages(
  run: FolderTreeContext,
  refs: readonly MessageRef[],
  priority: CallOptions['priority'] = 'background',
): Promise<FetchedMessages> {
  const { session } = run
  const ask = (): Promise<BatchPartResult[]> =>
    session.client.batch(
      refs.map(({ providerMessageId }) => ({
        method: 'GET' as const,
        path: `${messagePath(providerMessageId)}?${messageQueryOf(session)}`,
      })),
      readOptionsOf(run, priority),
    )
  let answers = await ask()
  if (
    session.canExpandAttachments &&
    answers.some((answer) => !answer.ok && isKind(answer.error, 'rejected'))
  ) {
    session.canExpandAttachments = false
    answers = await ask()
  }
  const found: Message[] = []
  const result: FetchedMessages = { messages: [], gone: [], failures: [] }
  for (const [index, ref] of refs.entries()) {
    const answer = answers[index]
    if (answer?.ok === true) found.push(parseObject(answer.data))
    else if (!answer || !isKind(answer.error, 'not_found')) {
      const error = answer?.error ?? new ProviderError('server', 'Outlook left out an answer.')
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
 * One page of a list of whole messages. Where Graph will not tell attachments along with their
 * messages, they are asked for apart from then on.
 *
 * @param path the list without its fields, or a link as Graph gave it
 */
export async function listMessages(
  run: FolderTreeContext,
  path: { start: string; query: string } | { link: string },
  priority: CallOptions['priority'],
): Promise<Page<Message>> {
  const { session } = run
  const ask = async (): Promise<Page<Message>> => {
    const address =
      'link' in path ? path.link : `${path.start}?${messageQueryOf(session)}&${path.query}`
    const data = await session.client.call(
      { method: 'GET', path: address },
      readOptionsOf(run, priority),
    )
    return parsePage<Message>(data)
  }
  try {
    return await ask()
  } catch (error) {
    if (!session.canExpandAttachments || !isKind(error, 'rejected') || 'link' in path) throw error
    session.canExpandAttachments = false
    return ask()
  }
}

/**
 * Converts messages, fetching the names of attachments where a list came without them. One message
 * that cannot be converted, or whose attachments cannot be listed, is among the failures and stops
 * none of the others.
 */
export async function convertMessages(
  run: FolderTreeContext,
  messages: readonly Message[],
  priority: CallOptions['priority'] = 'background',
): Promise<Pick<FetchedMessages, 'messages' | 'failures'>> {
  const bare = messages.filter(
    ({ attachments, hasAttachments, body }) =>
      attachments === undefined &&
      // Pictures in the text do not count as attachments.
      (hasAttachments === true ||
        /\bcid:/iu.test(typeof body?.content === 'string' ? body.content : '')),
  )
  const answers = await run.session.client.batch(
    bare.map(({ id }) => ({
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
  for (const [index, message] of bare.entries()) {
    const answer = answers[index]
    if (answer?.ok === true) listed.set(message, parsePage(answer.data).items)
    else if (answer && !isKind(answer.error, 'not_found')) {
      if (isKind(answer.error, 'auth')) throw answer.error
      fail(message, answer.error)
    }
  }
  for (const [index, message] of messages.entries()) {
    if (index % CONVERSIONS_PER_TICK === 0) await setImmediate()
    if (failed.has(message)) continue
    const attachments = listed.get(message) ?? message.attachments ?? []
    try {
      converted.messages.push(convertMessage({ ...message, attachments }, rolesOf(run)))
    } catch (error) {
      fail(message, unreadable(run, message, error))
    }
  }
  return converted
}

/** The failure of one message, named in the log; the next sync asks for it again. */
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
