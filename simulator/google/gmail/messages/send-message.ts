import { randomBytes } from 'node:crypto'
import { parseAddressList, type MailAddress } from '../../../mail/mime/address-list.ts'
import { canJoinThread, findThreadRow } from '../../mail-store/receive-message.ts'
import { formatDate, formatAddressList } from '../../../mail/mime/write-message.ts'
import {
  headerValue,
  parseHeaders,
  rewriteHeaders,
  splitHeader,
} from '../../../mail/mime/headers.ts'
import { deliverLocally } from '../../../control/deliver-locally.ts'
import type { Simulation } from '../../../control/simulation.ts'
import type { GmailStore } from '../../mail-store/gmail-store.ts'
import { invalidArgument } from '../../errors.ts'
import { getThreadRow } from '../request/gmail-call.ts'

/** Gmail's limits over the API: recipients in one message. */
const MAX_RECIPIENTS = 500

/**
 * Sends a message: the owner's copy becomes SENT, mail for simulated accounts arrives there, mail
 * for anybody else leaves the simulation. Answers the row of the sent copy.
 */
export function sendMessage(
  simulation: Simulation,
  mailbox: GmailStore,
  draft: Buffer,
  options: {
    lateSentMs: number
    /** Any row of the thread to file it with, or null to start one. */
    thread: number | null
  },
): number {
  const recipients = recipientsOf(draft)
  const now = simulation.clock.now()
  const raw = sentCopyOf(simulation, mailbox, draft)
  const isToSelf = recipients.some(({ email }) => email === mailbox.email)
  const row = mailbox.insert({
    raw,
    labels: isToSelf ? ['SENT', 'INBOX', 'UNREAD'] : ['SENT'],
    internalDate: now,
    thread: options.thread,
    ...(options.lateSentMs > 0 ? { visibleAt: now + options.lateSentMs } : {}),
  })
  for (const email of new Set(recipients.map((recipient) => recipient.email))) {
    if (email !== mailbox.email)
      deliverLocally(simulation, email, deliveredCopyOf(raw, email, now), now)
  }
  return row
}

/** The thread a written message belongs to: the one the caller names where it fits, else Gmail's. */
export function findThreadFor(
  mailbox: GmailStore,
  raw: Buffer,
  threadId: string | null,
): number | null {
  const headers = parseHeaders(splitHeader(raw).header)
  if (threadId === null) return findThreadRow(mailbox, headers)
  const thread = getThreadRow(mailbox, threadId)
  return canJoinThread(mailbox, headers, thread) ? thread : findThreadRow(mailbox, headers)
}

/** To, Cc and Bcc, refused as Gmail refuses them. */
function recipientsOf(raw: Buffer): MailAddress[] {
  const headers = parseHeaders(splitHeader(raw).header)
  const recipients: MailAddress[] = []
  for (const name of ['To', 'Cc', 'Bcc'])
    for (const field of headers) {
      if (field.name.toLowerCase() !== name.toLowerCase()) continue
      const addresses = parseAddressList(field.value)
      if (!addresses) throw invalidArgument(`Invalid ${name} header`)
      recipients.push(...addresses)
    }
  if (recipients.length === 0) throw invalidArgument('Recipient address required')
  if (recipients.length > MAX_RECIPIENTS)
    throw invalidArgument('Too many recipients in one message', 'limitExceeded')
  return recipients
}

/**
 * What Gmail makes of an outgoing message: From is the account or a verified alias, a Date where there was none, and a
 * Message-ID of its own. Everything else, X- fields and Bcc included, stays on the sender's copy.
 */
function sentCopyOf(simulation: Simulation, mailbox: GmailStore, raw: Buffer): Buffer {
  const headers = parseHeaders(splitHeader(raw).header)
  const from = parseAddressList(headerValue(headers, 'from') ?? '')?.[0]
  const changes: Record<string, string | null> = {}
  const isOwn = from?.email === mailbox.email || verifiedAliases(mailbox).has(from?.email ?? '')
  if (!isOwn)
    changes['From'] = formatAddressList([{ name: mailbox.displayName, email: mailbox.email }])
  if (headerValue(headers, 'date') === null) changes['Date'] = formatDate(simulation.clock.now())
  if (headerValue(headers, 'message-id') === null || simulation.settings.replaceMessageId)
    changes['Message-ID'] = `<CA${randomBytes(24).toString('base64url')}@mail.gmail.com>`
  return rewriteHeaders(raw, changes)
}

function verifiedAliases(mailbox: GmailStore): Set<string> {
  const verified = mailbox.sendAs.filter(
    ({ verificationStatus }) => verificationStatus === 'accepted',
  )
  return new Set(verified.map(({ sendAsEmail }) => sendAsEmail?.toLowerCase() ?? ''))
}

function deliveredCopyOf(raw: Buffer, email: string, at: number): Buffer {
  const trace = `Delivered-To: ${email}\r\nReceived: by 127.0.0.1 with SMTP; ${formatDate(at)}\r\n`
  return Buffer.concat([Buffer.from(trace), rewriteHeaders(raw, { Bcc: null })])
}
