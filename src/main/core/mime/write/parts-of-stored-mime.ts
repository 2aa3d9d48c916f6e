import type { Address, Email } from 'postal-mime'
import type { Person } from '#shared/contract/fields.ts'
import { bareMessageId } from '#shared/domain/references.ts'
import type { OutgoingMessage } from '../../ports/outgoing.ts'

/**
 * The parts of a message that an earlier version of the program wrote and stored as finished MIME,
 * for a provider that takes a large message in parts. Not for received mail.
 */
export async function partsOfStoredMime(mime: Uint8Array): Promise<OutgoingMessage> {
  const { default: PostalMime } = await import('postal-mime')
  const email = await PostalMime.parse(mime, { attachmentEncoding: 'arraybuffer' })
  return {
    from: peopleIn(email.from === undefined ? [] : [email.from])[0] ?? { name: '', email: '' },
    to: peopleIn(email.to),
    cc: peopleIn(email.cc),
    bcc: peopleIn(email.bcc),
    subject: email.subject ?? '',
    html: email.html ?? null,
    text: email.text ?? '',
    files: email.attachments.map((file) => {
      const content =
        typeof file.content === 'string' ? Buffer.from(file.content) : new Uint8Array(file.content)
      return {
        name: file.filename ?? 'attachment',
        contentType: file.mimeType,
        isInline: file.disposition === 'inline',
        contentId: file.contentId === undefined ? null : bareMessageId(file.contentId),
        content: { sizeBytes: content.length, stream: () => streamOf(content) },
      }
    }),
    messageId: bareMessageId(email.messageId ?? ''),
    inReplyTo: email.inReplyTo === undefined ? null : bareMessageId(email.inReplyTo),
    references: email.references?.split(/\s+/u).filter(Boolean).map(bareMessageId) ?? [],
    appSendId: headerOf(email, 'x-app-send-id'),
    date: email.date === undefined ? 0 : Date.parse(email.date),
  }
}

function peopleIn(addresses: Address[] = []): Person[] {
  return addresses.flatMap(({ name, address, group }) =>
    address === undefined ? peopleIn(group) : [{ name, email: address }],
  )
}

function headerOf(email: Email, key: string): string {
  return email.headers.find((header) => header.key === key)?.value.trim() ?? ''
}

async function* streamOf(content: Uint8Array): AsyncIterable<Uint8Array> {
  yield await Promise.resolve(content)
}
