import type { Database, Statement } from 'better-sqlite3'

export interface TableCopy {
  table: string
  /** Rows read. */
  read: number
  /** Whether every row could be read. */
  isWhole: boolean
}

/**
 * Makes the source's tables, indexes and triggers in an empty database, with the list of applied
 * migrations, so that a later version brings the copy up to date like any database.
 */
export function copySchema(source: Database, target: Database): void {
  const objects = source
    .prepare<[], { name: string; sql: string }>(
      "select name, sql from sqlite_schema where sql is not null and name not like 'sqlite~_%' escape '~' order by type <> 'table', rowid",
    )
    .all()
  const virtual = objects.filter(({ sql }) => /^create virtual table/iu.test(sql))
  for (const { name, sql } of objects) {
    // The tables behind a virtual table are made by it.
    if (virtual.some((one) => name !== one.name && name.startsWith(`${one.name}_`))) continue
    target.exec(sql)
  }
  copyRows(source, target, '__drizzle_migrations', { tolerant: false })
}

/**
 * Copies a table's rows, keeping those that the target has already.
 *
 * @param tolerant passes over what cannot be read; otherwise that throws
 */
export function copyRows(
  source: Database,
  target: Database,
  table: string,
  { tolerant }: { tolerant: boolean },
): TableCopy {
  const columns = commonColumns(source, target, table)
  if (columns.length === 0) return { table, read: 0, isWhole: true }
  const list = columns.map((column) => `"${column}"`).join(', ')
  const insert = target.prepare(
    `insert into "${table}" (${list}) values (${columns.map(() => '?').join(', ')})
     on conflict do nothing`,
  )
  // Whole numbers may need more than the 53 bits of a JavaScript number.
  const prepare = (sql: string) => source.prepare(sql).raw().safeIntegers()
  if (!tolerant)
    return {
      table,
      read: copyAll(prepare(`select ${list} from "${table}" not indexed`), insert),
      isWhole: true,
    }
  try {
    const read = copyAll(prepare(`select ${list} from "${table}" not indexed`), insert)
    return { table, read, isWhole: true }
  } catch {
    return { table, read: copyReadable(source, insert, table, list), isWhole: false }
  }
}

function copyAll(select: Statement, insert: Statement): number {
  let count = 0
  for (const row of select.iterate()) {
    insert.run(row)
    count += 1
  }
  return count
}

/** Row by row: the ids come from the indexes, which lie on other pages, and from both ends. */
function copyReadable(source: Database, insert: Statement, table: string, list: string): number {
  const select = source
    .prepare(`select ${list} from "${table}" where rowid = ?`)
    .raw()
    .safeIntegers()
  let count = 0
  for (const rowid of readableRowIds(source, table)) {
    try {
      const row: unknown = select.get(rowid)
      if (row === undefined) continue
      insert.run(row)
      count += 1
    } catch {
      // This row lies on a page that cannot be read.
    }
  }
  return count
}

function readableRowIds(source: Database, table: string): Set<bigint> {
  const found = new Set<bigint>()
  const indexes = attempt(
    () =>
      source
        .prepare<[string], string>(
          "select name from sqlite_schema where type = 'index' and tbl_name = ? and (sql is null or sql not like '% where %')",
        )
        .pluck()
        .all(table),
    [],
  )
  const scans = [
    ...indexes.flatMap((name) => [`select rowid from "${table}" indexed by "${name}"`]),
    `select rowid from "${table}" not indexed order by rowid`,
    `select rowid from "${table}" not indexed order by rowid desc`,
  ]
  for (const scan of scans) {
    attempt(() => {
      const statement = source.prepare<[], bigint>(scan).pluck().safeIntegers()
      for (const rowid of statement.iterate()) found.add(rowid)
    }, undefined)
  }
  return found
}

function commonColumns(source: Database, target: Database, table: string): string[] {
  const columnsOf = (database: Database) =>
    database.prepare<[string], string>('select name from pragma_table_info(?)').pluck().all(table)
  const known = new Set(columnsOf(source))
  return columnsOf(target).filter((column) => known.has(column))
}

function attempt<T>(work: () => T, otherwise: T): T {
  try {
    return work()
  } catch {
    return otherwise
  }
}
