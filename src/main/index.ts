import { app, BrowserWindow, dialog, ipcMain, Menu, nativeTheme, powerMonitor } from 'electron'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { COMMAND_CHANNEL, EVENT_CHANNEL, type ShellCommand } from '#shared/bridge.ts'
import { settings } from '#shared/contract/settings.ts'
import type { CoreEvent } from '#shared/events.ts'
import { createLogger } from '#core/platform/logger.ts'
import { handleRendererCalls } from '#hosts/ipc/renderer-calls.ts'
import { parseFromCore, type FromCore } from '#hosts/ipc/protocol.ts'
import { createCoreSupervisor, type CoreProcess } from '#hosts/ipc/core-supervisor.ts'
import { APP_ORIGIN, registerAppScheme, serveRenderer } from './shell/app-protocol.ts'
import { forkUtilityProcess } from './shell/fork-utility-process.ts'
import { guardPages, openExternal } from './shell/page-guards.ts'
import { findMailtoUrl, menuTemplate } from './shell/menu.ts'
import { syncOnWake } from './shell/sync-on-wake.ts'
import { openWindow } from './shell/window.ts'

/** Electron's main process: windows, menu and the way to the core. It does no work of its own. */
const here = import.meta.dirname
const logger = createLogger(process.env['MAILMANAGER_LOG_LEVEL'] ?? 'info')
/** Set by `npm run dev`: vite's server, with live reload. */
const devServer = app.isPackaged ? undefined : process.env['ELECTRON_RENDERER_URL']
const pageOrigin = devServer === undefined ? APP_ORIGIN : new URL(devServer).origin

app.setName('MailManager')
useProfileInDataDir(process.env['MAILMANAGER_DATA_DIR'])

const core = createCoreSupervisor({
  fork: forkCore,
  onEvent: forwardEvent,
  async onShellRequest({ url }) {
    if (!(await openExternal(url))) throw new Error('That address may not be opened')
  },
  onFailure: ({ message }) => dialog.showErrorBox('MailManager cannot start', message),
  logger,
  delay(ms, task) {
    const timer = setTimeout(task, ms)
    return () => clearTimeout(timer)
  },
})

if (app.requestSingleInstanceLock()) start()
else app.quit()

function start(): void {
  registerAppScheme()
  app.on('second-instance', (_event, argv) => {
    showWindow()
    composeFrom(argv)
  })
  app.on('open-url', (event, url) => {
    event.preventDefault()
    // macOS may send this before there can be a window.
    void app.whenReady().then(() => composeFrom([url]))
  })
  app.on('activate', showWindow)
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit()
  })
  quitAfterCore()
  app.whenReady().then(ready, (error: unknown) => {
    logger.error({ err: error }, 'Electron did not become ready')
    app.exit(1)
  })
}

function ready(): void {
  guardPages(pageOrigin)
  serveRenderer(join(here, '../renderer'))
  handleRendererCalls({
    ipc: ipcMain,
    call: core.call,
    upload: core.upload,
    trustedOrigins: [pageOrigin],
    logger,
  })
  const development = !app.isPackaged
  Menu.setApplicationMenu(
    Menu.buildFromTemplate(
      menuTemplate({ platform: process.platform, development, send: sendCommand }),
    ),
  )
  core.start()
  syncOnWake({
    power: powerMonitor,
    isForeground: () => BrowserWindow.getFocusedWindow() !== null,
    call: core.call,
  })
  void followTheme()
  showWindow()
  composeFrom(process.argv)
}

/** An instance with data of its own has a browser profile, and an instance lock, of its own. */
function useProfileInDataDir(dataDir: string | undefined): void {
  if (dataDir === undefined || dataDir === '') return
  const profile = join(dataDir, 'desktop')
  mkdirSync(profile, { recursive: true })
  app.setPath('userData', profile)
}

function forkCore(): CoreProcess {
  const child = forkUtilityProcess(join(here, 'core.js'))
  return {
    ...child,
    onMessage: (listener: (message: FromCore) => void) =>
      child.onMessage((message) => {
        const parsed = parseFromCore(message)
        if (parsed === null) logger.warn({}, 'the core sent a message of no known form')
        else listener(parsed)
      }),
  }
}

function showWindow(): void {
  const [window] = BrowserWindow.getAllWindows()
  if (window === undefined) {
    openWindow({
      preload: join(here, '../preload/index.cjs'),
      url: devServer ?? `${APP_ORIGIN}/index.html`,
      stateFile: join(app.getPath('userData'), 'window-state.json'),
      onWarning: (error, message) => logger.warn({ err: error }, message),
    })
    return
  }
  if (window.isMinimized()) window.restore()
  window.show()
  window.focus()
}

function forwardEvent(event: CoreEvent): void {
  for (const window of BrowserWindow.getAllWindows()) window.webContents.send(EVENT_CHANNEL, event)
  if (event.type === 'settings.changed' || event.type === 'core.restarted') void followTheme()
}

/** A command for the window in front; it is shown first where it was hidden. */
function sendCommand(sent: ShellCommand): void {
  showWindow()
  const window = BrowserWindow.getFocusedWindow() ?? BrowserWindow.getAllWindows()[0]
  if (window === undefined) return
  const send = (): void => window.webContents.send(COMMAND_CHANNEL, sent)
  if (window.webContents.isLoading()) window.webContents.once('did-finish-load', send)
  else send()
}

function composeFrom(argv: readonly string[]): void {
  const mailto = findMailtoUrl(argv)
  if (mailto !== null) sendCommand({ type: 'compose', mailto })
}

/** The window's frame, menus and `prefers-color-scheme` follow the person's setting. */
async function followTheme(): Promise<void> {
  const result = await core.call('settings.get', {})
  const theme = settings.shape.theme.safeParse(
    result.ok ? settings.partial().safeParse(result.value).data?.theme : undefined,
  )
  if (theme.success) nativeTheme.themeSource = theme.data
}

/** Quitting waits for the core to close its database. */
function quitAfterCore(): void {
  let closed = false
  app.on('will-quit', (event) => {
    if (closed) return
    event.preventDefault()
    void core.stop().then(() => {
      closed = true
      app.quit()
    })
  })
}
