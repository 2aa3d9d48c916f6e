import { parseAddressList } from '../../../mail/mime/address-list.ts'
import { formatDate, type Contact } from '../../../mail/mime/write-message.ts'
import { rewriteHeaders } from '../../../mail/mime/headers.ts'
import { deliverLocally } from '../../../control/deliver-locally.ts'
import { formatDraft, type DraftContent } from '../../mail-store/draft.ts'
import type { OutlookStore } from '../../mail-store/outlook-store.ts'
import type { StoredMessage } from '../../mail-store/stored-message.ts'
import type { GraphCall } from '../request/graph-call.ts'
import { badRequest, GraphError } from '../request/errors.ts'

/** Exchange Online's limit of recipients in one message. */
const MAX_RECIPIENTS = 500
/** What Exchange Online sends unless an administrator allows more. */
const MAX_MESSAGE_BYTES = 35 * 1024 * 1024

/** Sends a draft: it becomes the copy in Sent Items and keeps its immutable id. */
export function sendDraft(call: GraphCall, message: StoredMessage): void {
  const { mailbox, simulation, lateSent } = call
  const { content } = message
  if (content.kind !== 'draft')
    throw badRequest('The message cannot be sent: it is not a draft.', 'ErrorInvalidOperation')
  if (mailbox.submissions.some(({ row }) => row === message.row))
    throw new GraphError(
      409,
      'ErrorIrresolvableConflict',
      'The send or update operation could not be performed because the change key passed in the request does not match the current change key for the item.',
    )
  const raw = transmit(call, content.draft)
  const sent = mailbox.folderNamed('sentitems').id
  const finish = (): void => {
    const at = simulation.clock.now()
    message.content = { kind: 'stored', raw }
    message.isRead = true
    message.sentAt = at
    message.receivedAt = at
    mailbox.attach(message, sent)
  }
  if (lateSent.ms > 0) {
    if (!lateSent.draftRemains) mailbox.detach(message)
    const leave = lateSent.draftRemains
    mailbox.submissions.push({
      row: message.row,
      at: simulation.clock.now() + lateSent.ms,
      finish: () => {
        // A draft deleted meanwhile was sent all the same; it only leaves no copy.
        if (leave && mailbox.message(message.row) === null) return
        if (leave) mailbox.detach(message)
        finish()
      },
    })
    return
  }
  mailbox.detach(message)
  finish()
}

/** Sends a message that was never a draft. */
export function sendDirectly(call: GraphCall, draft: DraftContent, keepCopy: boolean): void {
  const { mailbox, simulation, lateSent } = call
  const raw = transmit(call, draft)
  if (!keepCopy) return
  const finish = (): void => {
    mailbox.insert({
      folderId: mailbox.folderNamed('sentitems').id,
      receivedAt: simulation.clock.now(),
      content: { kind: 'stored', raw },
      isRead: true,
    })
  }
  if (lateSent.ms > 0)
    mailbox.submissions.push({ row: -1, at: simulation.clock.now() + lateSent.ms, finish })
  else finish()
}

/** Hands the message to everybody it is for, and answers the sender's copy. */
function transmit(call: GraphCall, draft: DraftContent): Buffer {
  const { mailbox, simulation } = call
  const recipients = [...draft.to, ...draft.cc, ...draft.bcc]
  check(call, draft.from, recipients)
  const now = simulation.clock.now()
  const own = { name: mailbox.displayName, email: mailbox.email }
  // Exchange writes the own address in place of an alias unless the tenant has SendFromAliasEnabled.
  const isReplaced = !mailbox.canSendFromAliases && draft.from?.email.toLowerCase() !== own.email
  const raw = formatDraft(isReplaced ? { ...draft, from: own } : draft, own, now)
  if (raw.length > MAX_MESSAGE_BYTES)
    throw new GraphError(
      413,
      'ErrorMessageSizeExceeded',
      'The message exceeds the maximum supported size.',
    )
  for (const email of new Set(recipients.map((person) => person.email.toLowerCase()))) {
    const trace = `Delivered-To: ${email}\r\nReceived: by 127.0.0.1 with SMTP; ${formatDate(now)}\r\n`
    const copy = Buffer.concat([Buffer.from(trace), rewriteHeaders(raw, { Bcc: null })])
    deliverLocally(simulation, email, copy, now)
  }
  return raw
}

function isOwnAddress({ email, aliases }: OutlookStore, address: string): boolean {
  return [email, ...aliases.map((alias) => alias.toLowerCase())].includes(address.toLowerCase())
}

function check(call: GraphCall, from: Contact | null, recipients: readonly Contact[]): void {
  if (from && !isOwnAddress(call.mailbox, from.email))
    throw new GraphError(
      403,
      'ErrorSendAsDenied',
      'The user account which was used to submit this request does not have the right to send mail on behalf of the specified sending account.',
    )
  if (recipients.length === 0)
    throw badRequest(
      'At least one recipient is not valid., The message has no recipients.',
      'ErrorInvalidRecipients',
    )
  if (recipients.length > MAX_RECIPIENTS)
    throw badRequest('The message has too many recipients.', 'ErrorExceededMaxRecipientLimit')
  const wrong = recipients.find(({ email }) => parseAddressList(email)?.length !== 1)
  if (wrong)
    throw badRequest(
      `At least one recipient is not valid., Recipient '${wrong.email}' is not resolved. All recipients must be resolved before a message can be submitted.`,
      'ErrorInvalidRecipients',
    )
}
