import { postgresColumns, type Columns } from './columns.ts'
import { tables } from './tables.ts'

// The one cast between the dialects; parity.test.ts fails to compile where the rows would differ.
export const {
  users,
  sessions,
  mailboxes,
  accounts,
  messages,
  messageContents,
  boxCounts,
  syncStates,
  backlog,
  labels,
  actions,
  drafts,
  outbox,
  settings,
  secrets,
} = tables(postgresColumns as unknown as Columns)
