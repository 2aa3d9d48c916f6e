import type { Account } from '#shared/contract/accounts.ts'
import type { Draft, DraftFile } from '#shared/contract/drafts.ts'
import type { EmailListItem } from '#shared/contract/emails.ts'
import type { Attachment } from '#shared/contract/opened-message.ts'
import type { Mailbox } from '#shared/contract/mailboxes.ts'
import type { OutboxItem } from '#shared/contract/outbox.ts'
import type { AccountAlias, AccountRow, MailboxRow, StoredError } from '../ports/accounts.ts'
import type { IncomingAttachment, MessageRow } from '../ports/messages.ts'
import type { DraftFile as StoredDraftFile, DraftRow, OutboxSummary } from '../ports/store.ts'

/** Stored rows as the contract shows them. */

export const toIsoTime = (epochMs: number): string => new Date(epochMs).toISOString()

export const toIsoTimeOrNull = (epochMs: number | null): string | null =>
  epochMs === null ? null : toIsoTime(epochMs)

export function presentError(error: StoredError | null): Account['lastError'] {
  return error === null ? null : { ...error, at: toIsoTime(error.at) }
}

export function presentMailbox(row: MailboxRow, unread: number): Mailbox {
  return {
    mailboxId: row.id,
    displayName: row.displayName,
    colour: row.colour,
    signatureHtml: row.signatureHtml,
    defaultAccountId: row.defaultAccountId,
    unread,
    createdAt: toIsoTime(row.createdAt),
  }
}

export function presentAccount(
  row: AccountRow,
  live: { unread: number; lastSyncedAt: number | null; aliases: AccountAlias[] },
): Account {
  return {
    accountId: row.id,
    mailboxId: row.mailboxId,
    provider: row.provider,
    displayLabel: row.displayLabel,
    emailAddress: row.emailAddress,
    status: row.status,
    name: row.personName,
    aliases: live.aliases,
    colour: row.colour,
    isDemo: row.isDemo,
    isPaused: row.isPaused,
    syncDays: row.syncDays,
    syncSince: toIsoTimeOrNull(row.syncSince),
    offlineDays: row.offlineDays,
    unread: live.unread,
    lastSyncedAt: toIsoTimeOrNull(live.lastSyncedAt ?? row.lastSyncedAt),
    lastError: presentError(row.lastError),
    createdAt: toIsoTime(row.createdAt),
  }
}

export function presentMessage(row: MessageRow): EmailListItem {
  return {
    id: String(row.id),
    providerMessageId: row.providerMessageId,
    accountId: row.accountId,
    mailboxId: row.mailboxId,
    threadId: row.providerThreadId,
    fromEmail: row.fromEmail,
    fromName: row.fromName,
    to: row.to,
    cc: row.cc,
    subject: row.subject,
    snippet: row.snippet,
    receivedAt: toIsoTime(row.receivedAt),
    isRead: row.isRead,
    isStarred: row.isStarred,
    hasAttachments: row.hasAttachments,
    box: row.homeBox,
    labels: row.labels,
  }
}

export function presentAttachment(part: IncomingAttachment): Attachment {
  return {
    attachmentId: part.partId,
    filename: part.filename,
    contentType: part.contentType,
    size: part.sizeBytes,
    contentId: part.contentId,
    isInline: part.isInline,
  }
}

export function presentDraftFile(file: StoredDraftFile): DraftFile {
  const { id, name, contentType, sizeBytes } = file
  return { fileId: id, filename: name, contentType, size: sizeBytes }
}

/** @param files of this draft or of several; only its own are shown. */
export function presentDraft(row: DraftRow, files: readonly StoredDraftFile[]): Draft {
  return {
    draftId: row.id,
    providerDraftId: row.id,
    accountId: row.accountId,
    mailboxId: row.mailboxId,
    to: row.to,
    cc: row.cc,
    bcc: row.bcc,
    subject: row.subject,
    bodyHtml: row.bodyHtml,
    inReplyTo: row.inReplyTo,
    from: row.from,
    files: files.filter(({ draftId }) => draftId === row.id).map(presentDraftFile),
    version: row.version,
    syncState: row.syncState,
    createdAt: toIsoTime(row.createdAt),
    updatedAt: toIsoTime(row.updatedAt),
  }
}

export function presentOutboxItem(row: OutboxSummary): OutboxItem {
  return {
    outboxId: row.id,
    accountId: row.accountId,
    mailboxId: row.mailboxId,
    state: row.state,
    to: row.to,
    cc: row.cc,
    bcc: row.bcc,
    subject: row.subject,
    bodyHtml: row.bodyHtml,
    inReplyTo: row.inReplyTo,
    sendAt: toIsoTime(row.notBefore),
    attempts: row.attempts,
    providerMessageId: row.providerMessageId,
    sentAt: toIsoTimeOrNull(row.sentAt),
    lastError: presentError(row.lastError),
    createdAt: toIsoTime(row.createdAt),
  }
}
