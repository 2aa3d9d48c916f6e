import * as p from 'drizzle-orm/pg-core'
import * as s from 'drizzle-orm/sqlite-core'
import { storableText } from '#shared/domain/storable-text.ts'

const sqliteText = s.customType<{ data: string; driverData: string }>({
  dataType: () => 'text',
  toDriver: storableText,
})
const postgresText = p.customType<{ data: string; driverData: string }>({
  dataType: () => 'text',
  toDriver: storableText,
})

// JSON is kept as text on both: jsonb refuses U+0000 and lone surrogates, which mail contains.
const sqliteJson = s.customType<{ data: unknown; driverData: string }>({
  dataType: () => 'text',
  toDriver: (value) => JSON.stringify(value),
  fromDriver: (text): unknown => JSON.parse(text),
})
const postgresJson = p.customType<{ data: unknown; driverData: string }>({
  dataType: () => 'text',
  toDriver: (value) => JSON.stringify(value),
  fromDriver: (text): unknown => JSON.parse(text),
})

const sqliteBytes = s.customType<{ data: Uint8Array; driverData: Uint8Array }>({
  dataType: () => 'blob',
})
const postgresBytes = p.customType<{ data: Uint8Array; driverData: Uint8Array }>({
  dataType: () => 'bytea',
  // node-postgres writes a plain Uint8Array as JSON; a Buffer goes out as bytes.
  toDriver: (bytes) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength),
})

/** The column types that tables use, for SQLite. */
export const sqliteColumns = {
  table: s.sqliteTable,
  index: s.index,
  uniqueIndex: s.uniqueIndex,
  primaryKey: (...columns: [s.AnySQLiteColumn, ...s.AnySQLiteColumn[]]) =>
    s.primaryKey({ columns }),
  text: () => sqliteText(),
  /** A whole number within 32 bits. */
  int: () => s.integer(),
  /** A whole number that JavaScript holds exactly: ids, byte counts. */
  bigint: () => s.integer(),
  /** Milliseconds since the epoch. */
  epochMs: () => s.integer(),
  bool: () => s.integer({ mode: 'boolean' }),
  json: <T>() => sqliteJson().$type<T>(),
  bytes: () => sqliteBytes(),
}

export type Columns = typeof sqliteColumns

/** The same types for Postgres; parity.test.ts checks that the two agree. */
export const postgresColumns = {
  table: p.pgTable,
  index: p.index,
  uniqueIndex: p.uniqueIndex,
  primaryKey: (...columns: [p.AnyPgColumn, ...p.AnyPgColumn[]]) => p.primaryKey({ columns }),
  text: () => postgresText(),
  int: () => p.integer(),
  bigint: () => p.bigint({ mode: 'number' }),
  epochMs: () => p.bigint({ mode: 'number' }),
  bool: () => p.boolean(),
  json: <T>() => postgresJson().$type<T>(),
  bytes: () => postgresBytes(),
}
