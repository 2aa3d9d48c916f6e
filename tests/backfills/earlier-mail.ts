import { encodeContent } from '#core/database/repositories/messages/stored-content.ts'
import { proposedMessageId } from '#core/database/tables/message-id.ts'
import type { IncomingMessage } from '#core/ports/messages.ts'
import { createRandom } from '#simulator/control/seeded-random.ts'
import { mail, NOW } from '../database/fixtures.ts'
import type { EarlierDatabase } from '../support/database/earlier-database.ts'

/** Tables, search and sync choices: the schema before header rows and conversations. */
export const EARLIER_MIGRATIONS = 3
const ACCOUNTS = ['first', 'second'] as const
const MESSAGES = 230

export interface OldMessage {
  accountId: string
  message: IncomingMessage
  /** Whether its body was kept. */
  hasBody: boolean
}

/** Mail of two accounts that answer each other, a third of it without bodies. */
export function oldMail(): OldMessage[] {
  const random = createRandom(7)
  const all: OldMessage[] = []
  for (let index = 0; index < MESSAGES; index++) {
    const accountId = random.chance(0.5) ? ACCOUNTS[0] : ACCOUNTS[1]
    const answered = random.chance(0.6) ? all[random.below(Math.max(1, all.length))] : undefined
    const parent = answered?.message
    const id = `m${index}`
    const message = mail(id, {
      subject: parent === undefined ? `Topic ${index}` : `Re: ${parent.subject}`,
      inReplyTo: parent?.rfcMessageId ?? null,
      references: parent ? [...parent.references, parent.rfcMessageId ?? ''].slice(-5) : [],
      receivedAt: NOW - index * 60_000,
      headers: [{ name: 'Auto-Submitted', value: 'auto-generated' }],
      place: { isRead: random.chance(0.7), isTrash: random.chance(0.1) },
    })
    all.push({ accountId, message, hasBody: random.chance(0.66) })
  }
  return all
}

/** Writes the mail as that version stored it. */
export async function fillEarlierDatabase(
  database: EarlierDatabase,
  all: readonly OldMessage[],
): Promise<void> {
  await database.insert('users', [{ id: 'ana', email: null, name: 'Ana', created_at: NOW }])
  await database.insert('mailboxes', [
    {
      id: 'work',
      user_id: 'ana',
      display_name: 'Work',
      colour: null,
      signature_html: '',
      default_account_id: null,
      position: 0,
      created_at: NOW,
    },
  ])
  await database.insert(
    'accounts',
    ACCOUNTS.map((id) => ({
      id,
      mailbox_id: 'work',
      provider: 'gmail',
      display_label: id,
      email_address: `${id}@example.com`,
      status: 'connected',
      colour: '#336699',
      is_demo: false,
      created_at: NOW,
    })),
  )
  for (const { accountId, message, hasBody } of all) {
    const id = idOf(accountId, message)
    const { placement } = message
    await database.insert('messages', [
      {
        id,
        account_id: accountId,
        provider_message_id: message.providerMessageId,
        provider_thread_id: message.providerThreadId,
        rfc_message_id: message.rfcMessageId,
        from_name: message.from.name,
        from_email: message.from.email,
        to: JSON.stringify(message.to),
        cc: '[]',
        subject: message.subject,
        snippet: message.snippet,
        received_at: message.receivedAt,
        size_bytes: message.sizeBytes,
        has_attachments: false,
        is_read: placement.isRead,
        is_starred: false,
        in_inbox: true,
        is_sent: false,
        is_draft: false,
        is_spam: false,
        is_trash: placement.isTrash,
        labels: '["INBOX"]',
      },
    ])
    if (!hasBody) continue
    await database.insert('message_contents', [
      { message_id: id, data: await encodeContent(message) },
    ])
  }
}

export const idOf = (
  accountId: string,
  { providerMessageId, receivedAt }: IncomingMessage,
): number => proposedMessageId(accountId, providerMessageId, receivedAt)
