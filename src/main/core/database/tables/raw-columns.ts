import { getTableColumns, type Column } from 'drizzle-orm'
import { toSnakeCase } from 'drizzle-orm/casing'
import type { Tables } from './tables.ts'

export interface RawColumn {
  key: string
  /** The column's name in the database. */
  name: string
  isPrimaryKey: boolean
  column: Column
}

/** A table's columns in order, for the few statements written without the query builder. */
export function rawColumns(table: Tables[keyof Tables]): RawColumn[] {
  return Object.entries(getTableColumns(table) as Record<string, Column>).map(([key, column]) => ({
    key,
    name: toSnakeCase(key),
    isPrimaryKey: column.primary,
    column,
  }))
}

/** A value as the driver takes it, encoded the way the query builder would. */
export function rawValue({ column }: RawColumn, value: unknown): unknown {
  return value === null || value === undefined ? null : column.mapToDriverValue(value)
}
