/**
 * `npm run test:electron`: the specifications in tests/electron, on real Electron.
 * Ends with code 2 where its binary is not to be had; docs/electron.md says what stays unproven.
 */
import { buildIfNeeded, ROOT } from './build/build-if-needed.ts'
import { findOrDownloadElectron } from './build/electron-binary.ts'
import { runVitest } from './build/run-vitest.ts'

const electron = findOrDownloadElectron(ROOT)
if (electron === null) {
  process.stderr.write('Electron’s binary could not be downloaded: this cannot run here.\n')
  process.exitCode = 2
} else {
  buildIfNeeded()
  process.exitCode = runVitest(
    ['--config', 'tests/electron/vitest.config.ts', ...process.argv.slice(2)],
    {
      MAILMANAGER_TEST_ELECTRON: electron,
    },
  )
}
