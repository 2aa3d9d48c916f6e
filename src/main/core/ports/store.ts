import type { OutboxState } from '#shared/contract/enums.ts'
import type { Person } from '#shared/contract/fields.ts'
import type { Settings } from '#shared/contract/settings.ts'
import type { AccountAlias, AccountRow, MailboxRow, StoredError, UserRow } from './accounts.ts'
import type { BackfillReader, BackfillRepository } from './backfills.ts'
import type { LeaseReader, LeaseRepository } from './leases.ts'
import type { DatabaseMaintenance } from './integrity.ts'
import type { FileReader, FileRepository } from './files.ts'
import type { ThreadReader } from './threads.ts'
import type { MessageReader, MessageRepository } from './message-store.ts'
import type { PendingChangeReader, PendingChangeRepository } from './pending-changes.ts'
import type { SyncCursor, MessageRef, ProviderLabel } from './provider.ts'

/**
 * The database as the rest of the core sees it. Reading and writing are different types, so a
 * reader cannot be handed to code that writes. Times are epoch milliseconds.
 */
export interface Store {
  readonly dialect: 'sqlite' | 'postgres'
  readonly read: ReadRepositories
  schemaVersion(): Promise<number>
  /** Null where the database is a server, which its operator looks after. */
  readonly maintenance: DatabaseMaintenance | null
  /**
   * Runs `work` in one transaction, in the order of the calls. Never await the network inside:
   * on SQLite this holds the only writer. Nesting throws.
   */
  transaction<T>(work: (repositories: Repositories) => Promise<T>): Promise<T>
  close(): Promise<void>
}

export interface ReadRepositories {
  users: UserReader
  sessions: SessionReader
  mailboxes: MailboxReader
  accounts: AccountReader
  messages: MessageReader
  threads: ThreadReader
  labels: LabelReader
  sync: SyncReader
  pendingChanges: PendingChangeReader
  backfills: BackfillReader
  leases: LeaseReader
  drafts: DraftReader
  outbox: OutboxReader
  settings: SettingsReader
  secrets: SecretReader
  attachmentFiles: AttachmentFileReader
  files: FileReader
}

export interface Repositories extends ReadRepositories {
  users: UserRepository
  sessions: SessionRepository
  mailboxes: MailboxRepository
  accounts: AccountRepository
  messages: MessageRepository
  sync: SyncRepository
  pendingChanges: PendingChangeRepository
  backfills: BackfillRepository
  leases: LeaseRepository
  drafts: DraftRepository
  outbox: OutboxRepository
  settings: SettingsRepository
  secrets: SecretRepository
  attachmentFiles: AttachmentFileRepository
  files: FileRepository
}

export interface UserReader {
  get(id: string): Promise<UserRow | null>
}
export interface UserRepository extends UserReader {
  insert(row: UserRow): Promise<void>
}

export interface SessionRow {
  /** SHA-256 of the cookie's value; the value itself is never stored. */
  tokenHash: string
  userId: string
  expiresAt: number
  createdAt: number
}
export interface SessionReader {
  get(tokenHash: string): Promise<SessionRow | null>
}
export interface SessionRepository extends SessionReader {
  insert(row: SessionRow): Promise<void>
  delete(tokenHash: string): Promise<void>
  deleteExpired(now: number): Promise<void>
}

export interface MailboxReader {
  get(id: string): Promise<MailboxRow | null>
  list(userId: string): Promise<MailboxRow[]>
}
export interface MailboxRepository extends MailboxReader {
  insert(row: MailboxRow): Promise<void>
  update(id: string, change: Partial<Omit<MailboxRow, 'id' | 'userId'>>): Promise<void>
  delete(id: string): Promise<void>
}

