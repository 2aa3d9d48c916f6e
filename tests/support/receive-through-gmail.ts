import { convertMessage } from '#core/providers/gmail/messages/convert-message.ts'
import type { IncomingMessage } from '#core/ports/messages.ts'
import { createGmailStore } from '#simulator/google/mail-store/gmail-store.ts'
import { decodeAttachmentId } from '#simulator/google/gmail/messages/attachment-ids.ts'
import { decodeBody, parseMime, walkParts } from '#simulator/mail/mime/parse-mime.ts'
import { messageResource } from '#simulator/google/gmail/messages/message-resource.ts'

const SECRET = Buffer.alloc(32)
const RECEIVED_AT = 1_800_000_000_000

/**
 * A message's source as it arrives here: taken apart by the simulated Gmail, then by its adapter.
 * `receivedAt` is the date that its headers give, 0 where none can be believed.
 */
export async function receiveThroughGmail(raw: Buffer): Promise<IncomingMessage> {
  const mailbox = createGmailStore({
    email: 'ana@example.com',
    displayName: 'Ana',
    seed: 1,
    now: () => RECEIVED_AT,
    source: null,
  })
  const row = mailbox.insert({
    raw,
    labels: ['INBOX'],
    internalDate: RECEIVED_AT,
    thread: null,
  })
  const resource = messageResource(mailbox, row, {
    format: 'full',
    metadataHeaders: [],
    secret: SECRET,
  })
  // As it comes over the network, but dated by its own headers.
  const received = JSON.parse(JSON.stringify(resource)) as typeof resource
  return convertMessage({ ...received, internalDate: null }, ({ providerAttachmentId }) => {
    const place = decodeAttachmentId(SECRET, providerAttachmentId ?? '')
    const part = [...walkParts(parseMime(raw))][place?.part ?? -1]
    return Promise.resolve(part ? decodeBody(part) : null)
  })
}
