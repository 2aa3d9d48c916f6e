/**
 * `npm run test:electron`: the desktop specifications on real Electron instead of the stand-in.
 * Ends with code 2 where its binary is not to be had; docs/electron.md says what stays unproven.
 */
import { buildIfNeeded, ROOT } from './build/build-if-needed.ts'
import { obtainElectron } from './build/electron-binary.ts'
import { requireNodeVersion } from './build/node-version.ts'
import { runVitest } from './build/run-vitest.ts'

requireNodeVersion()
const electron = obtainElectron(ROOT)
if (electron === null) {
  process.stderr.write('Electron’s binary could not be downloaded: this cannot run here.\n')
  process.exitCode = 2
} else {
  buildIfNeeded()
  process.exitCode = runVitest(['tests/desktop', ...process.argv.slice(2)], {
    MAILMANAGER_TEST_ELECTRON: electron,
  })
}
