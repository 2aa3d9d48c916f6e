import type { DamagedPart } from '#shared/contract/enums.ts'

const PARTS: Record<string, DamagedPart> = {
  sqlite_schema: 'file',
  __drizzle_migrations: 'file',
  drafts: 'drafts',
  draft_files: 'drafts',
  outbox: 'outgoing',
  outbox_files: 'outgoing',
  files: 'outgoing',
  users: 'accounts',
  sessions: 'accounts',
  mailboxes: 'accounts',
  accounts: 'accounts',
  settings: 'accounts',
  secrets: 'accounts',
}

/** What damaged tables mean to a person, each part once. All other tables hold fetched mail. */
export function damagedPartsOf(tables: string[]): DamagedPart[] {
  return [...new Set(tables.map((table) => PARTS[table] ?? 'mail'))]
}
