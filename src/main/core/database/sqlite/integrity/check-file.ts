import Sqlite, { type Database } from 'better-sqlite3'
import type { IntegrityFindings } from '../../../ports/integrity.ts'

// Every table is checked alone, so that one that cannot be read hides nothing about the others.
// sqlite_schema stands for the list of free pages as well.
const SCHEMA_TABLE = 'sqlite_schema'
const SEARCH_TABLES =
  /^(?:message_search|recent_search)(?:_data|_idx|_content|_docsize|_config)?$|^search_(?:vocabulary|window)$/u

/**
 * Reads every page of the file on a read-only connection: `PRAGMA quick_check`, which asks FTS5 to
 * check itself as well (sqlite.org/pragma.html#pragma_integrity_check).
 *
 * @param thorough `integrity_check`, which also compares every index with its table
 * @throws SqliteError where not even the list of tables can be read
 */
export function checkSqliteFile(file: string, thorough: boolean): IntegrityFindings {
  const database = new Sqlite(file, { readonly: true, fileMustExist: true })
  try {
    return checkTables(database, thorough ? 'integrity_check' : 'quick_check')
  } finally {
    database.close()
  }
}

function checkTables(database: Database, pragma: string): IntegrityFindings {
  const objects = database
    .prepare<[], SchemaObject>(
      'select name, type, tbl_name as tableName, rootpage as root from sqlite_schema',
    )
    .all()
  const roots = new Map(objects.map((object) => [object.root, object]))
  const tables = new Set<string>()
  const indexes = new Set<string>()
  const details: string[] = []
  let isSearchIndexDamaged = false

  const names = objects.filter(({ type }) => type === 'table').map(({ name }) => name)
  for (const table of [SCHEMA_TABLE, ...names]) {
    const lines = problemsOf(database, pragma, table)
    if (lines.length === 0) continue
    details.push(...lines.map((line) => `${table}: ${line}`))
    if (SEARCH_TABLES.test(table)) {
      isSearchIndexDamaged = true
      continue
    }
    for (const line of lines) {
      const index = indexNamedIn(line, roots)
      if (index !== null) indexes.add(index)
      else tables.add(table)
    }
  }
  // A table that cannot be read takes its indexes with it.
  const rebuildable = [...indexes].filter((name) => {
    const owner = objects.find((object) => object.name === name)?.tableName
    return owner !== undefined && !tables.has(owner)
  })
  return { tables: [...tables], indexes: rebuildable, isSearchIndexDamaged, details }
}

interface SchemaObject {
  name: string
  type: string
  tableName: string
  root: number
}

/** SQLite's own lines about one table and its indexes; none where all is well. */
function problemsOf(database: Database, pragma: string, table: string): string[] {
  const lines: string[] = []
  try {
    const statement = database.prepare<[], string>(`pragma ${pragma}("${table}")`).pluck()
    for (const line of statement.iterate()) lines.push(...line.split('\n'))
  } catch (error) {
    // It ends early at a page that cannot be read; what it said until then may be about an index.
    lines.push(error instanceof Error ? error.message : String(error))
  }
  return lines.filter((line) => line !== 'ok' && !line.startsWith('*** in database'))
}

const INDEX_LINE = /(?:wrong # of entries in|missing from|non-unique entry in) index (\S+)$/u

function indexNamedIn(line: string, roots: Map<number, SchemaObject>): string | null {
  const named = INDEX_LINE.exec(line)?.[1]
  if (named !== undefined) return named
  const root = /^Tree (\d+) /u.exec(line)?.[1]
  const object = root === undefined ? undefined : roots.get(Number(root))
  return object?.type === 'index' ? object.name : null
}