export interface AccountReader {
  get(id: string): Promise<AccountRow | null>
  listByMailbox(mailboxId: string): Promise<AccountRow[]>
  listByUser(userId: string): Promise<AccountRow[]>
  /** Every account of every user: for the sync engine. */
  listAll(): Promise<AccountRow[]>
  /** In the provider's order. */
  listAliases(accountId: string): Promise<AccountAlias[]>
}
export interface AccountRepository extends AccountReader {
  insert(row: AccountRow): Promise<void>
  update(id: string, change: Partial<Omit<AccountRow, 'id' | 'userId'>>): Promise<void>
  /** Replaces the account's aliases. */
  saveAliases(accountId: string, aliases: readonly AccountAlias[]): Promise<void>
  delete(id: string): Promise<void>
}

export interface SyncStateRow {
  accountId: string
  checkpoint: SyncCursor | null
  /** True once everything the provider had was fetched; from then on only changes are read. */
  isComplete: boolean
  total: number | null
}
/** A label or folder with what its list counts. */
export interface LabelRow extends ProviderLabel {
  total: number
  unread: number
}

export interface LabelReader {
  /** An account's labels and folders, in the order in which the provider has them. */
  list(accountId: string): Promise<LabelRow[]>
}

export interface SyncReader {
  findState(accountId: string): Promise<SyncStateRow | null>
  nextBacklog(accountId: string, limit: number): Promise<MessageRef[]>
  backlogSize(accountId: string): Promise<number>
  listLabels(accountId: string): Promise<ProviderLabel[]>
}
export interface SyncRepository extends SyncReader {
  saveState(row: SyncStateRow): Promise<void>
  /** Appends in the given order; messages that are stored or queued already are left out. */
  addBacklog(accountId: string, refs: MessageRef[]): Promise<void>
  /** Appends messages that are to be fetched again though they are stored. */
  requeue(accountId: string, refs: MessageRef[]): Promise<void>
  removeBacklog(accountId: string, providerMessageIds: string[]): Promise<void>
  saveLabels(accountId: string, labels: ProviderLabel[]): Promise<void>
}

export interface DraftRow {
  id: string
  accountId: string
  mailboxId: string
  to: Person[]
  cc: Person[]
  bcc: Person[]
  subject: string
  bodyHtml: string
  inReplyTo: string | null
  /** The address it is to leave from; null for the account's own. */
  from: string | null
  syncState: 'local' | 'syncing' | 'synced' | 'conflict'
  /** Rises with every change, its files included. */
  version: number
  /** Its copy at the provider, where there is one. */
  providerDraftId: string | null
  providerMessageId: string | null
  createdAt: number
  updatedAt: number
}
/** A file of a draft; its content is in the file store. */
export interface DraftFile {
  id: string
  draftId: string
  hash: string
  name: string
  contentType: string
  sizeBytes: number
}
export interface DraftReader {
  get(id: string): Promise<DraftRow | null>
  list(accountIds: string[]): Promise<DraftRow[]>
  /** The files of these drafts, each draft's in the order they were added. */
  listFiles(draftIds: string[]): Promise<DraftFile[]>
}
export interface DraftRepository extends DraftReader {
  insert(row: DraftRow): Promise<void>
  update(id: string, change: Partial<Omit<DraftRow, 'id' | 'createdAt'>>): Promise<void>
  delete(id: string): Promise<void>
  /** Appends files. They are stored and have rows (FileRepository.save). */
  addFiles(draftId: string, files: Omit<DraftFile, 'draftId' | 'sizeBytes'>[]): Promise<void>
  deleteFile(id: string): Promise<void>
}

