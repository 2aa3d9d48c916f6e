import { spawnSync } from 'node:child_process'
import { resolve } from 'node:path'
import { isBuildCurrent, writeBuildStamp, digestSources } from './build-stamp.ts'

export const ROOT = resolve(import.meta.dirname, '../..')

/**
 * Builds out/ where the sources changed since it was built. One line on standard error says so;
 * the build's own output is shown only when it fails, and then the process ends with code 1.
 */
export function buildIfNeeded(): void {
  if (isBuildCurrent(ROOT)) return
  process.stderr.write('Building MailManager (a few seconds, only after a change)…\n')
  const digest = digestSources(ROOT)
  const build = spawnSync(
    process.execPath,
    [resolve(ROOT, 'node_modules/electron-vite/bin/electron-vite.js'), 'build'],
    { cwd: ROOT, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] },
  )
  if (build.status !== 0) {
    process.stderr.write(`${build.stdout}${build.stderr}\nThe build failed.\n`)
    process.exit(1)
  }
  writeBuildStamp(ROOT, digest)
}
