import { existsSync, readdirSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import type { BackupInfo, BackupKind } from '../../../ports/integrity.ts'

/** Newest first, how many of each kind are kept. */
const GENERATIONS: Record<BackupKind, number> = {
  daily: 7,
  'before-update': 3,
  'before-recovery': 3,
}
const KINDS: readonly BackupKind[] = ['daily', 'before-update', 'before-recovery']
const NAME = /^(daily|before-update|before-recovery)-(\d+)\.db$/u

/** Where a new backup goes. The name holds when it was made, in epoch milliseconds. */
export function backupPath(folder: string, kind: BackupKind, now: number): string {
  return join(folder, `${kind}-${now}.db`)
}

/** The backups of a folder, newest first. Files with other names are nobody's business here. */
export function listBackups(folder: string): BackupInfo[] {
  if (!existsSync(folder)) return []
  return readdirSync(folder)
    .flatMap((name) => {
      const match = NAME.exec(name)
      const kind = KINDS.find((one) => one === match?.[1])
      if (kind === undefined) return []
      return [
        { name, kind, madeAt: Number(match?.[2]), sizeBytes: statSync(join(folder, name)).size },
      ]
    })
    .toSorted((a, b) => b.madeAt - a.madeAt)
}

/** Deletes the oldest of each kind beyond the generations that are kept. */
export function pruneBackups(folder: string): void {
  const seen = new Map<BackupKind, number>()
  for (const { name, kind } of listBackups(folder)) {
    const count = (seen.get(kind) ?? 0) + 1
    seen.set(kind, count)
    if (count > GENERATIONS[kind]) rmSync(join(folder, name), { force: true })
  }
}

/** How much of what a person wrote a backup holds; null where it cannot be read. */
export function countsOf(
  path: string,
): { mailboxes: number; accounts: number; drafts: number; outgoing: number } | null {
  let database: Sqlite.Database | null = null
  try {
    database = new Sqlite(path, { readonly: true, fileMustExist: true })
    const opened = database
    const count = (table: string) =>
      Number(opened.prepare(`select count(*) from "${table}"`).pluck().get())
    return {
      mailboxes: count('mailboxes'),
      accounts: count('accounts'),
      drafts: count('drafts'),
      outgoing: count('outbox'),
    }
  } catch {
    return null
  } finally {
    database?.close()
  }
}
