import i18next from 'i18next'
import type { EmailContent } from '#shared/contract/emails.ts'
import { MAX_SUBJECT_LENGTH } from '#shared/domain/message-limits.ts'
import { createIsMe, ownAddresses } from '#shared/domain/own-addresses.ts'
import { forwardSubject, replySubject } from '#shared/domain/reply.ts'
import { replyRecipients } from '#shared/domain/reply-recipients.ts'
import { call, fetchDownload } from '../../client/client.ts'
import { readOperation } from '../../client/queries.ts'
import { errorText } from '../../i18n/error-text.ts'
import { formatLocale } from '../../i18n/use-locale.ts'
import { showToast } from '../../ui/toast-store.ts'
import { useConnectDialog } from '../../state/connect-dialog.ts'
import { fromDraftFile } from './attachments/composer-attachment.ts'
import { attachFiles } from './attachments/attach-files.ts'
import { textToHtml } from './model/message-body.ts'
import { fromDraft, type ComposerModel } from './model/composer-model.ts'
import { parseMailto } from './model/parse-mailto.ts'
import { chipsFromPerson } from './model/recipients.ts'
import { chooseSender, defaultAlias, type SenderChoice } from './model/choose-sender.ts'
import { appendSignature } from './model/signature.ts'
import { scheduleAutosave } from './draft/draft-autosave.ts'
import { formatQuotedForward, formatQuotedReply } from './model/quoted-message.ts'
import { useComposer, type ComposeRequest, type Composer } from './composer-store.ts'

/** Opens a composer for a request; says so in a toast when it cannot. */
export async function openComposer(request: ComposeRequest): Promise<void> {
  try {
    const open = findComposerOfDraft(request)
    if (open !== null) {
      const { activate, patch } = useComposer.getState()
      patch(open.key, { layout: open.layout === 'minimised' ? 'docked' : open.layout })
      activate(open.key)
      return
    }
    const choices = await fetchSenders()
    const composer = await createComposer(request, choices)
    if (composer === null) {
      showToast({
        text: i18next.t('composer.noAccount'),
        action: {
          label: i18next.t('composer.connectAccount'),
          run: () => useConnectDialog.getState().open({ mailboxId: request.mailboxId }),
        },
      })
      return
    }
    useComposer.getState().add(composer)
    if (request.mailto !== undefined) scheduleAutosave(composer.key)
    if (request.mode === 'forward' && request.message) {
      await attachForwarded(composer.key, request.message)
    }
  } catch (error) {
    showToast({ tone: 'error', text: errorText(i18next.t, error) })
  }
}

/** The composer that already writes this draft, or null. */
function findComposerOfDraft({ draft }: ComposeRequest): Composer | null {
  if (draft === undefined) return null
  return (
    useComposer.getState().composers.find((one) => one.draft?.draftId === draft.draftId) ?? null
  )
}

/** Every mailbox with its accounts. Throws CallError. */
export async function fetchSenders(): Promise<SenderChoice[]> {
  const mailboxes = await readOperation('mailboxes.list', {})
  return Promise.all(
    mailboxes.map(async (mailbox) => {
      const accounts = await readOperation('accounts.list', { mailboxId: mailbox.mailboxId })
      return { mailbox, accounts }
    }),
  )
}

async function createComposer(
  asked: ComposeRequest,
  choices: readonly SenderChoice[],
): Promise<Composer | null> {
  const { message } = asked
  const request =
    message === undefined ? asked : { ...asked, message: await fetchQuotable(message) }
  if (request.mode === 'draft' && request.draft) {
    const composition = fromDraft(request.draft)
    return newComposer(composition, {
      draft: request.draft,
      attachments: request.draft.files.map(fromDraftFile),
      save: { kind: 'saved', at: Date.parse(request.draft.updatedAt) },
      focus: composition.to.length === 0 ? 'to' : 'body',
    })
  }
  const sender = chooseSender(
    choices,
    request.mailboxId,
    request.message?.accountId ?? request.accountId ?? null,
  )
  if (sender === null) return null
  const signature = sender.mailbox.signatureHtml
  const composition: ComposerModel = {
    mailboxId: sender.mailbox.mailboxId,
    accountId: sender.account.accountId,
    from: defaultAlias(sender.account, request.message),
    to: [],
    cc: [],
    bcc: [],
    typed: { to: '', cc: '', bcc: '' },
    subject: '',
    written: appendSignature('', signature),
    quote: null,
    inReplyTo: null,
    ...initialContent(request, choices, signature),
  }
  const answers = request.mode === 'reply' || request.mode === 'replyAll'
  return newComposer(composition, { focus: answers ? 'body' : 'to' })
}

