import { z } from 'zod'
import { id, isoTime, person } from './fields.ts'

export const attachment = z.object({
  attachmentId: id,
  filename: z.string(),
  contentType: z.string(),
  /** Bytes, after transfer decoding; what the provider says until the file was fetched. */
  size: z.int(),
  contentId: z.string().nullable(),
  isInline: z.boolean(),
})
export type Attachment = z.infer<typeof attachment>

/** How a message is signed or encrypted. Nothing of it is verified or decrypted. */
const protection = z.object({
  /** The file with the signature; it is marked inline, as it is no file that the sender attached. */
  signature: z.object({ standard: z.enum(['smime', 'pgp']), attachmentId: id }).nullable(),
  /** What the message, or a part of it, is encrypted with. */
  encryption: z.enum(['smime', 'pgp']).nullable(),
})

/** What an opened message has besides its row: one of its own, or one inside another. */
export const openedMessage = z.object({
  /** Sanitised. Remote images have been taken out unless `images` asked for them. */
  htmlBody: z.string().nullable(),
  textBody: z.string().nullable(),
  bcc: z.array(person),
  replyTo: z.array(person),
  attachments: z.array(attachment),
  protection,
  /** Why there is no text to read, for a sentence in its place. Null where there is some. */
  emptyReason: z.enum(['empty', 'encrypted', 'invitation', 'files']).nullable(),
  headers: z.array(z.object({ name: z.string(), value: z.string() })),
  /** How many remote images the message would load, trackers included. */
  remoteImages: z.int(),
  /** How many of them look like trackers: invisible or one pixel wide. */
  trackers: z.int(),
  /** What could not be read as written, in plain words; empty for a well-formed message. */
  defects: z.array(z.string()),
})
export type OpenedMessage = z.infer<typeof openedMessage>

/** A message that is an attachment of another. Its own attachments are opened by their ids as well. */
export const innerMessage = z
  .object({
    attachmentId: id,
    /** What it is called as a file: named after its subject where its sender did not name it. */
    filename: z.string(),
    fromEmail: z.string(),
    fromName: z.string(),
    to: z.array(person),
    cc: z.array(person),
    subject: z.string(),
    /** As it says itself; nobody received it for us to know better. */
    sentAt: isoTime.nullable(),
  })
  .extend(openedMessage.shape)
export type InnerMessage = z.infer<typeof innerMessage>
