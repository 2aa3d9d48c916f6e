import type { Contact } from '../mail/mime/write-message.ts'
import type { SeedMessage } from '../control/accounts.ts'
import type { OutlookSeedMessage } from '../microsoft/mail-store/seed-outlook-store.ts'
import { createSeedMessages, type Conversation } from './conversation.ts'

/**
 * The conversations as seed messages of the owner's mailbox at Microsoft, oldest first. There a
 * message lies in one folder: the first label names it for mail that has left the inbox.
 */
export function createOutlookSeedMessages(
  owner: Contact,
  now: number,
  conversations: readonly Conversation[],
): OutlookSeedMessage[] {
  return createSeedMessages(owner, now, conversations).map(inFolder)
}

function inFolder({ raw, internalDate, labels = [], isDraft }: SeedMessage): OutlookSeedMessage {
  return {
    raw,
    folder: folderOf(labels),
    isRead: !labels.includes('UNREAD'),
    flag: labels.includes('STARRED') ? 'flagged' : 'notFlagged',
    ...(internalDate === undefined ? {} : { receivedAt: internalDate }),
    ...(isDraft === undefined ? {} : { isDraft }),
  }
}

const FOLDER_OF_LABEL = [
  ['DRAFT', 'drafts'],
  ['TRASH', 'deleteditems'],
  ['SENT', 'sentitems'],
  ['SPAM', 'junkemail'],
  ['INBOX', 'inbox'],
] as const

function folderOf(labels: readonly string[]): string {
  const place = FOLDER_OF_LABEL.find(([label]) => labels.includes(label))
  const own = labels.find((label) => label !== 'UNREAD' && label !== 'STARRED')
  return place?.[1] ?? own ?? 'archive'
}
