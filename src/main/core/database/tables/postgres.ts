import { postgresColumns, type Columns } from './columns.ts'
import { tables } from './tables.ts'

// The only cast between the dialects; parity.test.ts does not compile where rows would differ.
// eslint-disable-next-line @typescript-eslint/no-unsafe-type-assertion -- dialect-parity.test.ts proves it
export const postgresTables = tables(postgresColumns as unknown as Columns)

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
} = postgresTables
