import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { damagedPartSchema, type DamagedPart } from '#shared/contract/enums.ts'
import { fieldOf } from '#shared/domain/is-record.ts'

/** When the database was last looked through, and whether it was closed in good order. */
export interface CheckRecord {
  /** Whether the last program ended without closing the database: a kill, a crash, a power cut. */
  readonly wasUnclean: boolean
  /** Epoch milliseconds, or null for never. */
  lastCheckedAt(): number | null
  checked(at: number, damagedParts: DamagedPart[]): void
  /** What the last check found damaged beyond repair; said again at the next start. */
  damagedParts(): DamagedPart[]
  /** To be called when the database was closed in good order. */
  closed(): void
}

/**
 * Keeps the record in a small file beside the database, which says `isOpen` while the program runs.
 * A file that is missing counts as a new database, one that cannot be read as an unclean end.
 */
export function openCheckRecord(path: string): CheckRecord {
  const before = read(path)
  let { lastCheckedAt, damagedParts } = before
  const save = (isOpen: boolean): void => {
    const unfinished = `${path}.tmp`
    writeFileSync(unfinished, JSON.stringify({ isOpen, lastCheckedAt, damagedParts }), {
      mode: 0o600,
    })
    renameSync(unfinished, path)
  }
  save(true)
  return {
    wasUnclean: before.isOpen,
    lastCheckedAt: () => lastCheckedAt,
    damagedParts: () => damagedParts,
    checked(at, parts) {
      lastCheckedAt = at
      damagedParts = parts
      save(true)
    },
    closed: () => save(false),
  }
}

interface StoredRecord {
  isOpen: boolean
  lastCheckedAt: number | null
  damagedParts: DamagedPart[]
}

function read(path: string): StoredRecord {
  try {
    const record: unknown = JSON.parse(readFileSync(path, 'utf8'))
    const at = fieldOf(record, 'lastCheckedAt')
    return {
      isOpen: fieldOf(record, 'isOpen') !== false,
      lastCheckedAt: typeof at === 'number' ? at : null,
      damagedParts: damagedPartSchema.array().catch([]).parse(fieldOf(record, 'damagedParts')),
    }
  } catch (error) {
    return { isOpen: fieldOf(error, 'code') !== 'ENOENT', lastCheckedAt: null, damagedParts: [] }
  }
}
