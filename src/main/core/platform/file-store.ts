import { fieldOf } from '#shared/domain/is-record.ts'
import { createHash, randomUUID } from 'node:crypto'
import { mkdir, open, readFile, rename } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { FileStore } from '../ports/services.ts'

/**
 * Files named after the SHA-256 of their content, under two-letter folders. The same attachment
 * in ten messages is one file, and a half-written file can never be mistaken for a whole one.
 */
export function createFileStore(folder: string): FileStore {
  const pathOf = (hash: string): string => join(folder, hash.slice(0, 2), hash)
  return {
    async put(bytes) {
      const hash = createHash('sha256').update(bytes).digest('hex')
      const path = pathOf(hash)
      await mkdir(dirname(path), { recursive: true })
      const unfinished = `${path}.${randomUUID()}.part`
      const file = await open(unfinished, 'w', 0o600)
      try {
        await file.writeFile(bytes)
        await file.sync()
      } finally {
        await file.close()
      }
      await rename(unfinished, path)
      return hash
    },
    async get(hash) {
      if (!/^[0-9a-f]{64}$/u.test(hash)) return null
      try {
        const bytes = await readFile(pathOf(hash))
        const actual = createHash('sha256').update(bytes).digest('hex')
        return actual === hash ? new Uint8Array(bytes) : null
      } catch (error) {
        if (fieldOf(error, 'code') === 'ENOENT') return null
        throw error
      }
    },
  }
}
