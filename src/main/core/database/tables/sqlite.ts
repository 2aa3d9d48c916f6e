import { sqliteColumns } from './columns.ts'
import { tables } from './tables.ts'
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
} = tables(sqliteColumns)
