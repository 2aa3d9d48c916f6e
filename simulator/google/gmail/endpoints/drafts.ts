import type { gmail_v1 } from '@googleapis/gmail'
import { randomBytes } from 'node:crypto'
import type { GmailStore } from '../../mail-store/gmail-store.ts'
import { badRequest, invalidArgument, notFound } from '../../errors.ts'
import { COMPOSE, MAIL_SCOPE, MODIFY, READONLY } from '../../oauth/scopes.ts'
import { pageSize, findString, type GmailCall, type GmailMethod } from '../request/gmail-call.ts'
import {
  DRAFT_FIELDS,
  findDraftMessageInput,
  type MessageInput,
} from '../messages/message-input.ts'
import { MESSAGE_FORMATS, messageResource, messageStub } from '../messages/message-resource.ts'
import { formatOf, LIST_QUERY } from './messages.ts'
import { decodePageToken, encodePageToken } from '../request/page-token.ts'
import { parseSearch } from '../messages/parse-search.ts'
import { sendMessage, findThreadFor } from '../messages/send-message.ts'

const READERS = [MAIL_SCOPE, MODIFY, READONLY, COMPOSE]
const WRITERS = [MAIL_SCOPE, MODIFY, COMPOSE]

const DRAFT_LIST_QUERY = Object.fromEntries(
  Object.entries(LIST_QUERY).filter(([name]) => name !== 'labelIds'),
)

export const DRAFT_METHODS: readonly GmailMethod[] = [
  {
    name: 'drafts.list',
    verb: 'GET',
    path: '/drafts',
    scopes: READERS,
    query: DRAFT_LIST_QUERY,
    handle: listDrafts,
  },
  {
    name: 'drafts.create',
    verb: 'POST',
    path: '/drafts',
    scopes: WRITERS,
    body: DRAFT_FIELDS,
    upload: true,
    handle: (call) => {
      const message = findDraftMessageInput(call)
      if (!message) throw invalidArgument('Missing draft message')
      const draftId = `r${randomBytes(8).readBigInt64BE()}`
      call.mailbox.drafts.set(draftId, createDraft(call, message))
      return draftResource(call.mailbox, draftId)
    },
  },
  {
    name: 'drafts.send',
    verb: 'POST',
    path: '/drafts/send',
    scopes: WRITERS,
    body: DRAFT_FIELDS,
    upload: true,
    handle: sendDraft,
  },
  {
    name: 'drafts.get',
    verb: 'GET',
    path: '/drafts/{id}',
    scopes: READERS,
    query: { format: { type: 'string', enum: MESSAGE_FORMATS } },
    handle: (call) => {
      const draftId = call.path['id'] ?? ''
      return {
        id: draftId,
        message: messageResource(call.mailbox, draftRow(call.mailbox, draftId), {
          format: formatOf(call),
          metadataHeaders: [],
          secret: call.simulation.secret,
        }),
      } satisfies gmail_v1.Schema$Draft
    },
  },
  {
    name: 'drafts.update',
    verb: 'PUT',
    path: '/drafts/{id}',
    scopes: WRITERS,
    body: DRAFT_FIELDS,
    upload: true,
    handle: (call) => {
      const draftId = call.path['id'] ?? ''
      const old = draftRow(call.mailbox, draftId)
      const message = findDraftMessageInput(call)
      if (!message) throw invalidArgument('Missing draft message')
      replaceDraft(call, draftId, old, message)
      return draftResource(call.mailbox, draftId)
    },
  },
  {
    name: 'drafts.delete',
    verb: 'DELETE',
    path: '/drafts/{id}',
    scopes: WRITERS,
    handle: ({ mailbox, path }) => {
      const draftId = path['id'] ?? ''
      const row = draftRow(mailbox, draftId)
      mailbox.drafts.delete(draftId)
      mailbox.remove(row)
      return undefined
    },
  },
]

function draftRow(mailbox: GmailStore, draftId: string): number {
  const row = mailbox.drafts.get(draftId)
  if (row === undefined) throw notFound()
  return row
}

function createDraft(call: GmailCall, { raw, threadId }: MessageInput): number {
  return call.mailbox.insert({
    raw,
    labels: ['DRAFT'],
    internalDate: call.simulation.clock.now(),
    thread: findThreadFor(call.mailbox, raw, threadId),
  })
}

/** A changed draft is a new message, in the same thread unless the caller names another. */
function replaceDraft(
  call: GmailCall,
  draftId: string,
  old: number,
  message: MessageInput,
): number {
  const { mailbox } = call
  const thread =
    message.threadId === null ? old : findThreadFor(mailbox, message.raw, message.threadId)
  const row = mailbox.insert({
    raw: message.raw,
    labels: ['DRAFT'],
    internalDate: call.simulation.clock.now(),
    thread,
  })
  mailbox.drafts.set(draftId, row)
  mailbox.remove(old)
  return row
}

/** The draft and its message vanish; a message with a new id, labelled SENT, takes their place. */
function sendDraft(call: GmailCall): gmail_v1.Schema$Message {
  const { mailbox } = call
  const draftId = findString(call.body, 'id')
  if (draftId === null || draftId === '') throw badRequest('id', 'Missing draft id')
  const stored = draftRow(mailbox, draftId)
  const given = findDraftMessageInput(call)
  const row = sendMessage(call.simulation, mailbox, given?.raw ?? mailbox.raw(stored), {
    lateSentMs: call.lateSentMs,
    // The sent message stays in its draft's thread.
    thread: given?.threadId ? findThreadFor(mailbox, given.raw, given.threadId) : stored,
  })
  mailbox.drafts.delete(draftId)
  mailbox.remove(stored)
  return {
    ...messageStub(mailbox, row),
    labelIds: [...mailbox.labelsOf(row)],
  }
}

function draftResource(mailbox: GmailStore, draftId: string): gmail_v1.Schema$Draft {
  const row = draftRow(mailbox, draftId)
  return {
    id: draftId,
    message: { ...messageStub(mailbox, row), labelIds: [...mailbox.labelsOf(row)] },
  }
}

/** Newest first; a page token names the last draft of the page before. */
function listDrafts(call: GmailCall): gmail_v1.Schema$ListDraftsResponse {
  const { mailbox, query } = call
  const q = query.get('q')
  const filter = q === null || q === '' ? null : parseSearch(q, mailbox)
  const includeSpamTrash = query.get('includeSpamTrash') === 'true'
  const all = [...mailbox.drafts]
    .filter(([, row]) => {
      const labels = mailbox.labelsOf(row)
      if (labels.includes('TRASH') && !includeSpamTrash) return false
      return !filter || (filter.acceptsLabels(labels) && filter.acceptsRow(mailbox, row))
    })
    .sort(([, a], [, b]) => b - a)
  const after = decodePageToken(query)
  const from = after === null ? 0 : all.findIndex(([, row]) => row < Number(after))
  const limit = pageSize(call, 100)
  const page = from < 0 ? [] : all.slice(from, from + limit)
  const last = page.at(-1)
  const hasMore = from >= 0 && all.length > from + limit
  return {
    ...(page.length > 0
      ? { drafts: page.map(([id, row]) => ({ id, message: messageStub(mailbox, row) })) }
      : {}),
    ...(hasMore && last ? { nextPageToken: encodePageToken(String(last[1]), query) } : {}),
    resultSizeEstimate: all.length,
  }
}
