import type { MenuItemConstructorOptions } from 'electron'
import type { ShellCommand } from '#shared/bridge.ts'

export interface MenuOptions {
  platform: NodeJS.Platform
  /** Adds what only developers need. */
  development: boolean
  send: (command: ShellCommand) => void
}

/** The native menu: the system's own roles, and the commands of the app with their keys. */
export function menuTemplate(options: MenuOptions): MenuItemConstructorOptions[] {
  const mac = options.platform === 'darwin'
  const separator: MenuItemConstructorOptions = { type: 'separator' }
  const command = (
    label: string,
    accelerator: string,
    sent: ShellCommand,
  ): MenuItemConstructorOptions => ({ label, accelerator, click: () => options.send(sent) })
  const settings = command('Settings…', 'CmdOrCtrl+,', { type: 'open-settings' })

  const appMenu: MenuItemConstructorOptions = {
    role: 'appMenu',
    submenu: [
      { role: 'about' },
      separator,
      settings,
      separator,
      { role: 'services' },
      separator,
      { role: 'hide' },
      { role: 'hideOthers' },
      { role: 'unhide' },
      separator,
      { role: 'quit' },
    ],
  }
  const file: MenuItemConstructorOptions = {
    label: 'File',
    submenu: [
      command('New message', 'CmdOrCtrl+N', { type: 'compose', mailto: null }),
      command('Sync now', 'CmdOrCtrl+Shift+R', { type: 'sync-now' }),
      separator,
      ...(mac ? [{ role: 'close' } as const] : [settings, separator, { role: 'quit' } as const]),
    ],
  }
  const view: MenuItemConstructorOptions = {
    label: 'View',
    submenu: [
      { role: 'reload' },
      ...(options.development ? [{ role: 'toggleDevTools' } as const] : []),
      separator,
      { role: 'resetZoom' },
      { role: 'zoomIn' },
      { role: 'zoomOut' },
      separator,
      { role: 'togglefullscreen' },
    ],
  }
  return [...(mac ? [appMenu] : []), file, { role: 'editMenu' }, view, { role: 'windowMenu' }]
}

/** The `mailto:` address among a process's arguments, or null. */
export function findMailtoUrl(argv: readonly string[]): string | null {
  return argv.find((argument) => /^mailto:/iu.test(argument)) ?? null
}
