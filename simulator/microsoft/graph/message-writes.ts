import { randomBytes } from 'node:crypto'
import { draftFromMime, emptyDraft, type DraftContent } from '../mailbox/draft.ts'
import type { StoredMessage } from '../mailbox/message.ts'
import {
  contextOf,
  folderNamed,
  messageNamed,
  SEND_MAIL,
  WRITE_MAIL,
  type GraphAnswer,
  type GraphCall,
  type GraphOperation,
} from './call.ts'
import { badRequest, unknownProperty } from './errors.ts'
import { destinationIn, onlyProperties } from './folders.ts'
import { objectIn, readMessageBody, refuseDraftProperties } from './message-body.ts'
import { MESSAGE_FIELDS, MESSAGE_TYPE, messageView } from './message-view.ts'
import { readSelect } from './options.ts'
import { sendDirectly, sendDraft } from './sending.ts'

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
    handle: (call) => create(call, folderNamed(call, call.path['folder'] ?? '').id),
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
      call.mailbox.remove(messageNamed(call, call.path['message'] ?? ''))
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
      const message = messageNamed(call, call.path['message'] ?? '')
      onlyProperties(call, ['destinationId'], 'microsoft.graph.move')
      call.mailbox.move(message, folderNamed(call, destinationIn(call)).id)
      return entity(call, 201, message)
    },
  },
  {
    name: 'graph.messages.copy',
    verb: 'POST',
    path: '/messages/{message}/copy',
    scopes: WRITE_MAIL,
    body: 'json',
    handle: (call) => {
      const message = messageNamed(call, call.path['message'] ?? '')
      onlyProperties(call, ['destinationId'], 'microsoft.graph.copy')
      const folderId = folderNamed(call, destinationIn(call)).id
      const content: StoredMessage['content'] =
        message.content.kind === 'draft'
          ? { kind: 'draft', draft: structuredClone(message.content.draft) }
          : { kind: 'stored', raw: call.mailbox.raw(message) }
      return entity(call, 201, call.mailbox.insert({ ...message, content, folderId }))
    },
  },
  {
    name: 'graph.messages.send',
    verb: 'POST',
    path: '/messages/{message}/send',
    scopes: SEND_MAIL,
    handle: (call) => {
      sendDraft(call, messageNamed(call, call.path['message'] ?? ''))
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
        sendDirectly(call, draftFromMime(call.mime, newMessageId()), true)
        return { status: 202 }
      }
      for (const name of Object.keys(call.body))
        if (!['message', 'saveToSentItems'].includes(name))
          throw unknownProperty(name, 'microsoft.graph.sendMail')
      const { write } = readMessageBody(objectIn('message', call.body['message']), true)
      const draft = emptyDraft(newMessageId())
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
export function entity(call: GraphCall, status: number, message: StoredMessage): GraphAnswer {
  const select = readSelect(call, MESSAGE_FIELDS, MESSAGE_TYPE)
  const context = { '@odata.context': contextOf(call, 'messages/$entity') }
  return { status, body: { ...context, ...messageView(call, message, select) } }
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

function create(call: GraphCall, folderId: string): GraphAnswer {
  if (call.mime)
    return entity(call, 201, insertDraft(call, draftFromMime(call.mime, newMessageId()), folderId))
  const body = readMessageBody(call.body, true)
  const draft = emptyDraft(newMessageId())
  body.write?.(draft)
  return entity(call, 201, insertDraft(call, draft, folderId, { update: body.update }))
}

function update(call: GraphCall): GraphAnswer {
  const message = messageNamed(call, call.path['message'] ?? '')
  const body = readMessageBody(call.body, false)
  if (body.names.length === 0)
    throw badRequest('The request has no properties to update.', 'ErrorInvalidRequest')
  const { content } = message
  if (content.kind !== 'draft') refuseDraftProperties(body)
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
  return entity(call, 200, message)
}
