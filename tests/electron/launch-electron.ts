import { resolve } from 'node:path'
import { _electron, type ElectronApplication, type Page } from 'playwright-core'

const ROOT = resolve(import.meta.dirname, '../..')

/** Starts the built app on real Electron and waits until its page has the bridge. */
export async function launchElectron(
  dataDir: string,
): Promise<{ app: ElectronApplication; page: Page }> {
  const executablePath = process.env['MAILMANAGER_TEST_ELECTRON']
  if (executablePath === undefined) throw new Error('Run this with npm run test:electron')
  const root = process.getuid?.() === 0 ? ['--no-sandbox'] : []
  const app = await _electron.launch({
    executablePath,
    args: [...root, ROOT],
    env: {
      ...(process.env as Record<string, string>),
      MAILMANAGER_DATA_DIR: dataDir,
      MAILMANAGER_TOKEN_STORE: 'encrypted-file',
    },
  })
  const page = await app.firstWindow()
  page.setDefaultTimeout(10_000)
  await page.waitForFunction(() => 'mailmanager' in globalThis)
  return { app, page }
}
