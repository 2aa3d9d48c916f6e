import type { Tables } from './tables.ts'

/**
 * For every table whether its rows exist nowhere else. `yes`: backed up daily, and saved from a
 * damaged file. `not backed up`: saved from a damaged file only, because a day later it is out of
 * date (a change on its way to the provider, a browser's session). `no`: fetched again from the
 * providers, or made again here.
 */
export const ONLY_HERE = {
  users: 'yes',
  sessions: 'not backed up',
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
  pendingChanges: 'not backed up',
  drafts: 'yes',
  draftFiles: 'yes',
  outbox: 'yes',
  outboxFiles: 'yes',
  backfills: 'no',
  leases: 'no',
  settings: 'yes',
  secrets: 'yes',
} as const satisfies Record<keyof Tables, 'yes' | 'not backed up' | 'no'>

/** Names, in the database, of the tables that a backup holds. */
export const BACKED_UP_TABLES: readonly string[] = namesWith(['yes'])
/** Names, in the database, of the tables that are saved from a damaged file. */
export const SALVAGED_TABLES: readonly string[] = namesWith(['yes', 'not backed up'])

function namesWith(kinds: string[]): string[] {
  return Object.entries(ONLY_HERE)
    .filter(([, kind]) => kinds.includes(kind))
    .map(([key]) => key.replaceAll(/[A-Z]/gu, (letter) => `_${letter.toLowerCase()}`))
}