/** What the request itself says: recipients, subject, quotation. */
function initialContent(
  request: ComposeRequest,
  choices: readonly SenderChoice[],
  signature: string,
): Partial<ComposerModel> {
  const { mode, message } = request
  if (mode === 'new' && request.mailto !== undefined) {
    const link = parseMailto(request.mailto)
    if (link === null) return {}
    const { to, cc, bcc, subject } = link
    return { to, cc, bcc, subject, written: appendSignature(textToHtml(link.body), signature) }
  }
  if (message === undefined) return {}
  const { t } = i18next
  const locale = formatLocale(i18next.language, navigator.languages)
  const isAnswer = message.headers.some(({ name }) => /^(?:in-reply-to|references)$/iu.test(name))
  if (mode === 'forward') {
    return {
      subject: forwardSubject(message.subject, isAnswer).slice(0, MAX_SUBJECT_LENGTH),
      quote: formatQuotedForward(message, t, locale),
    }
  }
  if (mode !== 'reply' && mode !== 'replyAll') return {}
  const isMe = createIsMe(ownAddresses(choices.flatMap(({ accounts }) => accounts)))
  const recipients = replyRecipients(message, isMe, mode === 'replyAll')
  return {
    to: recipients.to.flatMap(chipsFromPerson),
    cc: recipients.cc.flatMap(chipsFromPerson),
    subject: replySubject(message.subject, isAnswer).slice(0, MAX_SUBJECT_LENGTH),
    quote: formatQuotedReply(message, t, locale),
    inReplyTo: message.id,
  }
}

/**
 * The message as its sender wrote it, for quoting: with its remote pictures, which the reading pane
 * may hide, and without trackers. Nothing of it loads here; the composer's frame hides them again.
 * Throws CallError.
 */
async function fetchQuotable(message: EmailContent): Promise<EmailContent> {
  if (message.htmlBody === null) return message
  const { mailboxId, accountId, id } = message
  return call('emails.content', { mailboxId, accountId, providerMessageId: id, images: 'show' })
}

/** A composer around a composition; `initial` is what it opened with. */
export function newComposer(
  composition: ComposerModel,
  given: Partial<
    Pick<
      Composer,
      | 'initial'
      | 'attachments'
      | 'draft'
      | 'save'
      | 'focus'
      | 'layout'
      | 'notice'
      | 'idempotencyKey'
    >
  > = {},
): Composer {
  return {
    key: crypto.randomUUID(),
    model: composition,
    initial: composition,
    attachments: [],
    draft: null,
    save: { kind: 'clean' },
    layout: 'docked',
    shownFields: { cc: composition.cc.length > 0, bcc: composition.bcc.length > 0 },
    focus: 'body',
    notice: null,
    acknowledgedWarnings: [],
    sending: false,
    idempotencyKey: crypto.randomUUID(),
    revision: 0,
    ...given,
  }
}

/** A forwarded message takes its files along; one that cannot be fetched is shown as failed. */
async function attachForwarded(key: string, message: EmailContent): Promise<void> {
  const files = message.attachments.filter((attachment) => !attachment.isInline)
  for (const { attachmentId, filename, contentType, size } of files) {
    await attachFiles(key, [
      {
        name: filename,
        type: contentType,
        size,
        read: async () => {
          const { bytes } = await fetchDownload('emails.attachment', {
            mailboxId: message.mailboxId,
            accountId: message.accountId,
            providerMessageId: message.providerMessageId,
            attachmentId,
          })
          return new Blob([new Uint8Array(bytes)], { type: contentType })
        },
      },
    ])
  }
}
