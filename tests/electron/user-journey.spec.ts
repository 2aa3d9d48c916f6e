import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { collectPageErrors, describeUserJourney, type OpenedApp } from '../e2e/user-journey.ts'
import { launchElectron } from './launch-electron.ts'

/** The installed app itself. */
async function openElectron(): Promise<OpenedApp> {
  const dataDir = mkdtempSync(join(tmpdir(), 'mailmanager-electron-path-'))
  let { app, page } = await launchElectron(dataDir)
  let complaints = collectPageErrors(page)
  return {
    get page() {
      return page
    },
    get pageErrors() {
      return complaints
    },
    async killAndReopen() {
      const ended = new Promise((done) => app.process().once('exit', done))
      app.process().kill('SIGKILL')
      await ended
      ;({ app, page } = await launchElectron(dataDir))
      complaints = collectPageErrors(page)
    },
    async close() {
      await app.close()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

describeUserJourney('real Electron', openElectron)
