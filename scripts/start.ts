/**
 * `npm start` opens MailManager; `npm run demo` opens it with demo mail in a folder of its own.
 * Where Electron's binary cannot be had, the same app opens in the browser from the headless host.
 */
import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import envPaths from 'env-paths'
import open from 'open'
import type { RunningServer } from '../src/main/server.ts'
import { buildIfNeeded, ROOT } from './build/build-if-needed.ts'
import { findOrDownloadElectron } from './build/electron-binary.ts'

const isDemo = process.argv.includes('--demo')
const passedOn = process.argv.slice(2).filter((argument) => argument !== '--demo')
if (isDemo) {
  const dataDir = process.env['MAILMANAGER_DATA_DIR'] ?? join(platformDataDir(), 'demo')
  mkdirSync(dataDir, { recursive: true })
  process.env['MAILMANAGER_DATA_DIR'] = dataDir
  process.env['MAILMANAGER_DEMO'] = '1'
}
buildIfNeeded()

const electron = findOrDownloadElectron(ROOT)
if (electron === null) await openInBrowser()
else openInElectron(electron)

function openInElectron(executable: string): void {
  const app = spawn(executable, [ROOT, ...passedOn], { stdio: 'inherit' })
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => app.kill(signal))
  app.on('error', (error) => {
    process.stderr.write(`Electron could not be started: ${error.message}\n`)
    process.exitCode = 1
  })
  app.on('exit', (code, signal) => {
    process.exitCode = signal === null ? (code ?? 0) : 1
  })
}

async function openInBrowser(): Promise<void> {
  process.stderr.write(
    'Electron’s binary could not be downloaded, so MailManager opens in your browser instead.\n',
  )
  const choosesPort = passedOn.some((argument) => argument.startsWith('--port'))
  process.env['MAILMANAGER_TOKEN'] ??= randomBytes(32).toString('base64url')
  process.argv.splice(2, Infinity, ...passedOn, ...(isDemo && !choosesPort ? ['--port', '0'] : []))
  const entry = pathToFileURL(join(ROOT, 'out/main/server.js')).href
  const { running } = (await import(entry)) as { running: RunningServer }
  process.stderr.write(`Open it here: ${running.entryUrl}\n`)
  const browser = await open(running.entryUrl)
  // Without a browser (a server, a container) the line above is what there is.
  browser.on('error', () => process.stderr.write('No browser could be started here.\n'))
}

function platformDataDir(): string {
  return envPaths('MailManager', { suffix: '' }).data
}
