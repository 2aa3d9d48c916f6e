import { OperationError } from '#shared/errors.ts'
import type { AccountRow } from '../../ports/accounts.ts'
import type { HandlersOf } from '../../ports/handlers.ts'
import type { MessageRow, StoredContent } from '../../ports/messages.ts'
import type { ServiceDependencies } from '../dependencies.ts'
import { presentAttachment, presentMessage } from '../to-contract.ts'
import { attachmentBytes, attachmentPart } from './attachments.ts'
import { findMessage } from './find-message.ts'
import { inlineImages } from './inline-images.ts'
import { throughProvider } from './provider-errors.ts'

type ContentHandlers = Pick<
  HandlersOf<'emails'>,
  'emails.content' | 'emails.raw' | 'emails.attachment'
>

/** Opening a message: its safe body, its source, its files. */
export function contentHandlers(deps: ServiceDependencies): ContentHandlers {
  const { read } = deps.store
  return {
    'emails.content': async (input, { userId }) => {
      const { message, account } = await findMessage(read, userId, input)
      const content = await storedContent(deps, account, message)
      const shown = await safeBody(deps, account, message, content, input.images)
      return {
        ...presentMessage(message),
        htmlBody: shown.html,
        textBody: content.body.text,
        bcc: content.bcc,
        replyTo: content.replyTo,
        attachments: content.attachments.map(presentAttachment),
        headers: content.headers,
        remoteImages: shown.remoteImages,
        trackers: shown.trackers,
        defects: content.defects,
      }
    },

    'emails.raw': async (input, { userId }) => {
      const { message, account } = await findMessage(read, userId, input)
      const bytes = await throughProvider('email_fetch_error', async () => {
        const provider = await deps.providers.open(account)
        return provider.fetchRawMessage(message.providerMessageId)
      })
      const name = message.subject
        .replace(/[^\p{L}\p{N} ._-]/gu, '')
        .trim()
        .slice(0, 80)
      return { filename: `${name || 'message'}.eml`, contentType: 'message/rfc822', bytes }
    },

    'emails.attachment': async (input, { userId }) => {
      const { message, account } = await findMessage(read, userId, input)
      const content = await storedContent(deps, account, message)
      const part = attachmentPart(content.attachments, input.attachmentId)
      const bytes = await attachmentBytes(deps, account, message, part)
      return { filename: part.filename, contentType: part.contentType, bytes }
    },
  }
}

/** Kept with the message since sync; asked for again only where the row has none. */
async function storedContent(
  deps: ServiceDependencies,
  account: AccountRow,
  message: MessageRow,
): Promise<StoredContent> {
  const kept = await deps.store.read.messages.content(message.id)
  if (kept !== null) return kept
  const fetched = await throughProvider('email_content_fetch_error', async () => {
    const provider = await deps.providers.open(account)
    return provider.fetchMessage({
      providerMessageId: message.providerMessageId,
      providerThreadId: message.providerThreadId,
    })
  })
  await deps.store.transaction((tx) => tx.messages.upsert(account.id, [fetched]))
  const stored = await deps.store.read.messages.content(message.id)
  if (stored !== null) return stored
  throw new OperationError('email_not_found', 'This message is not here (any more).')
}

async function safeBody(
  deps: ServiceDependencies,
  account: AccountRow,
  message: MessageRow,
  content: StoredContent,
  images: 'block' | 'show',
): Promise<{ html: string | null; remoteImages: number; trackers: number }> {
  const { html } = content.body
  if (html === null) return { html: null, remoteImages: 0, trackers: 0 }
  const cids = await inlineImages(deps, account, message, html, content.attachments)
  return deps.htmlReader.read(html, { images, cids })
}
