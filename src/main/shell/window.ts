import { BrowserWindow, nativeTheme, screen } from 'electron'
import { readFileSync, writeFileSync } from 'node:fs'
import {
  DEFAULT_WINDOW_STATE,
  fitToScreens,
  MINIMUM_SIZE,
  parseWindowState,
  type WindowState,
} from './window-state.ts'

export interface WindowOptions {
  preload: string
  /** The page to show. */
  url: string
  /** Where size and position are remembered. */
  stateFile: string
  onWarning: (error: unknown, message: string) => void
}

/** Opens the main window, where it was last time, and remembers where it goes. */
export function openWindow(options: WindowOptions): BrowserWindow {
  const screens = screen.getAllDisplays().map((display) => display.workArea)
  const state = fitToScreens(readState(options), screens)
  const window = new BrowserWindow({
    width: state.width,
    height: state.height,
    ...(state.position ?? {}),
    minWidth: MINIMUM_SIZE.width,
    minHeight: MINIMUM_SIZE.height,
    title: 'MailManager',
    show: false,
    backgroundColor: nativeTheme.shouldUseDarkColors ? '#18181b' : '#ffffff',
    webPreferences: {
      preload: options.preload,
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      webSecurity: true,
      webviewTag: false,
      spellcheck: true,
    },
  })
  if (state.maximised) window.maximize()
  window.once('ready-to-show', () => window.show())
  window.on('close', () => writeState(options, stateOf(window)))
  window.loadURL(options.url).catch((error: unknown) => {
    options.onWarning(error, 'the window’s page could not be loaded')
  })
  return window
}

/** The size to come back to, not the one of the whole screen. */
function stateOf(window: BrowserWindow): WindowState {
  const { x, y, width, height } = window.getNormalBounds()
  return { width, height, position: { x, y }, maximised: window.isMaximized() }
}

function readState({ stateFile, onWarning }: WindowOptions): WindowState {
  try {
    return parseWindowState(readFileSync(stateFile, 'utf8'))
  } catch (error) {
    const isFirstStart = error instanceof Error && 'code' in error && error.code === 'ENOENT'
    if (!isFirstStart) onWarning(error, 'the window’s place could not be read')
    return DEFAULT_WINDOW_STATE
  }
}

function writeState({ stateFile, onWarning }: WindowOptions, state: WindowState): void {
  try {
    writeFileSync(stateFile, JSON.stringify(state))
  } catch (error) {
    onWarning(error, 'the window’s place could not be remembered')
  }
}
