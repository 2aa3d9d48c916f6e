import { randomUUID } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { fieldOf } from '#shared/domain/is-record.ts'

/**
 * The name of this host among those that share a database. It stays the same after a restart, as long
 * as the data folder does, so that a host gets back at once what it held when it was killed. The
 * computer's name is part of it: a data folder copied to another computer is another host.
 */
export function readHostId(dataDir: string): string {
  const file = join(dataDir, 'host-id')
  return `${hostname()} ${readOrCreate(file)}`
}

function readOrCreate(file: string): string {
  try {
    const stored = readFileSync(file, 'utf8').trim()
    if (stored !== '') return stored
  } catch (error) {
    if (fieldOf(error, 'code') !== 'ENOENT') throw error
  }
  const id = randomUUID()
  writeFileSync(file, `${id}\n`, { mode: 0o600 })
  return id
}
