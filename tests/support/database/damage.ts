import { closeSync, openSync, writeSync } from 'node:fs'
import Sqlite from 'better-sqlite3'

const PAGE_BYTES = 4096

/** Page numbers of a table's or index's leaves, in order. */
export function leafPages(file: string, name: string): number[] {
  const database = new Sqlite(file, { readonly: true })
  try {
    return database
      .prepare<[string], number>(
        "select pageno from dbstat where name = ? and pagetype = 'leaf' order by path",
      )
      .pluck()
      .all(name)
  } finally {
    database.close()
  }
}

/** Fills pages of a closed database with what is no page of a database. */
export function destroyPages(file: string, pages: number[]): void {
  const handle = openSync(file, 'r+')
  try {
    for (const page of pages) {
      writeSync(handle, Buffer.alloc(PAGE_BYTES, 0xa5), 0, PAGE_BYTES, (page - 1) * PAGE_BYTES)
    }
  } finally {
    closeSync(handle)
  }
}
