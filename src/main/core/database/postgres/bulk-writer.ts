import { fieldOf } from '#shared/domain/is-record.ts'
import { BULK_TABLES, type BulkTable, type BulkWriter } from '../repositories/db-session.ts'
import { rawColumns, rawValue, type RawColumn } from '../tables/raw-columns.ts'
import type { Tables } from '../tables/tables.ts'
import type { Query } from './query.ts'

/** One statement per batch, with a column as one array parameter: no limit on rows, one plan. */
export function postgresBulkWriter(query: Query, tables: Tables): BulkWriter {
  const columnsOf = (table: BulkTable) => rawColumns(tables[table])
  async function insert(table: BulkTable, rows: object[], onConflict: string) {
    if (rows.length === 0) return
    const columns = columnsOf(table)
    const list = columns.map(({ name }) => `"${name}"`).join(', ')
    await query(
      `insert into "${BULK_TABLES[table].name}" (${list})
       select * from ${unnested(columns)} as rows (${list}) ${onConflict}`,
      arraysOf(columns, rows),
    )
  }

  return {
    async insert(table, rows) {
      await insert(table, rows, '')
    },
    async upsert(table, rows) {
      const key: readonly string[] = BULK_TABLES[table].key
      const overwritten = columnsOf(table)
        .filter(({ name }) => !key.includes(name))
        .map(({ name }) => `"${name}" = excluded."${name}"`)
      await insert(
        table,
        rows,
        `on conflict (${key.map((name) => `"${name}"`).join(', ')})
         do update set ${overwritten.join(', ')}`,
      )
    },
    async updateMessages(changing, rows) {
      if (rows.length === 0) return
      const columns = columnsOf('messages').filter(
        ({ key }) => key === 'id' || changing.some((name) => name === key),
      )
      const list = columns.map(({ name }) => `"${name}"`).join(', ')
      const assignments = columns
        .filter((column) => !column.isPrimaryKey)
        .map(({ name }) => `"${name}" = changed."${name}"`)
      await query(
        `update "messages" set ${assignments.join(', ')}
         from (select * from ${unnested(columns)} as rows (${list})) as changed
         where "messages"."id" = changed."id"`,
        arraysOf(columns, rows),
      )
    },
  }
}

function unnested(columns: RawColumn[]): string {
  const arrays = columns.map(({ column }, index) => `$${index + 1}::${column.getSQLType()}[]`)
  return `unnest(${arrays.join(', ')})`
}

function arraysOf(columns: RawColumn[], rows: object[]): unknown[][] {
  return columns.map((column) => rows.map((row) => rawValue(column, fieldOf(row, column.key))))
}
