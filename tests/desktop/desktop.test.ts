import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Bridge, ShellCommand } from '#shared/bridge.ts'
import type { Result } from '#shared/errors.ts'
import type { CoreEvent } from '#shared/events.ts'
import { operationNames } from '#shared/contract/index.ts'
import { launchDesktop, type DesktopApp } from '../support/fake-electron/launch-desktop.ts'

/** What the specifications keep in the page, beside the bridge of the preload script. */
interface PageWorld {
  mailmanager: Bridge
  heard: { events: CoreEvent[]; commands: ShellCommand[] }
}

const call = (page: Page, name: string, input: unknown): Promise<Result<unknown>> =>
  page.evaluate(
    ([operation, value]) =>
      (globalThis as unknown as PageWorld).mailmanager.call(operation as 'health.get', value),
    [name, input] as const,
  )

async function listen(page: Page): Promise<void> {
  await page.evaluate(() => {
    const world = globalThis as unknown as PageWorld
    world.heard = { events: [], commands: [] }
    world.mailmanager.subscribe((event) => void world.heard.events.push(event))
    world.mailmanager.onCommand((command) => void world.heard.commands.push(command))
  })
}

const heardEvent = (page: Page, type: string): Promise<unknown> =>
  page.waitForFunction(
    (wanted) =>
      (globalThis as unknown as PageWorld).heard.events.some((event) => event.type === wanted),
    type,
  )

const heardCommand = async (page: Page, type: string): Promise<unknown> => {
  const found = await page.waitForFunction(
    (wanted) =>
      (globalThis as unknown as PageWorld).heard.commands.find((each) => each.type === wanted),
    type,
  )
  return found.jsonValue()
}

let dataDir: string
let app: DesktopApp
let page: Page

beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'mailmanager-desktop-'))
  app = await launchDesktop({ dataDir })
  page = await app.page()
  await listen(page)
})
afterAll(async () => {
  await app.quit()
  rmSync(dataDir, { recursive: true, force: true })
})

describe('the window', () => {
  it('shows the app from app://, with its policy, in a locked-down page', async () => {
    expect(await page.title()).toBe('MailManager')
    await page.getByRole('button').first().waitFor()
    expect((await app.next('loaded')).url).toBe('app://mailmanager/index.html')
    expect((await app.next('window')).webPreferences).toMatchObject({
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      webSecurity: true,
      webviewTag: false,
      spellcheck: true,
    })
    const answer = await page.evaluate(async () => {
      const page = await fetch('/index.html')
      return page.headers.get('content-security-policy')
    })
    expect(answer).toContain("script-src 'self';")
  })

  it('gives the page the bridge and nothing else of Electron or Node', async () => {
    const found = await page.evaluate(() => ({
      bridge: Object.keys((globalThis as unknown as PageWorld).mailmanager).sort(),
      frozen: Object.isFrozen((globalThis as unknown as PageWorld).mailmanager),
      leaked: [
        'require',
        'process',
        'Buffer',
        'module',
        'ipcRenderer',
        'electron',
        '__standInCall',
      ].filter((name) => name in globalThis),
    }))
    expect(found).toEqual({
      bridge: ['call', 'cancel', 'onCommand', 'subscribe', 'upload'],
      frozen: true,
      leaked: [],
    })
  })
})

describe('a call', () => {
  it('goes from the page to the core process and its database, and back', async () => {
    const created = await call(page, 'mailboxes.create', { displayName: 'Work' })
    expect(created).toMatchObject({ ok: true, value: { displayName: 'Work' } })
    await heardEvent(page, 'mailboxes.changed')
    const listed = await call(page, 'mailboxes.list', {})
    expect(listed).toEqual({ ok: true, value: [created.ok && created.value] })
  })

  it('is validated in the core', async () => {
    const answer = await call(page, 'mailboxes.create', { displayName: '' })
    expect(answer).toMatchObject({ ok: false, error: { code: 'invalid_input' } })
  })

  it.each(['nothing.here', 'constructor', 'core.event', 'shell.command'])(
    'that the contract does not name (%s) goes nowhere',
    async (name) => {
      expect(await call(page, name, {})).toMatchObject({
        ok: false,
        error: { code: 'route_not_found' },
      })
    },
  )

  it('that carries an id is answered, and to cancel it afterwards does nothing', async () => {
    const answers = await page.evaluate(async () => {
      const { mailmanager } = globalThis as unknown as PageWorld
      return [
        await mailmanager.call('health.get', {}, 'a'),
        await mailmanager.cancel('a'),
        await mailmanager.cancel(''),
      ]
    })
    expect(answers).toMatchObject([
      { ok: true },
      { ok: true, value: null },
      { ok: false, error: { code: 'invalid_input' } },
    ])
  })

  it('from a frame inside the page is refused, whatever it asks', async () => {
    await page.evaluate(() => {
      const frame = document.createElement('iframe')
      frame.name = 'hostile'
      document.body.append(frame)
    })
    const frame = page.frame({ name: 'hostile' })
    const answers = await frame?.evaluate(async (names) => {
      const world = globalThis as unknown as {
        mailmanager: unknown
        __standInCall(call: { channel: string; args: unknown[] }): Promise<{ value: unknown }>
      }
      const raw = await Promise.all(
        names.map(async (channel) => (await world.__standInCall({ channel, args: [{}] })).value),
      )
      return { bridge: typeof world.mailmanager, raw }
    }, operationNames)
    expect(answers?.bridge).toBe('undefined')
    expect(answers?.raw).toHaveLength(operationNames.length)
    for (const answer of answers?.raw ?? []) {
      expect(answer).toMatchObject({ ok: false, error: { code: 'forbidden' } })
    }
  })
})

