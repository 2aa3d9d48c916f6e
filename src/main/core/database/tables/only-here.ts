import type { Tables } from './tables.ts'

/**
 * For every table whether its rows exist nowhere else. `yes`: backed up daily, and saved from a
 * damaged file. `until sent`: saved from a damaged file, and not backed up, because a day later the
 * provider may have moved on. `no`: fetched again from the providers, or made again here.
 */
export const ONLY_HERE = {
  users: 'yes',
  sessions: 'no',
  mailboxes: 'yes',
  accounts: 'yes',
  accountAliases: 'yes',
  threads: 'no',
  threadKeys: 'no',
  threadEntries: 'no',
  threadCounts: 'no',
  messages: 'no',
  messageContents: 'no',
  messageHeaders: 'no',
  searchTexts: 'no',
  attachmentFiles: 'no',
  files: 'yes',
  // Empty on SQLite, which is what is backed up here.
  fileChunks: 'no',
  boxCounts: 'no',
  syncStates: 'no',
  backlog: 'no',
  labels: 'no',
  labelLists: 'no',
  labelEntries: 'no',
  pendingChanges: 'until sent',
  drafts: 'yes',
  draftFiles: 'yes',
  outbox: 'yes',
  outboxFiles: 'yes',
  backfills: 'no',
  leases: 'no',
  settings: 'yes',
  secrets: 'yes',
} as const satisfies Record<keyof Tables, 'yes' | 'until sent' | 'no'>

/** Names, in the database, of the tables that a backup holds. */
export const BACKED_UP_TABLES: readonly string[] = namesWith(['yes'])
/** Names, in the database, of the tables that are saved from a damaged file. */
export const SALVAGED_TABLES: readonly string[] = namesWith(['yes', 'until sent'])

function namesWith(kinds: string[]): string[] {
  return Object.entries(ONLY_HERE)
    .filter(([, kind]) => kinds.includes(kind))
    .map(([key]) => key.replaceAll(/[A-Z]/gu, (letter) => `_${letter.toLowerCase()}`))
}
