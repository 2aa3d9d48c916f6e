import {
  headerValue,
  parseHeaders,
  splitHeader,
  type HeaderField,
} from '../../mail/mime/headers.ts'
import type { GmailStore } from './gmail-store.ts'
import { baseSubject, parseReferences } from '../../mail/mime/subject-and-references.ts'

/**
 * The row whose thread a message joins, or null for a new thread. As Gmail does it: an ancestor by
 * References or In-Reply-To whose subject is the same but for Re: and Fwd:.
 */
export function findThreadRow(mailbox: GmailStore, headers: readonly HeaderField[]): number | null {
  const subject = baseSubject(headerValue(headers, 'subject') ?? '')
  for (const id of parseReferences(headers)) {
    const row = mailbox.rowOfMessageId(id)
    if (row !== null && subjectOf(mailbox, row) === subject) return row
  }
  return null
}

/** Whether a message may join a thread named by the caller: same subject and a reference into it. */
export function canJoinThread(
  mailbox: GmailStore,
  headers: readonly HeaderField[],
  threadRow: number,
): boolean {
  const thread = mailbox.columns.thread[threadRow]
  const refers = parseReferences(headers).some((id) => {
    const row = mailbox.rowOfMessageId(id)
    return row !== null && mailbox.columns.thread[row] === thread
  })
  const subject = baseSubject(headerValue(headers, 'subject') ?? '')
  return refers && subjectOf(mailbox, threadRow) === subject
}

/** The folded subject of a stored message. */
function subjectOf(mailbox: GmailStore, row: number): string {
  const headers = parseHeaders(splitHeader(mailbox.raw(row)).header)
  return baseSubject(headerValue(headers, 'subject') ?? '')
}

/** Puts an arriving message into the mailbox: unread in the inbox, filed with its thread. */
export function receiveMessage(
  mailbox: GmailStore,
  raw: Buffer,
  at: number,
  labels: readonly string[] = ['INBOX', 'UNREAD'],
): number {
  const headers = parseHeaders(splitHeader(raw).header)
  return mailbox.insert({ raw, labels, internalDate: at, thread: findThreadRow(mailbox, headers) })
}
