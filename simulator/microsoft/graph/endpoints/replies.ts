import type { Contact } from '../../../mail/mime/write-message.ts'
import { decodeEncodedWords } from '../../../mail/mime/encoded-words.ts'
import { headerValue } from '../../../mail/mime/headers.ts'
import { parseMessageIds } from '../../../mail/mime/subject-and-references.ts'
import {
  addFile,
  contentOf,
  parseDraft,
  createEmptyDraft,
  parseAddresses,
  type DraftContent,
} from '../../mail-store/draft.ts'
import type { StoredMessage } from '../../mail-store/stored-message.ts'
import {
  getMessageById,
  WRITE_MAIL,
  type GraphResponse,
  type GraphCall,
  type GraphOperation,
} from '../request/graph-call.ts'
import { badRequest } from '../request/errors.ts'
import { rejectOtherProperties } from './folders.ts'
import { parseObject, parseMessageInput } from '../messages/message-input.ts'
import { filesOf } from '../messages/message-resource.ts'
import { messageResponse, insertDraft, newMessageId } from './message-writes.ts'

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
function createReply(call: GraphCall, kind: ReplyKind): GraphResponse {
  const original = getMessageById(call, call.path['message'] ?? '')
  const draft = call.mime
    ? parseDraft(call.mime, newMessageId())
    : draftQuoting(call, original, kind)
  const originalId = headerOf(call, original, 'message-id')
  if (kind !== 'forward') {
    draft.inReplyTo ??= parseMessageIds(originalId)[0] ?? null
    if (draft.references.length === 0)
      draft.references = [
        ...parseMessageIds(headerOf(call, original, 'references')),
        ...parseMessageIds(originalId),
      ]
  }
  const rest = call.mime ? null : applyRequestBody(call, draft, kind)
  const folderId = call.mailbox.folderNamed('drafts').id
  const { conversation } = original
  const message = insertDraft(call, draft, folderId, {
    conversation,
    ...(rest ? { update: rest } : {}),
  })
  return messageResponse(call, 201, message)
}

/** Applies `comment` and `message` of the request. */
function applyRequestBody(
  call: GraphCall,
  draft: DraftContent,
  kind: ReplyKind,
): Partial<StoredMessage> {
  const allowed = ['comment', 'message', ...(kind === 'forward' ? ['toRecipients'] : [])]
  rejectOtherProperties(call, allowed, `microsoft.graph.${kind}`)
  const { comment, message, toRecipients } = call.body
  if (toRecipients !== undefined) parseMessageInput({ toRecipients }, true).write?.(draft)
  if (message === undefined) {
    if (typeof comment === 'string') prepend(draft, comment)
    return {}
  }
  const given = parseObject('message', message)
  if (comment !== undefined && given['body'] !== undefined)
    throw badRequest(
      'Either comment or the body property of message can be given, not both.',
      'ErrorInvalidRequest',
    )
  const body = parseMessageInput(given, true)
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

function draftQuoting(call: GraphCall, original: StoredMessage, kind: ReplyKind): DraftContent {
  const { mailbox } = call
  const draft = createEmptyDraft(newMessageId())
  const from = peopleOf(call, original, 'from')
  const replyTo = peopleOf(call, original, 'reply-to')
  const others = (people: readonly Contact[]): Contact[] =>
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

function peopleOf(call: GraphCall, message: StoredMessage, name: string): Contact[] {
  return parseAddresses(headerOf(call, message, name))
}
