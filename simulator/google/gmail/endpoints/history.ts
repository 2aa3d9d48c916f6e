import type { gmail_v1 } from '@googleapis/gmail'
import type { HistoryRecord } from '../../mail-store/history-log.ts'
import type { GmailStore } from '../../mail-store/gmail-store.ts'
import { notFound } from '../../errors.ts'
import { MAIL_SCOPE, METADATA, MODIFY, READONLY } from '../../oauth/scopes.ts'
import { pageSize, type GmailCall, type GmailMethod } from '../request/gmail-call.ts'
import { messageStub } from '../messages/message-resource.ts'
import { decodePageToken, encodePageToken } from '../request/page-token.ts'

const TYPES = ['messageAdded', 'messageDeleted', 'labelAdded', 'labelRemoved'] as const

export const HISTORY_METHODS: readonly GmailMethod[] = [
  {
    name: 'history.list',
    verb: 'GET',
    path: '/history',
    scopes: [MAIL_SCOPE, MODIFY, READONLY, METADATA],
    query: {
      startHistoryId: { type: 'uint64', required: true },
      historyTypes: {
        type: 'string',
        repeated: true,
        enum: [...TYPES, 'MESSAGE_ADDED', 'MESSAGE_DELETED', 'LABEL_ADDED', 'LABEL_REMOVED'],
      },
      labelId: { type: 'string' },
      maxResults: { type: 'integer', max: 500 },
      pageToken: { type: 'string' },
    },
    handle: listHistory,
  },
]

function listHistory(call: GmailCall): gmail_v1.Schema$ListHistoryResponse {
  const { mailbox, query } = call
  const kinds = new Set(query.getAll('historyTypes').map(camelCase))
  const labelId = query.get('labelId')
  const wanted = (record: HistoryRecord): boolean =>
    (kinds.size === 0 || kinds.has(record.kind)) &&
    (labelId === null ||
      mailbox.labelSets.has(record.labelSet, labelId) ||
      record.changed.includes(labelId))
  const start = Number(decodePageToken(query) ?? query.get('startHistoryId'))
  const page = mailbox.history.since(start, pageSize(call, 100), wanted)
  if (!page) throw notFound()
  return {
    ...(page.records.length > 0
      ? { history: page.records.map((record) => historyResource(mailbox, record)) }
      : {}),
    ...(page.next === null ? {} : { nextPageToken: encodePageToken(String(page.next), query) }),
    historyId: String(mailbox.history.current()),
  }
}

function historyResource(mailbox: GmailStore, record: HistoryRecord): gmail_v1.Schema$History {
  const stub = messageStub(mailbox, record.row)
  const message = { ...stub, labelIds: [...mailbox.labelSets.labels(record.labelSet)] }
  const base = { id: String(record.id), messages: [stub] } satisfies gmail_v1.Schema$History
  switch (record.kind) {
    case 'messageAdded':
      return { ...base, messagesAdded: [{ message }] }
    case 'messageDeleted':
      return { ...base, messagesDeleted: [{ message }] }
    case 'labelAdded':
      return { ...base, labelsAdded: [{ message, labelIds: [...record.changed] }] }
    case 'labelRemoved':
      return { ...base, labelsRemoved: [{ message, labelIds: [...record.changed] }] }
  }
}

/** Google takes both spellings of its enums. */
function camelCase(type: string): string {
  return type.includes('_')
    ? type.toLowerCase().replace(/_(\w)/gu, (_all, letter: string) => letter.toUpperCase())
    : type
}
