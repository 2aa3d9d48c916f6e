import { randomBytes } from 'node:crypto'
import { parseDraft, createEmptyDraft, type DraftContent } from '../../mail-store/draft.ts'
import type { StoredMessage } from '../../mail-store/stored-message.ts'
import {
  contextUrl,
  getFolderById,
  getMessageById,
  SEND_MAIL,
  WRITE_MAIL,
  type GraphResponse,
  type GraphCall,
  type GraphOperation,
} from '../request/graph-call.ts'
import { badRequest, unknownProperty } from '../request/errors.ts'
import { destinationIn, rejectOtherProperties } from './folders.ts'
import { parseObject, parseMessageInput, rejectDraftProperties } from '../messages/message-input.ts'
import { MESSAGE_FIELDS, MESSAGE_TYPE, messageResource } from '../messages/message-resource.ts'
import { parseSelect } from '../request/odata-options.ts'
import { sendDirectly, sendDraft } from '../messages/send-mail.ts'

export const MESSAGE_WRITE_OPERATIONS: readonly GraphOperation[] = [
  {
    name: 'graph.messages.create',
    verb: 'POST',
    path: '/messages',
    scopes: WRITE_MAIL,
    body: 'jsonOrMime',
    handle: (call) => create(call, call.mailbox.folderNamed('drafts').id),
  },
  {
    name: 'graph.messages.create',
    verb: 'POST',
    path: '/mailFolders/{folder}/messages',
    scopes: WRITE_MAIL,
    body: 'jsonOrMime',
    handle: (call) => create(call, getFolderById(call, call.path['folder'] ?? '').id),
  },
  {
    name: 'graph.messages.update',
    verb: 'PATCH',
    path: '/messages/{message}',
    scopes: WRITE_MAIL,
    query: ['$select'],
    body: 'json',
    handle: update,
  },
  {
    name: 'graph.messages.delete',
    verb: 'DELETE',
    path: '/messages/{message}',
    scopes: WRITE_MAIL,
    handle: (call) => {
      // To Recoverable Items, which is no folder of the API: gone, as far as it can tell.
      call.mailbox.remove(getMessageById(call, call.path['message'] ?? ''))
      return { status: 204 }
    },
  },
  {
    name: 'graph.messages.move',
    verb: 'POST',
    path: '/messages/{message}/move',
    scopes: WRITE_MAIL,
    body: 'json',
    handle: (call) => {
      const message = getMessageById(call, call.path['message'] ?? '')
      rejectOtherProperties(call, ['destinationId'], 'microsoft.graph.move')
      call.mailbox.move(message, getFolderById(call, destinationIn(call)).id)
      return messageResponse(call, 201, message)
    },
  },
  {
    name: 'graph.messages.copy',
    verb: 'POST',
    path: '/messages/{message}/copy',
    scopes: WRITE_MAIL,
    body: 'json',
    handle: (call) => {
      const message = getMessageById(call, call.path['message'] ?? '')
      rejectOtherProperties(call, ['destinationId'], 'microsoft.graph.copy')
      const folderId = getFolderById(call, destinationIn(call)).id
      const content: StoredMessage['content'] =
        message.content.kind === 'draft'
          ? { kind: 'draft', draft: structuredClone(message.content.draft) }
          : { kind: 'stored', raw: call.mailbox.raw(message) }
      return messageResponse(call, 201, call.mailbox.insert({ ...message, content, folderId }))
    },
  },
  {
    name: 'graph.messages.send',
    verb: 'POST',
    path: '/messages/{message}/send',
    scopes: SEND_MAIL,
    handle: (call) => {
      sendDraft(call, getMessageById(call, call.path['message'] ?? ''))
      return { status: 202 }
    },
  },
  {
    name: 'graph.sendMail',
    verb: 'POST',
    path: '/sendMail',
    scopes: SEND_MAIL,
    body: 'jsonOrMime',
    handle: (call) => {
      if (call.mime) {
        sendDirectly(call, parseDraft(call.mime, newMessageId()), true)
        return { status: 202 }
      }
      for (const name of Object.keys(call.body))
        if (!['message', 'saveToSentItems'].includes(name))
          throw unknownProperty(name, 'microsoft.graph.sendMail')
      const { write } = parseMessageInput(parseObject('message', call.body['message']), true)
      const draft = createEmptyDraft(newMessageId())
      write?.(draft)
      sendDirectly(call, draft, call.body['saveToSentItems'] !== false)
      return { status: 202 }
    },
  },
]

/** A Message-ID as Exchange Online makes them. */
export function newMessageId(): string {
  const name = randomBytes(16).toString('hex').toUpperCase()
  return `<PA4PR04MB${name}@PA4PR04MB9999.eurprd04.prod.outlook.com>`
}

/** The message as an answer of its own. */
export function messageResponse(
  call: GraphCall,
  status: number,
  message: StoredMessage,
): GraphResponse {
  const select = parseSelect(call, MESSAGE_FIELDS, MESSAGE_TYPE)
  const context = { '@odata.context': contextUrl(call, 'messages/$entity') }
  return { status, body: { ...context, ...messageResource(call, message, select) } }
}

/** Files a new draft: read by its writer, in the drafts folder unless another is named. */
export function insertDraft(
  call: GraphCall,
  draft: DraftContent,
  folderId: string,
  rest: { conversation?: number; update?: Partial<StoredMessage> } = {},
): StoredMessage {
  return call.mailbox.insert({
    isRead: true,
    ...rest.update,
    folderId,
    receivedAt: call.simulation.clock.now(),
    content: { kind: 'draft', draft },
    ...(rest.conversation === undefined ? {} : { conversation: rest.conversation }),
  })
}

function create(call: GraphCall, folderId: string): GraphResponse {
  if (call.mime)
    return messageResponse(
      call,
      201,
      insertDraft(call, parseDraft(call.mime, newMessageId()), folderId),
    )
  const body = parseMessageInput(call.body, true)
  const draft = createEmptyDraft(newMessageId())
  body.write?.(draft)
  return messageResponse(call, 201, insertDraft(call, draft, folderId, { update: body.update }))
}

function update(call: GraphCall): GraphResponse {
  const message = getMessageById(call, call.path['message'] ?? '')
  const body = parseMessageInput(call.body, false)
  if (body.names.length === 0)
    throw badRequest('The request has no properties to update.', 'ErrorInvalidRequest')
  const { content } = message
  if (content.kind !== 'draft') rejectDraftProperties(body)
  else body.write?.(content.draft)
  const extended = body.update.extended
  const isContent = body.write !== null && content.kind === 'draft'
  call.mailbox.update(
    message,
    {
      ...body.update,
      ...(extended ? { extended: new Map([...message.extended, ...extended]) } : {}),
      ...(isContent ? { content } : {}),
    },
    // A draft that was written to is told in full; marks alone are told by themselves.
    isContent ? null : body.names,
  )
  return messageResponse(call, 200, message)
}
