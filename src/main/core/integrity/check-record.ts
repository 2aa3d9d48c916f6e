import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { fieldOf } from '#shared/domain/is-record.ts'

/** When the database was last looked through, and whether it was closed in good order. */
export interface CheckRecord {
  /** Whether the last program ended without closing the database: a kill, a crash, a power cut. */
  readonly wasUnclean: boolean
  /** Epoch milliseconds, or null for never. */
  lastCheckedAt(): number | null
  checked(at: number): void
  /** To be called when the database was closed in good order. */
  closed(): void
}

/**
 * Keeps the record in a small file beside the database, which says `isOpen` while the program runs.
 * A file that is missing counts as a new database, one that cannot be read as an unclean end.
 */
export function openCheckRecord(path: string): CheckRecord {
  const before = read(path)
  let lastCheckedAt = before.lastCheckedAt
  const save = (isOpen: boolean): void => {
    const unfinished = `${path}.tmp`
    writeFileSync(unfinished, JSON.stringify({ isOpen, lastCheckedAt }), { mode: 0o600 })
    renameSync(unfinished, path)
  }
  save(true)
  return {
    wasUnclean: before.isOpen,
    lastCheckedAt: () => lastCheckedAt,
    checked(at) {
      lastCheckedAt = at
      save(true)
    },
    closed: () => save(false),
  }
}

function read(path: string): { isOpen: boolean; lastCheckedAt: number | null } {
  try {
    const record: unknown = JSON.parse(readFileSync(path, 'utf8'))
    const at = fieldOf(record, 'lastCheckedAt')
    return {
      isOpen: fieldOf(record, 'isOpen') !== false,
      lastCheckedAt: typeof at === 'number' ? at : null,
    }
  } catch (error) {
    return { isOpen: fieldOf(error, 'code') !== 'ENOENT', lastCheckedAt: null }
  }
}
