import { sqliteColumns } from './columns.ts'
import { tables } from './tables.ts'

export const sqliteTables = tables(sqliteColumns)

// drizzle-kit finds tables among a module's exports.
export const {
  users,
  sessions,
  mailboxes,
  accounts,
  accountAliases,
  threads,
  threadKeys,
  threadEntries,
  threadCounts,
  messages,
  messageContents,
  messageHeaders,
  searchTexts,
  attachmentFiles,
  files,
  fileChunks,
  boxCounts,
  syncStates,
  backlog,
  labels,
  labelLists,
  labelEntries,
  pendingChanges,
  drafts,
  draftFiles,
  outbox,
  outboxFiles,
  backfills,
  leases,
  settings,
  secrets,
} = sqliteTables
