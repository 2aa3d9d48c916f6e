import type { gmail_v1 } from '@googleapis/gmail'
import { decodeBody, parseMime, walkParts } from '../../../mail/mime/parse-mime.ts'
import { GoogleError, invalidArgument, notFound } from '../../errors.ts'
import { COMPOSE, MAIL_SCOPE, METADATA, MODIFY, READONLY, SEND } from '../../oauth/scopes.ts'
import { decodeAttachmentId } from '../messages/attachment-ids.ts'
import {
  getMessageRow,
  getStrings,
  type GmailCall,
  type GmailMethod,
} from '../request/gmail-call.ts'
import type { ParameterSpec } from '../request/validate-request.ts'
import {
  deleteMessage,
  parseLabelChanges,
  MODIFY_FIELDS,
  trashMessage,
  untrashMessage,
} from '../messages/label-changes.ts'
import { listRows } from '../messages/list-rows.ts'
import { getMessageInput, MESSAGE_FIELDS } from '../messages/message-input.ts'
import {
  encodeBase64Url,
  MESSAGE_FORMATS,
  messageResource,
  messageStub,
  type MessageFormat,
} from '../messages/message-resource.ts'
import { sendMessage, findThreadFor } from '../messages/send-message.ts'

const READERS = [MAIL_SCOPE, MODIFY, READONLY, METADATA]
const WRITERS = [MAIL_SCOPE, MODIFY]
const MAX_IDS = 1_000

export const LIST_QUERY: Readonly<Record<string, ParameterSpec>> = {
  maxResults: { type: 'integer', max: 500 },
  pageToken: { type: 'string' },
  q: { type: 'string' },
  labelIds: { type: 'string', repeated: true },
  includeSpamTrash: { type: 'boolean' },
}

export const GET_QUERY: Readonly<Record<string, ParameterSpec>> = {
  format: { type: 'string', enum: MESSAGE_FORMATS },
  metadataHeaders: { type: 'string', repeated: true },
}

/** The `format` of a get, refused where the scope does not reach that far. */
export function formatOf(call: GmailCall): MessageFormat {
  const format = (call.query.get('format') ?? 'full').toLowerCase() as MessageFormat
  const readsBodies = [MAIL_SCOPE, MODIFY, READONLY, COMPOSE].some((scope) =>
    call.scopes.has(scope),
  )
  if (!readsBodies && (format === 'full' || format === 'raw'))
    throw new GoogleError(
      403,
      'forbidden',
      `Metadata scope doesn't allow format ${format.toUpperCase()}`,
    )
  return format
}

