import { getTableColumns, type Column, type InferSelectModel } from 'drizzle-orm'
import * as p from 'drizzle-orm/pg-core'
import * as s from 'drizzle-orm/sqlite-core'
import { describe, expect, expectTypeOf, it } from 'vitest'
import { postgresColumns, sqliteColumns } from './columns.ts'
import { postgresTables } from './postgres.ts'
import { sqliteTables } from './sqlite.ts'

interface Json {
  nested: string[]
}

// One column of every kind, with and without a value. Compiling this is half of the test.
const ofSqlite = s.sqliteTable('every_kind', {
  text: sqliteColumns.text().notNull(),
  int: sqliteColumns.int().notNull(),
  bigint: sqliteColumns.bigint().notNull(),
  epochMs: sqliteColumns.epochMs().notNull(),
  bool: sqliteColumns.bool().notNull(),
  json: sqliteColumns.json<Json>().notNull(),
  bytes: sqliteColumns.bytes().notNull(),
  nothing: sqliteColumns.json<Json>(),
})
const ofPostgres = p.pgTable('every_kind', {
  text: postgresColumns.text().notNull(),
  int: postgresColumns.int().notNull(),
  bigint: postgresColumns.bigint().notNull(),
  epochMs: postgresColumns.epochMs().notNull(),
  bool: postgresColumns.bool().notNull(),
  json: postgresColumns.json<Json>().notNull(),
  bytes: postgresColumns.bytes().notNull(),
  nothing: postgresColumns.json<Json>(),
})

interface Row {
  text: string
  int: number
  bigint: number
  epochMs: number
  bool: boolean
  json: Json
  bytes: Uint8Array
  nothing: Json | null
}

describe('the two dialects', () => {
  it('give rows of the same type', () => {
    expect(ofSqlite.bytes.getSQLType()).toBe('blob')
    expect(ofPostgres.bytes.getSQLType()).toBe('bytea')
    expectTypeOf<InferSelectModel<typeof ofSqlite>>().toEqualTypeOf<Row>()
    expectTypeOf<InferSelectModel<typeof ofPostgres>>().toEqualTypeOf<Row>()
  })

  it('have the same column kinds, tables and columns', () => {
    expect(Object.keys(postgresColumns)).toEqual(Object.keys(sqliteColumns))
    const shape = (tables: typeof sqliteTables) =>
      Object.entries(tables).map(([name, table]) => [
        name,
        Object.entries(getTableColumns(table) as Record<string, Column>).map(([key, column]) => [
          key,
          column.notNull,
          column.primary,
        ]),
      ])
    expect(shape(postgresTables)).toEqual(shape(sqliteTables))
  })
})
