import type { AccountRow } from '../../ports/accounts.ts'
import type { HandlersOf } from '../../ports/handlers.ts'
import type { MessageRow, StoredContent } from '../../ports/messages.ts'
import type { ServiceDependencies } from '../dependencies.ts'
import { presentAttachment, presentMessage } from '../to-contract.ts'
import { withDistinctFilenames } from '../../mime/read/distinct-filenames.ts'
import { messageFilename } from '../../mime/read/message-filename.ts'
import { getAttachmentBytes } from './attachments.ts'
import { findInvitations } from './find-invitations.ts'
import { presentInnerMessage } from './inner-message.ts'
import { openAttachment, type ReadAttachment } from './open-attachment.ts'
import { withProviderErrors } from './provider-errors.ts'
import { presentBody, showBody } from './show-body.ts'

type ContentHandlers = Pick<
  HandlersOf<'emails'>,
  | 'emails.content'
  | 'emails.raw'
  | 'emails.attachment'
  | 'emails.innerMessage'
  | 'emails.invitations'
>

/** Opening a message: its safe body, its source, its files. */
export function contentHandlers(deps: ServiceDependencies): ContentHandlers {
  const readContent = createContentReader(deps)
  const attachmentReader =
    (account: AccountRow, message: MessageRow): ReadAttachment =>
    (part) =>
      getAttachmentBytes(deps, account, message, part)
  return {
    'emails.content': async (input, { message, messageAccount: account }) => {
      const content = await readContent(account, message)
      const shown = await showBody(deps, content, input.images, attachmentReader(account, message))
      return {
        ...presentMessage(message),
        ...presentBody(shown, shown.attachments.map(presentAttachment)),
        bcc: content.bcc,
        replyTo: content.replyTo,
        headers: content.headers,
        defects: [...content.defects, ...shown.defects],
      }
    },

    'emails.raw': async (_input, { message, messageAccount: account }) => {
      const bytes = await withProviderErrors('email_fetch_error', async () => {
        const provider = await deps.providers.open(account)
        return provider.fetchRawMessage(message.providerMessageId)
      })
      const filename = messageFilename('', message.subject)
      return { filename, contentType: 'message/rfc822', bytes }
    },

    'emails.attachment': async (input, { message, messageAccount: account }) => {
      const { attachments } = await readContent(account, message)
      return openAttachment(attachments, input.attachmentId, attachmentReader(account, message))
    },

    'emails.innerMessage': async (input, { message, messageAccount: account }) => {
      const { attachmentId, images } = input
      const { attachments } = await readContent(account, message)
      const read = attachmentReader(account, message)
      const file = await openAttachment(attachments, attachmentId, read)
      return presentInnerMessage(deps, attachmentId, file, images)
    },

    'emails.invitations': async (input, { message, messageAccount: account }) => {
      const { attachments } = await readContent(account, message)
      return findInvitations(attachments, input.attachmentId, attachmentReader(account, message))
    },
  }
}

/** Opened messages that are kept in memory because the person chose not to keep their bodies. */
const RECENTLY_OPENED = 20

type ContentReader = (account: AccountRow, message: MessageRow) => Promise<StoredContent>

/**
 * Reads what opening a message needs: from the database, or from the provider where the body is not
 * kept here. A body older than the offline window is not stored by opening it; the last few opened
 * stay in memory, so that their attachments need no further request.
 */
function createContentReader(deps: ServiceDependencies): ContentReader {
  const opened = new Map<number, StoredContent>()
  const prepare = (content: StoredContent): StoredContent => ({
    ...content,
    attachments: withDistinctFilenames(content.attachments),
  })

  function remember(id: number, content: StoredContent): StoredContent {
    opened.delete(id)
    opened.set(id, content)
    const [oldest] = opened.keys()
    if (opened.size > RECENTLY_OPENED && oldest !== undefined) opened.delete(oldest)
    return content
  }

  return async function readContent(account, message) {
    const kept = await deps.store.read.messages.content(message.id)
    if (kept !== null) return prepare(kept)
    const recent = opened.get(message.id)
    if (recent !== undefined) return remember(message.id, recent)
    const fetched = await withProviderErrors('email_content_fetch_error', async () => {
      const provider = await deps.providers.open(account)
      return provider.fetchMessage({
        providerMessageId: message.providerMessageId,
        providerThreadId: message.providerThreadId,
      })
    })
    const { bodiesSince } = account
    await deps.store.transaction((tx) => tx.messages.upsert(account.id, [fetched], { bodiesSince }))
    return remember(message.id, prepare(fetched))
  }
}
