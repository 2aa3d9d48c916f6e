import type { DamagedPart } from '#shared/contract/enums.ts'

/** What a look through every page of the database found. */
export interface IntegrityFindings {
  /** Tables with rows that cannot be read. */
  tables: string[]
  /** Indexes that can be made again from their tables. */
  indexes: string[]
  isSearchIndexDamaged: boolean
  /** The database's own words, for the log. */
  details: string[]
}

export type BackupKind = 'daily' | 'before-update' | 'before-recovery'

export interface BackupInfo {
  /** The file's name in the backups' folder. */
  name: string
  kind: BackupKind
  /** Epoch milliseconds. */
  madeAt: number
  sizeBytes: number
}

/** How much of what a person wrote a backup holds. */
export interface BackupCounts {
  mailboxes: number
  accounts: number
  drafts: number
  outgoing: number
}

/** What can be done with an embedded database while it is closed. */
export interface ClosedDatabase {
  /** Newest first; null counts where a backup cannot be read. */
  listBackups(): (BackupInfo & { counts: BackupCounts | null })[]
  /**
   * Puts a new database in the place of the damaged one, which is kept aside: with what can be read
   * of what exists only here, and from the backup what cannot.
   *
   * @param backupName null for the newest that can be read
   * @param addAllOfBackup also what the backup has and the database no longer did
   */
  recover(options: { backupName: string | null; addAllOfBackup: boolean }): {
    salvaged: number
    fromBackup: number
  }
  /** Copies the file aside. Returns the folder. */
  keepCopy(): string
}

/** Looking through an embedded database and mending it. A server database has tools of its own. */
export interface DatabaseMaintenance {
  /**
   * Reads the whole database in a thread and on a connection of its own.
   *
   * @param thorough also compares every index with its table, which takes several times as long
   */
  check(options: { thorough: boolean }): Promise<IntegrityFindings>
  /** Makes indexes again from their tables. Transactions wait meanwhile; reads go on. */
  rebuildIndexes(names: string[]): Promise<void>
  /** Writes what exists only here into a new file of the backups' folder and reads it back. */
  backUp(kind: BackupKind): Promise<void>
  /** Newest first. */
  listBackups(): BackupInfo[]
}

/** What is known of the database's health. */
export interface DatabaseState {
  /**
   * `suspected`: a statement met damage and it is being looked into; `damaged`: only a recovery
   * helps; `repairing`: an index is made again.
   */
  state: 'ok' | 'checking' | 'suspected' | 'repairing' | 'damaged'
  /** Where the damage is; empty unless `damaged`. */
  damagedParts: DamagedPart[]
  /** Epoch milliseconds, or null. */
  lastCheckedAt: number | null
  lastRepair: { what: 'indexes' | 'search_index'; at: number } | null
  lastBackupAt: number | null
}

/** Reads and announces the state of the database. */
export interface DatabaseHealth {
  current(): DatabaseState
  change(change: Partial<DatabaseState>): void
  /** A statement met damage; told at once, before it is known how much. */
  reportDamage(error: unknown): void
  /** Calls back at the first report of damage, also where it came before. */
  onDamage(listener: () => void): void
}
