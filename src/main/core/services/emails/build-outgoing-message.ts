import type { ParsedInputOf } from '#shared/contract/index.ts'
import type { Person } from '#shared/contract/fields.ts'
import { OperationError } from '#shared/errors.ts'
import type { AccountRow } from '../../ports/accounts.ts'
import type { ReadRepositories } from '../../ports/store.ts'
import { findReplyParent } from './find-reply-parent.ts'

/** Bytes of attachments in one message; both providers refuse more than about this. */
const LARGEST_ATTACHMENTS = 25 * 1024 * 1024

type SendInput = ParsedInputOf<'emails.send'>

export interface OutgoingMessage {
  to: Person[]
  cc: Person[]
  bcc: Person[]
  bodyHtml: string
  mime: Uint8Array
  providerThreadId: string | null
}

/**
 * Renders a message for the wire, with the headers that file a reply in its conversation.
 * @throws OperationError recipients_missing, file_too_large, account_not_connected
 */
export async function buildOutgoingMessage(
  read: ReadRepositories,
  account: AccountRow,
  input: SendInput,
  identity: { appSendId: string; messageId: string; date: number },
): Promise<OutgoingMessage> {
  if (account.emailAddress === null) {
    throw new OperationError(
      'account_not_connected',
      'Connect this account before sending from it.',
    )
  }
  const to = input.to.length > 0 ? input.to : (input.recipients ?? [])
  if (to.length + input.cc.length + input.bcc.length === 0) {
    throw new OperationError('recipients_missing', 'Add at least one recipient.')
  }
  const attachments = input.attachments.map((attachment) => ({
    filename: attachment.filename,
    contentType: attachment.contentType,
    content: new Uint8Array(Buffer.from(attachment.contentBase64, 'base64')),
  }))
  const size = attachments.reduce((sum, attachment) => sum + attachment.content.byteLength, 0)
  if (size > LARGEST_ATTACHMENTS) {
    throw new OperationError('file_too_large', 'Attachments may be 25 MB in all. Remove some.', {
      size,
      limit: LARGEST_ATTACHMENTS,
    })
  }
  const parent = await findReplyParent(read, account, input.inReplyTo)
  const text = input.bodyText ?? input.body ?? null
  // Loaded with the first message that is sent, not at every start.
  const { writeMessage } = await import('../../mime/write/write-message.ts')
  const mime = await writeMessage({
    from: { name: '', email: account.emailAddress },
    to,
    cc: input.cc,
    bcc: input.bcc,
    subject: input.subject,
    html: input.bodyHtml ?? null,
    text,
    attachments,
    inReplyTo: parent.inReplyTo,
    references: parent.references,
    messageId: identity.messageId,
    appSendId: identity.appSendId,
    date: identity.date,
  })
  return {
    to,
    cc: input.cc,
    bcc: input.bcc,
    bodyHtml: input.bodyHtml ?? escapedLines(text ?? ''),
    mime,
    providerThreadId: parent.providerThreadId,
  }
}

function escapedLines(text: string): string {
  const escaped = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
  return escaped.replaceAll(/\r?\n/gu, '<br>')
}
