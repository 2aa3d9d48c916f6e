import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { complaintsOf, describePersonPath, type OpenedApp } from '../e2e/person-path.ts'
import { launchElectron } from './launch.ts'

/** The installed app itself. */
async function openElectron(): Promise<OpenedApp> {
  const dataDir = mkdtempSync(join(tmpdir(), 'mailmanager-electron-path-'))
  let { app, page } = await launchElectron(dataDir)
  let complaints = complaintsOf(page)
  return {
    get page() {
      return page
    },
    get complaints() {
      return complaints
    },
    async killAndReopen() {
      const ended = new Promise((done) => app.process().once('exit', done))
      app.process().kill('SIGKILL')
      await ended
      ;({ app, page } = await launchElectron(dataDir))
      complaints = complaintsOf(page)
    },
    async close() {
      await app.close()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

describePersonPath('real Electron', openElectron)
