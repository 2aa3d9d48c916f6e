import type { ReadRepositories, Repositories } from '../../ports/store.ts'
import { accountReader, accountRepository } from './accounts.ts'
import { pendingChangeReader, pendingChangeRepository } from './pending-changes/repository.ts'
import { attachmentFileReader, attachmentFileRepository } from './messages/attachment-files.ts'
import { backfillReader, backfillRepository } from './backfills.ts'
import { draftReader, draftRepository } from './drafts.ts'
import { fileReader, fileRepository } from './files.ts'
import { labelReader } from './labels.ts'
import { leaseReader, leaseRepository } from './leases.ts'
import { mailboxReader, mailboxRepository } from './mailboxes.ts'
import { messageReader } from './messages/message-reader.ts'
import { messageRepository } from './messages/message-repository.ts'
import { outboxReader, outboxRepository } from './outbox.ts'
import type { ReadSession, WriteSession } from './db-session.ts'
import { threadReader } from './threads/thread-reader.ts'
import { secretReader, secretRepository, settingsReader, settingsRepository } from './settings.ts'
import { syncReader, syncRepository } from './sync.ts'
import { sessionReader, sessionRepository, userReader, userRepository } from './users.ts'

/** All repositories for reading, over one connection. */
export function readRepositories(session: ReadSession): ReadRepositories {
  return {
    users: userReader(session),
    sessions: sessionReader(session),
    mailboxes: mailboxReader(session),
    accounts: accountReader(session),
    messages: messageReader(session),
    threads: threadReader(session),
    labels: labelReader(session),
    sync: syncReader(session),
    pendingChanges: pendingChangeReader(session),
    attachmentFiles: attachmentFileReader(session),
    files: fileReader(session),
    backfills: backfillReader(session),
    leases: leaseReader(session),
    drafts: draftReader(session),
    outbox: outboxReader(session),
    settings: settingsReader(session),
    secrets: secretReader(session),
  }
}

/** All repositories for writing, over one transaction. */
export function writeRepositories(session: WriteSession): Repositories {
  return {
    users: userRepository(session),
    sessions: sessionRepository(session),
    mailboxes: mailboxRepository(session),
    accounts: accountRepository(session),
    messages: messageRepository(session),
    threads: threadReader(session),
    labels: labelReader(session),
    sync: syncRepository(session),
    pendingChanges: pendingChangeRepository(session),
    attachmentFiles: attachmentFileRepository(session),
    files: fileRepository(session),
    backfills: backfillRepository(session),
    leases: leaseRepository(session),
    drafts: draftRepository(session),
    outbox: outboxRepository(session),
    settings: settingsRepository(session),
    secrets: secretRepository(session),
  }
}
