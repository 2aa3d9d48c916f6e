import type { Database } from 'better-sqlite3'
import type { BulkWriter } from '../repositories/session.ts'
import { rawColumns, rawValue, type RawColumn } from '../tables/raw-rows.ts'
import type { Tables } from '../tables/tables.ts'

/** One prepared statement run per row: about ten times faster here than the query builder. */
export function sqliteBulkWriter(database: Database, tables: Tables): BulkWriter {
  const upserts = {
    messages: upsertInto(database, 'messages', rawColumns(tables.messages)),
    messageContents: upsertInto(database, 'message_contents', rawColumns(tables.messageContents)),
  }
  const messageColumns = rawColumns(tables.messages)
  return {
    async upsert(table, rows) {
      upserts[table](rows)
    },
    async updateMessages(columns, rows) {
      if (rows.length === 0) return
      const changing = messageColumns.filter((column) => columns.some((key) => key === column.key))
      const assignments = changing.map(({ name }) => `"${name}" = ?`).join(', ')
      const statement = database.prepare(`update "messages" set ${assignments} where "id" = ?`)
      for (const row of rows) statement.run(...valuesOf(changing, row), row.id)
    },
  }
}

function upsertInto(database: Database, table: string, columns: RawColumn[]) {
  const names = columns.map(({ name }) => `"${name}"`)
  const key = columns.find((column) => column.isPrimaryKey)
  if (!key) throw new Error(`${table} has no primary key of one column`)
  const overwritten = columns
    .filter((column) => column !== key)
    .map(({ name }) => `"${name}" = excluded."${name}"`)
  const statement = database.prepare(
    `insert into "${table}" (${names.join(', ')}) values (${names.map(() => '?').join(', ')})
     on conflict ("${key.name}") do update set ${overwritten.join(', ')}`,
  )
  return (rows: object[]): void => {
    for (const row of rows) statement.run(...valuesOf(columns, row))
  }
}

function valuesOf(columns: RawColumn[], row: object): unknown[] {
  const byKey = row as Record<string, unknown>
  return columns.map((column) => rawValue(column, byKey[column.key]))
}
