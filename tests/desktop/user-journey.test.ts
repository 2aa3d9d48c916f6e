import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { collectPageErrors, describeUserJourney, type OpenedApp } from '../e2e/user-journey.ts'
import { launchDesktop } from '../support/fake-electron/launch-desktop.ts'

/** The real built main, preload, core and renderer, on the stand-in for Electron. */
async function openDesktop(): Promise<OpenedApp> {
  const dataDir = mkdtempSync(join(tmpdir(), 'mailmanager-desktop-path-'))
  let app = await launchDesktop({ dataDir })
  let page = await app.page()
  page.setDefaultTimeout(30_000)
  let complaints = collectPageErrors(page)
  return {
    get page() {
      return page
    },
    get pageErrors() {
      return complaints
    },
    async killAndReopen() {
      app.kill()
      await app.exited
      app = await launchDesktop({ dataDir })
      page = await app.page()
      page.setDefaultTimeout(30_000)
      complaints = collectPageErrors(page)
    },
    async close() {
      await app.quit()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

describeUserJourney('the desktop app on the stand-in', openDesktop)