describe('the walls', () => {
  it('open web links outside and keep the page where it is', async () => {
    const before = page.url()
    for (const [index, target] of ['_self', '_blank'].entries()) {
      await page.evaluate((where) => {
        const link = document.createElement('a')
        link.href = `https://example.com/${where}`
        link.target = where
        document.body.append(link)
        link.click()
      }, target)
      expect((await app.next('opened', index)).url).toBe(`https://example.com/${target}`)
    }
    expect(page.url()).toBe(before)
  })

  it('let no request out, not even by fetch', async () => {
    const answer = await page.evaluate(() => fetch('https://example.com/').then(String, String))
    expect(answer).toContain('TypeError')
  })

  it('grant no permission', async () => {
    for (const [index, permission] of ['media', 'geolocation', 'notifications', 'usb'].entries()) {
      app.send({ do: 'ask-permission', permission })
      expect((await app.next('permission', index)).granted).toBe(false)
    }
  })
})

describe('the shell', () => {
  it('sends the menu’s commands to the page', async () => {
    app.send({ do: 'menu', path: ['File', 'New message'] })
    expect(await heardCommand(page, 'compose')).toEqual({ type: 'compose', mailto: null })
    app.send({ do: 'menu', path: ['File', 'Sync now'] })
    expect(await heardCommand(page, 'sync-now')).toEqual({ type: 'sync-now' })
    app.send({ do: 'menu', path: ['File', 'Settings…'] })
    expect(await heardCommand(page, 'open-settings')).toEqual({ type: 'open-settings' })
  })

  it('follows the theme the person chose', async () => {
    const before = app.all('theme').length
    await call(page, 'settings.update', { theme: 'dark' })
    expect((await app.next('theme', before)).source).toBe('dark')
  })

  it('hands a second start over to the first, with what it was asked to do', async () => {
    await listen(page)
    const focused = app.all('focused').length
    const second = await launchDesktop({ dataDir, args: ['mailto:ana@example.com'] })
    expect(await second.exited).toBe(0)
    expect(second.all('loaded')).toEqual([])
    expect(second.all('core')).toEqual([])
    await app.next('focused', focused)
    expect(await heardCommand(page, 'compose')).toEqual({
      type: 'compose',
      mailto: 'mailto:ana@example.com',
    })
  })
})

describe('the core process', () => {
  it('is a process of its own; killed, it comes back with everything', async () => {
    await listen(page)
    const { pid } = await app.next('core')
    process.kill(pid, 'SIGKILL')
    await heardEvent(page, 'core.restarted')
    expect((await app.next('core', 1)).pid).not.toBe(pid)
    const listed = await call(page, 'mailboxes.list', {})
    expect(listed).toMatchObject({ ok: true, value: [{ displayName: 'Work' }] })
  })
})

describe('quitting', () => {
  it('ends both processes cleanly, and the window comes back where it was', async () => {
    const bounds = { x: 40, y: 60, width: 1000, height: 700 }
    app.send({ do: 'move', bounds, maximised: true })
    const cores = app.all('core')
    expect(await app.quit()).toBe(0)
    for (const { pid } of cores) expect(() => process.kill(pid, 0)).toThrow('ESRCH')
    app = await launchDesktop({ dataDir })
    page = await app.page()
    expect(await app.next('window')).toMatchObject({ bounds, maximised: true })
    const listed = await call(page, 'mailboxes.list', {})
    expect(listed).toMatchObject({ ok: true, value: [{ displayName: 'Work' }] })
  })
})

describe('a core that cannot start', () => {
  it('says why in plain words, in a box and in every answer', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'mailmanager-desktop-'))
    const broken = await launchDesktop({
      dataDir: folder,
      env: { DB_POOL_MAX_CONN: 'many' },
    })
    const { content } = await broken.next('error-box')
    expect(content).toContain('DB_POOL_MAX_CONN')
    const answer = await call(await broken.page(), 'mailboxes.list', {})
    expect(answer).toMatchObject({ ok: false, error: { code: 'env_var_error', message: content } })
    expect(await broken.quit()).toBe(0)
    rmSync(folder, { recursive: true, force: true })
  })
})