export interface OutboxRow {
  id: string
  accountId: string
  mailboxId: string
  userId: string
  idempotencyKey: string | null
  state: OutboxState
  to: Person[]
  cc: Person[]
  bcc: Person[]
  subject: string
  /** Cleaned; pictures in it are files shown by `cid:`. */
  bodyHtml: string
  bodyText: string | null
  /** Leaves without HTML; `bodyHtml` only shows it here. */
  isPlainText: boolean
  /** The message it answers, as the person's program named it. */
  inReplyTo: string | null
  /** Null only where `mime` is set. */
  from: Person | null
  /** Headers, without angle brackets. */
  rfcMessageId: string | null
  rfcInReplyTo: string | null
  references: string[] | null
  /** Finished MIME, in rows of an earlier version; other messages are rendered when they are sent. */
  mime: Uint8Array | null
  /**
   * SHA-256 of the MIME, hex, from the first attempt on: no later attempt may send anything else.
   */
  mimeHash: string | null
  /** The Date header, set at the first attempt. */
  date: number | null
  appSendId: string
  providerThreadId: string | null
  /** It is not sent before this. */
  notBefore: number
  /** Attempts to send. */
  attempts: number
  /** Probes of the last attempt, whose fate is open. */
  probes: number
  /** Where the provider's history stood before the first attempt. */
  baselineCursor: string | null
  providerDraftId: string | null
  /** Rises with every attempt; a worker with an older number may not send. */
  fencingToken: number
  providerMessageId: string | null
  sentAt: number | null
  lastError: StoredError | null
  createdAt: number
}
/** A file of an outgoing message; its content is in the file store. */
export interface OutboxFile {
  hash: string
  name: string
  contentType: string
  isInline: boolean
  /** Without angle brackets; the HTML shows the file as `cid:` with this. */
  contentId: string | null
}

/** What lists show of an outgoing message; MIME can be 25 MB. */
export type OutboxSummary = Omit<OutboxRow, 'mime'>

export type OutboxChange = Partial<Omit<OutboxRow, 'id' | 'userId' | 'createdAt'>>

export interface OutboxReader {
  get(id: string): Promise<OutboxRow | null>
  getByIdempotencyKey(userId: string, key: string): Promise<OutboxRow | null>
  /** In the order they were added. */
  listFiles(id: string): Promise<(OutboxFile & { sizeBytes: number })[]>
  list(
    userId: string,
    filter: { state?: OutboxState | undefined; limit: number },
  ): Promise<OutboxSummary[]>
  /**
   * For each account but these the one message that is due first: scheduled, waiting and sending rows
   * whose `notBefore` has come. For a `sending` row that is when its lease ends (a crash) or when its
   * fate is to be looked into. However much of one account is due, every other account has its turn.
   */
  dueByAccount(
    now: number,
    exceptAccountIds: string[],
  ): Promise<{ id: string; accountId: string }[]>
  /** When the next message of accounts but these falls due, or null. */
  nextDueAt(exceptAccountIds: string[]): Promise<number | null>
}
export interface OutboxRepository extends OutboxReader {
  /** The files are stored and have rows (FileRepository.save). */
  insert(row: OutboxRow, files?: OutboxFile[]): Promise<void>
  /**
   * Changes the row only while it has the expected fencing token; false where another worker or
   * the person changed it first.
   */
  update(id: string, expectedFencingToken: number, change: OutboxChange): Promise<boolean>
  /**
   * Rows of the account that an ended process was sending fall due now. Only for the holder of the
   * account's lease: nobody else may be sending them.
   */
  releaseClaims(accountId: string, now: number): Promise<void>
  /**
   * Takes text and files from sent and cancelled messages that ended before this time. What stays
   * says to whom it went and when, and that its idempotency key was used. Returns how many.
   */
  removeText(endedBefore: number): Promise<number>
  /** Deletes sent and cancelled messages that ended before this time. Returns how many. */
  deleteFinished(endedBefore: number): Promise<number>
}

export interface SettingsReader {
  get(userId: string): Promise<Partial<Settings>>
}
export interface SettingsRepository extends SettingsReader {
  save(userId: string, settings: Partial<Settings>): Promise<void>
}

/** Ciphertext only: the token store that keeps its entries in the database. */
export interface SecretReader {
  get(name: string): Promise<string | null>
}
export interface SecretRepository extends SecretReader {
  set(name: string, ciphertext: string): Promise<void>
  delete(name: string): Promise<void>
}

/** Which fetched attachment lies under which hash in the content-addressed file store. */
export interface AttachmentFileReader {
  findHash(messageId: number, partId: string): Promise<string | null>
}
export interface AttachmentFileRepository extends AttachmentFileReader {
  /** Replaces an earlier hash. Rows go with their message. */
  save(messageId: number, partId: string, hash: string): Promise<void>
}
