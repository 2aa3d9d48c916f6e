import { addFile, type DraftContent, type DraftFile } from '../../mail-store/draft.ts'
import type { StoredMessage } from '../../mail-store/stored-message.ts'
import {
  contextUrl,
  getMessageById,
  READ_MAIL,
  WRITE_MAIL,
  type GraphCall,
  type GraphOperation,
} from '../request/graph-call.ts'
import { parseFileAttachment } from '../messages/parse-file-attachment.ts'
import {
  ATTACHMENT_FIELDS,
  ATTACHMENT_TYPE,
  attachmentIdOf,
  attachmentResource,
} from '../messages/attachment-resource.ts'
import { badRequest, GraphError } from '../request/errors.ts'
import { filesOf } from '../messages/message-resource.ts'
import { parseSelect, parseTop } from '../request/odata-options.ts'

export const ATTACHMENT_OPERATIONS: readonly GraphOperation[] = [
  {
    name: 'graph.attachments.list',
    verb: 'GET',
    path: '/messages/{message}/attachments',
    scopes: READ_MAIL,
    query: ['$select', '$top'],
    handle: (call) => {
      const message = getMessageById(call, call.path['message'] ?? '')
      const select = parseSelect(call, ATTACHMENT_FIELDS, ATTACHMENT_TYPE)
      const files = filesOf(call, message)
      const shown = call.query.has('$top') ? files.slice(0, parseTop(call)) : files
      return {
        status: 200,
        body: {
          '@odata.context': contextUrl(call, 'messages/attachments'),
          value: shown.map((file) => attachmentResource(call, message, file, select)),
        },
      }
    },
  },
  {
    name: 'graph.attachments.get',
    verb: 'GET',
    path: '/messages/{message}/attachments/{attachment}',
    scopes: READ_MAIL,
    query: ['$select'],
    handle: (call) => {
      const message = getMessageById(call, call.path['message'] ?? '')
      const select = parseSelect(call, ATTACHMENT_FIELDS, ATTACHMENT_TYPE)
      const file = getAttachedFile(call, message)
      const context = { '@odata.context': contextUrl(call, 'messages/attachments/$entity') }
      return {
        status: 200,
        body: { ...context, ...attachmentResource(call, message, file, select) },
      }
    },
  },
  {
    name: 'graph.attachments.content',
    verb: 'GET',
    path: '/messages/{message}/attachments/{attachment}/$value',
    scopes: READ_MAIL,
    handle: (call) => {
      const file = getAttachedFile(call, getMessageById(call, call.path['message'] ?? ''))
      if (file.isLink === true)
        throw new GraphError(405, 'MethodNotAllowed', 'A reference attachment has no content.')
      const { contentType, content } = file
      return { status: 200, bytes: { contentType, content } }
    },
  },
  {
    name: 'graph.attachments.create',
    verb: 'POST',
    path: '/messages/{message}/attachments',
    scopes: WRITE_MAIL,
    body: 'json',
    handle: (call) => {
      const message = getMessageById(call, call.path['message'] ?? '')
      const draft = getDraft(message)
      const file = addFile(draft, parseFileAttachment(call.body))
      call.mailbox.update(message, { content: { kind: 'draft', draft } }, ['hasAttachments'])
      const context = { '@odata.context': contextUrl(call, 'messages/attachments/$entity') }
      return { status: 201, body: { ...context, ...attachmentResource(call, message, file, null) } }
    },
  },
  {
    name: 'graph.attachments.delete',
    verb: 'DELETE',
    path: '/messages/{message}/attachments/{attachment}',
    scopes: WRITE_MAIL,
    handle: (call) => {
      const message = getMessageById(call, call.path['message'] ?? '')
      const draft = getDraft(message)
      const file = getAttachedFile(call, message)
      draft.files = draft.files.filter(({ number }) => number !== file.number)
      call.mailbox.update(message, { content: { kind: 'draft', draft } }, ['hasAttachments'])
      return { status: 204 }
    },
  },
]

/** A message's draft. Files of what was sent or received cannot be changed. */
export function getDraft(message: StoredMessage): DraftContent {
  if (message.content.kind === 'draft') return message.content.draft
  throw badRequest(
    'Attachments can be changed only while the message is a draft.',
    'ErrorInvalidOperation',
  )
}

function getAttachedFile(call: GraphCall, message: StoredMessage): DraftFile {
  const id = call.path['attachment'] ?? ''
  const file = filesOf(call, message).find((one) => attachmentIdOf(call, message, one) === id)
  if (!file) throw new GraphError(404, 'ErrorInvalidAttachmentId', 'The attachment was not found.')
  return file
}
