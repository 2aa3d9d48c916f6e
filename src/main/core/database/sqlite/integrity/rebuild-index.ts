import type { Database } from 'better-sqlite3'

/**
 * Makes an index again from its table. REINDEX empties the old one first and fails where one of its
 * pages cannot be read; then the old pages are left behind unused, and a new index takes its name.
 */
export function rebuildIndex(database: Database, name: string): void {
  try {
    database.exec(`reindex "${name}"`)
  } catch (error) {
    if (!isCorrupt(error)) throw error
    database.transaction(() => replaceIndex(database, name))()
  }
}

function replaceIndex(database: Database, name: string): void {
  const index = database
    .prepare<[string], { sql: string | null; tableName: string }>(
      "select sql, tbl_name as tableName from sqlite_schema where type = 'index' and name = ?",
    )
    .get(name)
  if (index === undefined) throw new Error(`There is no index ${name}`)
  if (index.sql !== null) {
    editSchema(database, () => {
      database.prepare('delete from sqlite_schema where name = ?').run(name)
    })
    database.exec(index.sql)
    return
  }
  // The index of a primary key or UNIQUE cannot be made by its name: another one is made, and its
  // pages are given to the old name.
  const columns = database
    .prepare<[string], string>('select name from pragma_index_info(?) order by seqno')
    .pluck()
    .all(name)
  const list = columns.map((column) => `"${column}"`).join(', ')
  database.exec(`create unique index "rebuilt_index" on "${index.tableName}" (${list})`)
  editSchema(database, () => {
    database
      .prepare(
        `update sqlite_schema set rootpage =
           (select rootpage from sqlite_schema where name = 'rebuilt_index') where name = ?`,
      )
      .run(name)
    database.exec("delete from sqlite_schema where name = 'rebuilt_index'")
  })
}

/**
 * Changes the list of tables and indexes itself (sqlite.org/pragma.html#pragma_writable_schema),
 * which drops something without touching its pages. To be used inside a transaction.
 */
export function editSchema(database: Database, edit: () => void): void {
  database.unsafeMode(true)
  try {
    database.pragma('writable_schema = on')
    edit()
    const version = Number(database.pragma('schema_version', { simple: true }))
    // Every other connection reads the list again.
    database.pragma(`schema_version = ${version + 1}`)
  } finally {
    // Also reads the list again on this connection.
    database.pragma('writable_schema = reset')
    database.unsafeMode(false)
  }
}

/** Whether SQLite met a page that it cannot read. */
export function isCorrupt(error: unknown): boolean {
  return (
    error instanceof Error && 'code' in error && String(error.code).startsWith('SQLITE_CORRUPT')
  )
}
