import { closeSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync } from 'node:fs'
import { dirname } from 'node:path'
import Sqlite, { type Database } from 'better-sqlite3'
import { BACKED_UP_TABLES } from '../../tables/only-here.ts'
import { createOwnerOnly } from '../owner-only.ts'
import { copyRows, copySchema } from './copy-rows.ts'

/**
 * Copies what exists only here into a new database file: whole and read back, or not at all. Reads
 * one moment of the source, and changes nothing in it.
 *
 * @throws SqliteError where a row cannot be read or the disk is full
 */
export function backUpFile(file: string, target: string): void {
  const unfinished = `${target}.part`
  mkdirSync(dirname(target), { recursive: true, mode: 0o700 })
  rmSync(unfinished, { force: true })
  createOwnerOnly(unfinished)
  const source = new Sqlite(file, { readonly: true, fileMustExist: true })
  try {
    const counts = copyInto(source, unfinished)
    readBack(unfinished, counts)
    flush(unfinished)
    renameSync(unfinished, target)
    if (process.platform !== 'win32') flush(dirname(target))
  } catch (error) {
    rmSync(unfinished, { force: true })
    throw error
  } finally {
    source.close()
  }
}

function copyInto(source: Database, path: string): Map<string, number> {
  const target = new Sqlite(path)
  try {
    // One reader sees it only when it is whole, so it needs no journal.
    target.pragma('journal_mode = off')
    target.pragma('foreign_keys = off')
    source.exec('begin')
    target.exec('begin')
    copySchema(source, target)
    const counts = new Map<string, number>()
    for (const table of BACKED_UP_TABLES) {
      counts.set(table, copyRows(source, target, table, { tolerant: false }).read)
    }
    target.exec('commit')
    source.exec('commit')
    return counts
  } finally {
    target.close()
  }
}

function readBack(path: string, counts: Map<string, number>): void {
  const written = new Sqlite(path, { readonly: true })
  try {
    const verdict = written.pragma('integrity_check(1)', { simple: true })
    if (verdict !== 'ok') throw new Error(`The backup cannot be read back: ${String(verdict)}`)
    for (const [table, expected] of counts) {
      if (expected === 0) continue
      const found = written.prepare(`select count(*) from "${table}"`).pluck().get()
      if (found !== expected) throw new Error(`The backup lost rows of ${table}`)
    }
  } finally {
    written.close()
  }
}

function flush(path: string): void {
  // A file is flushed through a writable handle on Windows; a folder can only be opened to read.
  const handle = openSync(path, path.endsWith('.part') ? 'r+' : 'r')
  try {
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
}
