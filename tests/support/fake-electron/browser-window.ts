import { EventEmitter } from 'node:events'
import { readFileSync } from 'node:fs'
import type { Frame, Page, Request, Route } from 'playwright-core'
import { app, createCancellableEvent } from './electron-app.ts'
import {
  fulfillFromScheme,
  browserContext,
  toBrowserUrl,
  toElectronUrl,
} from './chromium-context.ts'
import { sendReport, type Bounds } from './test-messages.ts'
import { wrapPreloadScript } from './preload-script.ts'

type Invoke = (event: unknown, ...args: unknown[]) => Promise<unknown>
const handlers = new Map<string, Invoke>()

export const ipcMain = {
  handle(channel: string, listener: Invoke): void {
    if (handlers.has(channel)) throw new Error(`Second handler for ${channel}`)
    handlers.set(channel, listener)
  },
}

interface Options extends Partial<Bounds> {
  webPreferences?: { preload?: string } & Record<string, unknown>
}

let lastContentsId = 0

class WebContents extends EventEmitter {
  openHandler: (details: { url: string }) => { action: string } = () => ({ action: 'allow' })
  loading = true
  /** As Electron's: each window's contents have their own. */
  readonly id = (lastContentsId += 1)
  readonly #page: () => Promise<Page>

  constructor(page: () => Promise<Page>) {
    super()
    this.#page = page
  }
  send(channel: string, payload: unknown): void {
    const sent = structuredClone(payload)
    const emit = async (): Promise<void> => {
      const page = await this.#page()
      await page.evaluate(
        ([name, value]) =>
          (
            globalThis as unknown as { __standInEmit(name: unknown, value: unknown): void }
          ).__standInEmit(name, value),
        [channel, sent] as const,
      )
    }
    // A page that is gone hears nothing, as in Electron.
    emit().catch(() => undefined)
  }
  isLoading(): boolean {
    return this.loading
  }
  setWindowOpenHandler(handler: (details: { url: string }) => { action: string }): void {
    this.openHandler = handler
  }
}

export class BrowserWindow extends EventEmitter {
  static #all: BrowserWindow[] = []
  static getAllWindows(): BrowserWindow[] {
    return [...BrowserWindow.#all]
  }
  static getFocusedWindow(): BrowserWindow | null {
    return BrowserWindow.#all[0] ?? null
  }

  readonly webContents: WebContents
  bounds: Bounds
  maximised = false
  readonly #page: Promise<Page>
  readonly #options: Options
  #closed = false

  constructor(options: Options) {
    super()
    this.#options = options
    const { x = 0, y = 0, width = 800, height = 600 } = options
    this.bounds = { x, y, width, height }
    this.webContents = new WebContents(() => this.#page)
    BrowserWindow.#all.push(this)
    app.emit('web-contents-created', {}, this.webContents)
    this.#page = this.#open()
  }

  async #open(): Promise<Page> {
    const context = await browserContext()
    const page =
      context.pages().find((each) => each.url() === 'about:blank') ?? (await context.newPage())
    await page.setViewportSize({ width: this.bounds.width, height: this.bounds.height })
    await page.exposeBinding('__standInCall', ({ frame }, { channel, args }) =>
      invoke(this.webContents, frame, channel, args),
    )
    const preload = this.#options.webPreferences?.preload
    const source = preload === undefined ? '' : readFileSync(preload, 'utf8')
    await page.addInitScript(wrapPreloadScript(source))
    await context.route('**/*', (route) => this.#request(route, page))
    page.on('framenavigated', (frame) => void this.#frameNavigated(frame))
    return page
  }

  /**
   * Electron may announce a frame's `srcdoc` as a navigation; here it always is announced. One that
   * the main process prevents stays empty, so that a specification sees it.
   */
  async #frameNavigated(frame: Frame): Promise<void> {
    const url = frame.url()
    if (frame.parentFrame() === null || !url.startsWith('about:srcdoc')) return
    const { event, prevented } = createCancellableEvent({ url, isMainFrame: false })
    this.webContents.emit('will-frame-navigate', event)
    if (!prevented()) return
    sendReport({ kind: 'blocked', url })
    await frame.evaluate('document.documentElement.replaceChildren()').catch(() => undefined)
  }

  /** Asks the main process about navigations, and serves the rest from the app's own scheme. */
  async #request(route: Route, page: Page): Promise<void> {
    const request = route.request()
    const url = toElectronUrl(request.url())
    const frame = frameOf(request)
    if (frame?.page() !== page) {
      // A page of its own: something asked for a window.
      this.webContents.openHandler({ url })
      await route.abort()
      await frame?.page().close()
      return
    }
    if (request.isNavigationRequest() && !this.webContents.loading) {
      const isMainFrame = frame.parentFrame() === null
      const { event, prevented } = createCancellableEvent({ url, isMainFrame })
      this.webContents.emit('will-frame-navigate', event)
      if (isMainFrame) this.webContents.emit('will-navigate', event)
      if (prevented()) {
        sendReport({ kind: 'blocked', url })
        // Any other reason would put Chromium's error page in place of the app.
        await route.abort('aborted')
        return
      }
    }
    await fulfillFromScheme(route)
  }

  async loadURL(url: string): Promise<void> {
    const page = await this.#page
    this.webContents.loading = true
    await page.goto(toBrowserUrl(url))
    this.webContents.loading = false
    this.webContents.emit('did-finish-load')
    this.emit('ready-to-show')
    const { bounds, maximised } = this
    sendReport({
      kind: 'window',
      bounds,
      maximised,
      webPreferences: { ...this.#options.webPreferences },
    })
    sendReport({ kind: 'loaded', url })
  }

  close(): void {
    if (this.#closed) return
    this.#closed = true
    this.emit('close', createCancellableEvent().event)
    BrowserWindow.#all = BrowserWindow.#all.filter((window) => window !== this)
    this.#page.then((page) => page.close()).catch(() => undefined)
    this.emit('closed')
    if (BrowserWindow.#all.length === 0 && !app.quitting) app.emit('window-all-closed')
  }
  show(): void {
    sendReport({ kind: 'shown' })
  }
  focus(): void {
    sendReport({ kind: 'focused' })
  }
  maximize(): void {
    this.maximised = true
  }
  isMaximized(): boolean {
    return this.maximised
  }
  isMinimized(): boolean {
    return false
  }
  getNormalBounds(): Bounds {
    return this.bounds
  }
}

app.windows = () => BrowserWindow.getAllWindows()

async function invoke(
  sender: WebContents,
  frame: Frame,
  channel: string,
  args: unknown[],
): Promise<{ value: unknown } | { error: string }> {
  const handler = handlers.get(channel)
  if (handler === undefined) return { error: `No handler registered for '${channel}'` }
  const parent = frame.parentFrame()
  const senderFrame = { url: toElectronUrl(frame.url()), parent: parent === null ? null : {} }
  try {
    return { value: structuredClone(await handler({ sender, senderFrame }, ...args)) }
  } catch (error) {
    return { error: String(error) }
  }
}

function frameOf(request: Request): Frame | null {
  try {
    return request.frame()
  } catch {
    // Playwright knows no frame yet for the first navigation of a new page.
    return null
  }
}
