import type { ParsedInputOf } from '#shared/contract/index.ts'
import { MAX_MESSAGE_FILE_BYTES } from '#shared/domain/message-limits.ts'
import { escapeHtml } from '#shared/domain/text-to-html.ts'
import { OperationError } from '#shared/errors.ts'
import type { AccountRow } from '../../ports/accounts.ts'
import type { StoredFile } from '../../ports/files.ts'
import type { DraftFile, OutboxFile, OutboxRow } from '../../ports/store.ts'
import type { ServiceDependencies } from '../dependencies.ts'
import { findReplyParent } from './find-reply-parent.ts'
import { findSender } from './find-sender.ts'

type SendInput = ParsedInputOf<'emails.send'>

/** The parts of a message, as its outbox row stores them. */
export interface OutgoingParts {
  row: Pick<
    OutboxRow,
    | 'from'
    | 'to'
    | 'cc'
    | 'bcc'
    | 'subject'
    | 'bodyHtml'
    | 'bodyText'
    | 'isPlainText'
    | 'rfcInReplyTo'
    | 'references'
    | 'providerThreadId'
  >
  /** Besides those of the draft it came from. */
  files: OutboxFile[]
  /** A file of the draft as the message has it. */
  fileOfDraft: (file: DraftFile) => OutboxFile
  /** The files as they were written just now; their rows are still to be saved. */
  stored: StoredFile[]
}

/**
 * Takes a message apart into what is stored: cleaned text, its files in the file store, and the
 * headers that file a reply in its conversation.
 * @throws OperationError recipients_missing, file_too_large, account_not_connected, invalid_input
 */
export async function buildOutgoingMessage(
  deps: Pick<ServiceDependencies, 'store' | 'files'>,
  account: AccountRow,
  input: SendInput,
  appSendId: string,
): Promise<OutgoingParts> {
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
    name: attachment.filename,
    contentType: attachment.contentType,
    content: new Uint8Array(Buffer.from(attachment.contentBase64, 'base64')),
  }))
  const kept =
    input.draftId === undefined ? [] : await deps.store.read.drafts.listFiles([input.draftId])
  const parent = await findReplyParent(deps.store.read, account, input.inReplyTo)
  const text = input.bodyText ?? input.body ?? null
  // Loaded with the first message that is sent, not at every start.
  const { cleanFile, cleanPerson, cleanReplyHeaders, cleanSubject, prepareBody } =
    await import('../../mime/write/prepare-message.ts')
  const reply = cleanReplyHeaders(parent)
  const body = prepareBody({ html: input.bodyHtml ?? null, text }, appSendId)
  const size =
    attachments.reduce((sum, attachment) => sum + attachment.content.byteLength, 0) +
    kept.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0) +
    body.pictures.reduce((sum, { content }) => sum + content.byteLength, 0)
  if (size > MAX_MESSAGE_FILE_BYTES) {
    throw new OperationError(
      'file_too_large',
      'Attachments and pictures may be 25 MB in all. Remove some.',
      {
        size,
        limit: MAX_MESSAGE_FILE_BYTES,
      },
    )
  }
  const row = {
    from: cleanPerson(await findSender(deps.store.read, account, input.from)),
    to: to.map(cleanPerson),
    cc: input.cc.map(cleanPerson),
    bcc: input.bcc.map(cleanPerson),
    subject: cleanSubject(input.subject),
    bodyHtml: body.html ?? escapedLines(body.text),
    bodyText: body.text,
    isPlainText: body.html === null,
    rfcInReplyTo: reply.inReplyTo,
    references: reply.references,
    providerThreadId: parent.providerThreadId,
  }
  const files: OutboxFile[] = []
  const stored: StoredFile[] = []
  for (const { content, ...file } of [
    ...attachments.map((file) => ({ ...file, isInline: false, contentId: null })),
    ...body.pictures.map((picture) => ({ ...picture, isInline: true })),
  ]) {
    const written = await deps.files.write([content])
    stored.push(written)
    files.push({ ...cleanFile(file), hash: written.hash })
  }
  const fileOfDraft = ({ hash, name, contentType }: DraftFile): OutboxFile =>
    cleanFile({ hash, name, contentType, isInline: false, contentId: null })
  return { row, files, stored, fileOfDraft }
}

function escapedLines(text: string): string {
  return escapeHtml(text).replaceAll(/\r?\n/gu, '<br>')
}
