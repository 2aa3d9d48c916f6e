import { getTableName } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { BACKED_UP_TABLES, ONLY_HERE, SALVAGED_TABLES } from './only-here.ts'
import { sqliteTables } from './sqlite.ts'

describe('what exists only here', () => {
  it('is decided for every table, under its name in the database', () => {
    expect(Object.keys(ONLY_HERE).toSorted()).toEqual(Object.keys(sqliteTables).toSorted())
    const names = Object.values(sqliteTables).map((table) => getTableName(table))
    expect(names).toEqual(expect.arrayContaining([...BACKED_UP_TABLES, ...SALVAGED_TABLES]))
  })

  it('is what a person wrote or chose; mail is not, and a change on its way is not backed up', () => {
    expect(BACKED_UP_TABLES).toEqual(
      expect.arrayContaining(['drafts', 'outbox', 'outbox_files', 'accounts', 'settings']),
    )
    expect(BACKED_UP_TABLES).not.toContain('messages')
    expect(BACKED_UP_TABLES).not.toContain('pending_changes')
    expect(SALVAGED_TABLES).toContain('pending_changes')
  })
})
