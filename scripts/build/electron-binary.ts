import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** The Electron executable that is already on this machine, or null. */
export function findInstalledElectron(root: string): string | null {
  const named = process.env['ELECTRON_EXEC_PATH']
  if (named) return named
  const home = join(root, 'node_modules/electron')
  const pathFile = join(home, 'path.txt')
  if (!existsSync(pathFile)) return null
  const executable = join(home, 'dist', readFileSync(pathFile, 'utf8').trim())
  return existsSync(executable) ? executable : null
}

/**
 * The Electron executable, downloaded by Electron's own installer where it is not here yet (`npm
 * ci` does not download it). Null where that cannot be done, for instance without a network.
 */
export function findOrDownloadElectron(root: string): string | null {
  const installed = findInstalledElectron(root)
  if (installed !== null) return installed
  process.stderr.write('Downloading Electron (once)…\n')
  spawnSync(process.execPath, [join(root, 'node_modules/electron/install.js')], {
    cwd: root,
    stdio: 'ignore',
    timeout: 300_000,
  })
  return findInstalledElectron(root)
}
