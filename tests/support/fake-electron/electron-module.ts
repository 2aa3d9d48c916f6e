/**
 * A stand-in for the `electron` module, as far as MailManager uses it: the real main bundle runs in
 * Node.js and its windows are pages of a real Chromium. docs/electron.md says what this can prove.
 */
import { EventEmitter } from 'node:events'
import { app } from './electron-app.ts'
import { protocol } from './chromium-context.ts'
import { sendReport, type TestCommand } from './test-messages.ts'
import { utilityProcess } from './utility-process.ts'
import { BrowserWindow, ipcMain } from './browser-window.ts'

export { app, BrowserWindow, ipcMain, protocol, utilityProcess }

interface MenuItem {
  label?: string
  submenu?: MenuItem[]
  click?: () => void
}
let menu: MenuItem[] = []

export const Menu = {
  buildFromTemplate: (template: MenuItem[]): MenuItem[] => template,
  setApplicationMenu: (items: MenuItem[]): void => void (menu = items),
}

export const shell = {
  openExternal: async (url: string): Promise<void> => sendReport({ kind: 'opened', url }),
}

export const dialog = {
  showErrorBox: (title: string, content: string): void =>
    sendReport({ kind: 'error-box', title, content }),
}

let themeSource = 'system'
export const nativeTheme = Object.defineProperties(new EventEmitter(), {
  themeSource: {
    get: () => themeSource,
    set(source: string) {
      themeSource = source
      sendReport({ kind: 'theme', source })
    },
  },
  shouldUseDarkColors: { get: () => themeSource === 'dark' },
})

export const powerMonitor = Object.assign(new EventEmitter(), { onBatteryPower: false })

type PermissionHandler = (
  contents: null,
  permission: string,
  answer: (granted: boolean) => void,
) => void
// Electron grants everything unless it is told otherwise.
let askPermission: PermissionHandler = (_contents, _permission, answer) => answer(true)

export const session = {
  defaultSession: {
    setPermissionRequestHandler: (handler: PermissionHandler): void =>
      void (askPermission = handler),
    setPermissionCheckHandler: (): void => undefined,
  },
}

export const screen = {
  getAllDisplays: () => [{ workArea: { x: 0, y: 0, width: 1920, height: 1080 } }],
}

process.on('message', (command: TestCommand) => {
  switch (command.do) {
    case 'menu':
      chosen(command.path)?.click?.()
      break
    case 'move':
      for (const window of BrowserWindow.getAllWindows()) {
        window.bounds = command.bounds
        window.maximised = command.maximised
      }
      break
    case 'quit':
      app.quit()
      break
    case 'ask-permission':
      askPermission(null, command.permission, (granted) =>
        sendReport({ kind: 'permission', granted }),
      )
      break
  }
})
// The test that started this is gone: nobody else would ever end it.
process.on('disconnect', () => app.exit(1))

function chosen(path: string[]): MenuItem | undefined {
  let items: MenuItem[] = menu
  let found: MenuItem | undefined
  for (const label of path) {
    found = items.find((item) => item.label === label)
    items = found?.submenu ?? []
  }
  return found
}