export const MESSAGE_METHODS: readonly GmailMethod[] = [
  {
    name: 'messages.list',
    verb: 'GET',
    path: '/messages',
    scopes: READERS,
    query: LIST_QUERY,
    handle: (call) => {
      const page = listRows(call, { onePerThread: false })
      return {
        ...(page.rows.length > 0
          ? { messages: page.rows.map((row) => messageStub(call.mailbox, row)) }
          : {}),
        ...(page.nextPageToken === null ? {} : { nextPageToken: page.nextPageToken }),
        resultSizeEstimate: page.estimate,
      } satisfies gmail_v1.Schema$ListMessagesResponse
    },
  },
  {
    name: 'messages.send',
    verb: 'POST',
    path: '/messages/send',
    scopes: [MAIL_SCOPE, MODIFY, COMPOSE, SEND],
    body: MESSAGE_FIELDS,
    upload: true,
    handle: (call) => {
      const { raw, threadId } = getMessageInput(call)
      const row = sendMessage(call.simulation, call.mailbox, raw, {
        lateSentMs: call.lateSentMs,
        thread: findThreadFor(call.mailbox, raw, threadId),
      })
      return {
        ...messageStub(call.mailbox, row),
        labelIds: [...call.mailbox.labelsOf(row)],
      } satisfies gmail_v1.Schema$Message
    },
  },
  {
    name: 'messages.batchModify',
    verb: 'POST',
    path: '/messages/batchModify',
    scopes: WRITERS,
    body: { ids: { kind: 'list', of: { kind: 'string' } }, ...MODIFY_FIELDS },
    handle: (call) => {
      const { add, remove } = parseLabelChanges(call.mailbox, call.body)
      for (const row of rowsOf(call)) call.mailbox.changeLabels(row, add, remove)
      return undefined
    },
  },
  {
    name: 'messages.batchDelete',
    verb: 'POST',
    path: '/messages/batchDelete',
    scopes: [MAIL_SCOPE],
    body: { ids: { kind: 'list', of: { kind: 'string' } } },
    handle: (call) => {
      for (const row of rowsOf(call)) deleteMessage(call.mailbox, row)
      return undefined
    },
  },
  {
    name: 'messages.get',
    verb: 'GET',
    path: '/messages/{id}',
    scopes: READERS,
    query: GET_QUERY,
    handle: (call) =>
      messageResource(call.mailbox, getMessageRow(call, call.path['id'] ?? ''), {
        format: formatOf(call),
        metadataHeaders: call.query.getAll('metadataHeaders'),
        secret: call.simulation.secret,
      }) satisfies gmail_v1.Schema$Message,
  },
  {
    name: 'messages.delete',
    verb: 'DELETE',
    path: '/messages/{id}',
    scopes: [MAIL_SCOPE],
    handle: (call) => {
      deleteMessage(call.mailbox, getMessageRow(call, call.path['id'] ?? ''))
      return undefined
    },
  },
  {
    name: 'messages.modify',
    verb: 'POST',
    path: '/messages/{id}/modify',
    scopes: WRITERS,
    body: MODIFY_FIELDS,
    handle: (call) => {
      const row = getMessageRow(call, call.path['id'] ?? '')
      const { add, remove } = parseLabelChanges(call.mailbox, call.body)
      call.mailbox.changeLabels(row, add, remove)
      return changed(call, row)
    },
  },
  {
    name: 'messages.trash',
    verb: 'POST',
    path: '/messages/{id}/trash',
    scopes: WRITERS,
    handle: (call) => {
      const row = getMessageRow(call, call.path['id'] ?? '')
      trashMessage(call.mailbox, row)
      return changed(call, row)
    },
  },
  {
    name: 'messages.untrash',
    verb: 'POST',
    path: '/messages/{id}/untrash',
    scopes: WRITERS,
    handle: (call) => {
      const row = getMessageRow(call, call.path['id'] ?? '')
      untrashMessage(call.mailbox, row)
      return changed(call, row)
    },
  },
  {
    name: 'messages.attachments.get',
    verb: 'GET',
    path: '/messages/{messageId}/attachments/{id}',
    scopes: [MAIL_SCOPE, MODIFY, READONLY],
    handle: (call) => {
      const messageId = call.path['messageId'] ?? ''
      const row = getMessageRow(call, messageId)
      const place = decodeAttachmentId(call.simulation.secret, call.path['id'] ?? '')
      if (place?.messageId !== messageId) throw invalidArgument('Invalid attachment token')
      const part = [...walkParts(parseMime(call.mailbox.raw(row)))][place.part]
      if (!part) throw notFound()
      const content = decodeBody(part)
      return {
        size: content.length,
        data: encodeBase64Url(content),
      } satisfies gmail_v1.Schema$MessagePartBody
    },
  },
]

/** What modify, trash and untrash answer. */
function changed({ mailbox }: GmailCall, row: number): gmail_v1.Schema$Message {
  return { ...messageStub(mailbox, row), labelIds: [...mailbox.labelsOf(row)] }
}

/** The rows of `ids`; as documented, ids that do not exist are passed over. */
function rowsOf(call: GmailCall): number[] {
  const ids = getStrings(call.body, 'ids')
  if (ids.length === 0) throw invalidArgument('No message ids specified')
  if (ids.length > MAX_IDS) throw invalidArgument(`Too many message ids: at most ${MAX_IDS}`)
  return ids.flatMap((id) => {
    if (!/^[0-9a-f]{1,16}$/u.test(id)) throw invalidArgument(`Invalid ids value: ${id}`)
    const row = call.mailbox.find(id)
    return row === null ? [] : [row]
  })
}
