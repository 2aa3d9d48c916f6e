import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ElectronApplication, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Bridge } from '#shared/bridge.ts'
import { launchElectron } from './launch-electron.ts'

interface PageWorld {
  mailmanager: Bridge
  events: string[]
}

let dataDir: string
let app: ElectronApplication
let page: Page

async function launch(): Promise<void> {
  ;({ app, page } = await launchElectron(dataDir))
}

const call = (name: string, input: unknown): Promise<unknown> =>
  page.evaluate(
    ([operation, value]) =>
      (globalThis as unknown as PageWorld).mailmanager.call(operation as 'health.get', value),
    [name, input] as const,
  )

beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'mailmanager-electron-'))
  await launch()
})
afterAll(async () => {
  await app.close()
  rmSync(dataDir, { recursive: true, force: true })
})

describe('MailManager on real Electron', () => {
  it('shows the app from app:// in an isolated, sandboxed page', async () => {
    expect(page.url()).toBe('app://mailmanager/index.html')
    expect(await page.title()).toBe('MailManager')
    const leaked = await page.evaluate(() =>
      ['require', 'process', 'Buffer', 'module', 'ipcRenderer'].filter(
        (name) => name in globalThis,
      ),
    )
    expect(leaked).toEqual([])
  })

  it('carries a call to the core process and its database', async () => {
    const created = await call('mailboxes.create', { displayName: 'Work' })
    expect(created).toMatchObject({ ok: true, value: { displayName: 'Work' } })
    expect(await call('mailboxes.list', {})).toMatchObject({
      ok: true,
      value: [{ displayName: 'Work' }],
    })
  })

  it('denies permissions and requests to the outside', async () => {
    const state = await page.evaluate(async () => {
      const { state } = await navigator.permissions.query({ name: 'geolocation' })
      return state
    })
    expect(state).toBe('denied')
    const answer = await page.evaluate(() => fetch('https://example.com/').then(String, String))
    expect(answer).toContain('TypeError')
  })

  it('sends the native menu’s commands to the page', async () => {
    await page.evaluate(() => {
      const world = globalThis as unknown as PageWorld
      world.events = []
      world.mailmanager.onCommand(({ type }) => void world.events.push(type))
    })
    await app.evaluate(({ Menu }) => {
      const file = Menu.getApplicationMenu()?.items.find(({ label }) => label === 'File')
      file?.submenu?.items.find(({ label }) => label === 'New message')?.click()
    })
    await page.waitForFunction(() =>
      (globalThis as unknown as PageWorld).events.includes('compose'),
    )
  })

  it('starts a killed core again', async () => {
    await page.evaluate(() => {
      const world = globalThis as unknown as PageWorld
      world.events = []
      world.mailmanager.subscribe(({ type }) => void world.events.push(type))
    })
    await app.evaluate(({ app: electronApp }) => {
      const core = electronApp.getAppMetrics().find(({ name }) => name === 'MailManager core')
      if (core === undefined) throw new Error('There is no core process')
      process.kill(core.pid, 'SIGKILL')
    })
    await page.waitForFunction(() =>
      (globalThis as unknown as PageWorld).events.includes('core.restarted'),
    )
    expect(await call('mailboxes.list', {})).toMatchObject({ ok: true })
  })

  it('keeps its data and its window’s place over a restart', async () => {
    const place = { x: 60, y: 80, width: 1000, height: 700 }
    await app.evaluate(({ BrowserWindow }, bounds) => {
      BrowserWindow.getAllWindows()[0]?.setBounds(bounds)
    }, place)
    await app.close()
    await launch()
    expect(await call('mailboxes.list', {})).toMatchObject({
      ok: true,
      value: [{ displayName: 'Work' }],
    })
    const size = await app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0]?.getSize(),
    )
    expect(size).toEqual([place.width, place.height])
  })
})
