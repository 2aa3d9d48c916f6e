import type { MenuItemConstructorOptions } from 'electron'
import { describe, expect, it } from 'vitest'
import type { ShellCommand } from '#shared/bridge.ts'
import { findMailtoUrl, menuTemplate } from './menu.ts'

function items(platform: NodeJS.Platform, development = false) {
  const sent: ShellCommand[] = []
  const menus = menuTemplate({ platform, development, send: (command) => void sent.push(command) })
  const all = menus.flatMap(({ submenu }) => (Array.isArray(submenu) ? submenu : []))
  return { menus, all, sent }
}

const click = (item: MenuItemConstructorOptions | undefined): void =>
  (item?.click as (() => void) | undefined)?.()

describe.each(['linux', 'darwin', 'win32'] as const)('the menu on %s', (platform) => {
  it('sends the app’s commands', () => {
    const { all, sent } = items(platform)
    for (const label of ['New message', 'Sync now', 'Settings…']) {
      click(all.find((item) => item.label === label))
    }
    expect(sent).toEqual([
      { type: 'compose', mailto: null },
      { type: 'sync-now' },
      { type: 'open-settings' },
    ])
  })

  it('has every command once, and no key twice', () => {
    const { all } = items(platform)
    const keys = all.flatMap(({ accelerator }) => accelerator ?? [])
    expect(new Set(keys).size).toBe(keys.length)
    expect(all.filter(({ label }) => label === 'Settings…')).toHaveLength(1)
    expect(all.filter(({ role }) => role === 'quit')).toHaveLength(1)
  })

  it('can reload, and shows developer tools to developers only', () => {
    expect(items(platform).all.map(({ role }) => role)).toContain('reload')
    expect(items(platform).all.map(({ role }) => role)).not.toContain('toggleDevTools')
    expect(items(platform, true).all.map(({ role }) => role)).toContain('toggleDevTools')
  })
})

it('finds the mailto address a second start was given', () => {
  expect(findMailtoUrl(['electron', '.', 'MAILTO:ana@example.com'])).toBe('MAILTO:ana@example.com')
  expect(findMailtoUrl(['electron', '.', '--mailto:x'])).toBeNull()
})
