import type { gmail_v1 } from '@googleapis/gmail'
import { parseMime } from '../../../mail/mime/parse-mime.ts'
import { snippetOf } from '../../../mail/mime/snippet.ts'
import { badRequest } from '../../errors.ts'
import { MAIL_SCOPE, METADATA, MODIFY, READONLY } from '../../oauth/scopes.ts'
import { getThreadRow, type GmailCall, type GmailMethod } from '../request/gmail-call.ts'
import {
  deleteMessage,
  parseLabelChanges,
  MODIFY_FIELDS,
  trashMessage,
  untrashMessage,
} from '../messages/label-changes.ts'
import { listRows } from '../messages/list-rows.ts'
import { messageResource, messageStub } from '../messages/message-resource.ts'
import { formatOf, GET_QUERY, LIST_QUERY } from './messages.ts'

const READERS = [MAIL_SCOPE, MODIFY, READONLY, METADATA]
const WRITERS = [MAIL_SCOPE, MODIFY]

export const THREAD_METHODS: readonly GmailMethod[] = [
  {
    name: 'threads.list',
    verb: 'GET',
    path: '/threads',
    scopes: READERS,
    query: LIST_QUERY,
    handle: (call) => {
      const { mailbox } = call
      const page = listRows(call, { onePerThread: true })
      const threads = page.rows.map(
        (row) =>
          ({
            id: messageStub(mailbox, row).threadId,
            snippet: snippetOf(parseMime(mailbox.raw(row))),
            historyId: threadHistoryId(call, row),
          }) satisfies gmail_v1.Schema$Thread,
      )
      return {
        ...(threads.length > 0 ? { threads } : {}),
        ...(page.nextPageToken === null ? {} : { nextPageToken: page.nextPageToken }),
        resultSizeEstimate: page.estimate,
      } satisfies gmail_v1.Schema$ListThreadsResponse
    },
  },
  {
    name: 'threads.get',
    verb: 'GET',
    path: '/threads/{id}',
    scopes: READERS,
    query: GET_QUERY,
    handle: (call) => {
      const { mailbox } = call
      const row = getThreadRow(mailbox, call.path['id'] ?? '')
      const format = formatOf(call)
      if (format === 'raw') throw badRequest('format', 'Threads cannot be read in format RAW')
      const options = {
        format,
        metadataHeaders: call.query.getAll('metadataHeaders'),
        secret: call.simulation.secret,
      }
      return {
        id: messageStub(mailbox, row).threadId,
        historyId: threadHistoryId(call, row),
        messages: mailbox
          .threadRows(row)
          .map((member) => messageResource(mailbox, member, options)),
      } satisfies gmail_v1.Schema$Thread
    },
  },
  {
    name: 'threads.modify',
    verb: 'POST',
    path: '/threads/{id}/modify',
    scopes: WRITERS,
    body: MODIFY_FIELDS,
    handle: (call) => {
      const row = getThreadRow(call.mailbox, call.path['id'] ?? '')
      const { add, remove } = parseLabelChanges(call.mailbox, call.body)
      return forEach(call, row, (member) => call.mailbox.changeLabels(member, add, remove))
    },
  },
  {
    name: 'threads.trash',
    verb: 'POST',
    path: '/threads/{id}/trash',
    scopes: WRITERS,
    handle: (call) =>
      forEach(call, getThreadRow(call.mailbox, call.path['id'] ?? ''), (row) =>
        trashMessage(call.mailbox, row),
      ),
  },
  {
    name: 'threads.untrash',
    verb: 'POST',
    path: '/threads/{id}/untrash',
    scopes: WRITERS,
    handle: (call) =>
      forEach(call, getThreadRow(call.mailbox, call.path['id'] ?? ''), (row) =>
        untrashMessage(call.mailbox, row),
      ),
  },
  {
    name: 'threads.delete',
    verb: 'DELETE',
    path: '/threads/{id}',
    scopes: [MAIL_SCOPE],
    handle: (call) => {
      const row = getThreadRow(call.mailbox, call.path['id'] ?? '')
      for (const member of call.mailbox.threadRows(row)) deleteMessage(call.mailbox, member)
      return undefined
    },
  },
]

/** Changes every message of a thread and answers the thread with their ids and labels. */
function forEach(
  { mailbox }: GmailCall,
  row: number,
  change: (member: number) => void,
): gmail_v1.Schema$Thread {
  const members = mailbox.threadRows(row)
  for (const member of members) change(member)
  return {
    id: messageStub(mailbox, row).threadId,
    messages: members.map((member) => ({
      ...messageStub(mailbox, member),
      labelIds: [...mailbox.labelsOf(member)],
    })),
  }
}

function threadHistoryId({ mailbox }: GmailCall, row: number): string {
  const ids = mailbox.threadRows(row).map((member) => mailbox.columns.historyId[member] ?? 0)
  return String(Math.max(0, ...ids))
}
