import { createHash } from 'node:crypto'
import { existsSync, globSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** What the build reads. A change to any of these makes out/ stale. */
const SOURCES = [
  'src/**/*',
  'simulator/**/*',
  'electron.vite.config.ts',
  'package.json',
  'package-lock.json',
  'tsconfig*.json',
]
const STAMP = 'out/.sources'

/**
 * A digest of the sources' names, sizes and modification times. Reading every file would cost more
 * than it tells: a build too many is harmless, a build too few is what touching files prevents.
 */
export function digestSources(root: string): string {
  const files = globSync(SOURCES, { cwd: root })
    .filter((file) => !/\.test\.tsx?$/u.test(file))
    .sort()
  const digest = createHash('sha256')
  for (const file of files) {
    const stat = statSync(join(root, file))
    if (stat.isFile()) digest.update(`${file}\0${stat.size}\0${stat.mtimeMs}\n`)
  }
  return digest.digest('hex')
}

/** True where out/ was built from the sources as they stand. */
export function isBuildCurrent(root: string): boolean {
  const stamp = join(root, STAMP)
  if (!existsSync(stamp) || !existsSync(join(root, 'out/main/server.js'))) return false
  return readFileSync(stamp, 'utf8') === digestSources(root)
}

/** Remembers what out/ was built from. */
export function writeBuildStamp(root: string, digest: string): void {
  const stamp = join(root, STAMP)
  mkdirSync(dirname(stamp), { recursive: true })
  writeFileSync(stamp, digest)
}
