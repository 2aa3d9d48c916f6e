import type { Person } from '../../mail/compose.ts'
import { decodeEncodedWords } from '../../mail/header-text.ts'
import { headerValue } from '../../mail/headers.ts'
import { messageIdsIn } from '../../mail/threading.ts'
import {
  addFile,
  contentOf,
  draftFromMime,
  emptyDraft,
  peopleIn,
  type DraftContent,
} from '../mailbox/draft.ts'
import type { StoredMessage } from '../mailbox/message.ts'
import {
  messageNamed,
  WRITE_MAIL,
  type GraphAnswer,
  type GraphCall,
  type GraphOperation,
} from './call.ts'
import { badRequest } from './errors.ts'
import { onlyProperties } from './folders.ts'
import { objectIn, readMessageBody } from './message-body.ts'
import { filesOf } from './message-view.ts'
import { entity, insertDraft, newMessageId } from './message-writes.ts'

type ReplyKind = 'reply' | 'replyAll' | 'forward'

const KINDS = [
  ['createReply', 'reply'],
  ['createReplyAll', 'replyAll'],
  ['createForward', 'forward'],
] as const satisfies [string, ReplyKind][]

export const REPLY_OPERATIONS: readonly GraphOperation[] = KINDS.map(([action, kind]) => ({
  name: `graph.messages.${action}`,
  verb: 'POST',
  path: `/messages/{message}/${action}`,
  scopes: WRITE_MAIL,
  body: 'jsonOrMime',
  handle: (call) => createReply(call, kind),
}))

/** A draft that answers or passes on a message, filed in its conversation. */
function createReply(call: GraphCall, kind: ReplyKind): GraphAnswer {
  const original = messageNamed(call, call.path['message'] ?? '')
  const draft = call.mime ? draftFromMime(call.mime, newMessageId()) : quoting(call, original, kind)
  const originalId = headerOf(call, original, 'message-id')
  if (kind !== 'forward') {
    draft.inReplyTo ??= messageIdsIn(originalId)[0] ?? null
    if (draft.references.length === 0)
      draft.references = [
        ...messageIdsIn(headerOf(call, original, 'references')),
        ...messageIdsIn(originalId),
      ]
  }
  const rest = call.mime ? null : written(call, draft, kind)
  const folderId = call.mailbox.folderNamed('drafts').id
  const { conversation } = original
  const message = insertDraft(call, draft, folderId, {
    conversation,
    ...(rest ? { update: rest } : {}),
  })
  return entity(call, 201, message)
}

/** Applies `comment` and `message` of the request. */
function written(call: GraphCall, draft: DraftContent, kind: ReplyKind): Partial<StoredMessage> {
  const allowed = ['comment', 'message', ...(kind === 'forward' ? ['toRecipients'] : [])]
  onlyProperties(call, allowed, `microsoft.graph.${kind}`)
  const { comment, message, toRecipients } = call.body
  if (toRecipients !== undefined) readMessageBody({ toRecipients }, true).write?.(draft)
  if (message === undefined) {
    if (typeof comment === 'string') prepend(draft, comment)
    return {}
  }
  const given = objectIn('message', message)
  if (comment !== undefined && given['body'] !== undefined)
    throw badRequest(
      'Either comment or the body property of message can be given, not both.',
      'ErrorInvalidRequest',
    )
  const body = readMessageBody(given, true)
  body.write?.(draft)
  if (typeof comment === 'string') prepend(draft, comment)
  return body.update
}

function prepend(draft: DraftContent, comment: string): void {
  const { contentType, content } = draft.body
  draft.body = {
    contentType,
    content: contentType === 'html' ? `<p>${comment}</p>${content}` : `${comment}\r\n${content}`,
  }
}

function quoting(call: GraphCall, original: StoredMessage, kind: ReplyKind): DraftContent {
  const { mailbox } = call
  const draft = emptyDraft(newMessageId())
  const from = peopleOf(call, original, 'from')
  const replyTo = peopleOf(call, original, 'reply-to')
  const others = (people: readonly Person[]): Person[] =>
    people.filter(({ email }) => email.toLowerCase() !== mailbox.email)
  const answered = replyTo.length > 0 ? replyTo : from
  const subject = decodeEncodedWords(headerOf(call, original, 'subject'))
  const prefix = kind === 'forward' ? 'FW: ' : 'Re: '
  draft.subject = subject.toLowerCase().startsWith(prefix.trim().toLowerCase())
    ? subject
    : prefix + subject
  if (kind !== 'forward') draft.to = answered
  if (kind === 'replyAll') {
    const known = new Set(answered.map(({ email }) => email))
    draft.to = [
      ...answered,
      ...others(peopleOf(call, original, 'to')).filter(({ email }) => !known.has(email)),
    ]
    draft.cc = others(peopleOf(call, original, 'cc'))
  }
  const source =
    original.content.kind === 'draft'
      ? original.content.draft.body
      : contentOf(mailbox.parsed(original)).body
  const sender = from[0]?.name ?? ''
  const sent = new Date(original.sentAt).toUTCString()
  draft.body =
    source.contentType === 'html'
      ? {
          contentType: 'html',
          content: `<html><body><hr><div>From: ${sender}<br>Sent: ${sent}<br>Subject: ${subject}</div>${source.content}</body></html>`,
        }
      : {
          contentType: 'text',
          content: `\r\n________________________________\r\nFrom: ${sender}\r\nSent: ${sent}\r\nSubject: ${subject}\r\n\r\n${source.content}`,
        }
  for (const file of filesOf(call, original))
    if (kind === 'forward' || file.isInline) addFile(draft, file)
  return draft
}

function headerOf(call: GraphCall, message: StoredMessage, name: string): string {
  return headerValue(call.mailbox.headers(message), name) ?? ''
}

function peopleOf(call: GraphCall, message: StoredMessage, name: string): Person[] {
  return peopleIn(headerOf(call, message, name))
}
