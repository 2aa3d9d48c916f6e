import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { chromium, type Browser, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { createHtmlSanitiser, type HtmlSanitiser } from '#core/mime/html/html-sanitiser.ts'
import { escapeHtml, textToHtml } from '#shared/domain/text-to-html.ts'
import {
  MESSAGE_FRAME_SANDBOX,
  messageFrameDocument,
  messageFramePolicy,
} from '#shared/domain/message-frame.ts'
import { CHROMIUM_ARGS } from '../support/app/chromium.ts'
import { hostilePayloads, type Payload } from './payloads.ts'

/** What a page full of payloads did. */
interface Seen {
  /** Ids of payloads whose script ran. */
  scripts: string[]
  requests: string[]
  navigations: string[]
  /** Whether the page itself went elsewhere or opened a window. */
  left: boolean
}

const PAYLOADS_A_PAGE = 120
const CIDS = {
  known: 'data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///ywAAAAAAQABAAACAUwAOw==',
  'evil-html': 'data:text/html,<script>alert(1)</script>',
  'evil-svg': 'data:image/svg+xml,<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
  'evil-remote': 'http://evil.example/pixel.gif',
}

let browser: Browser
let server: Server
let origin: string
let reader: HtmlSanitiser
let payloads: Payload[]
const pages = new Map<string, string>()
const hits: string[] = []

beforeAll(async () => {
  server = createServer((request, response) => {
    const page = pages.get(request.url ?? '')
    if (page === undefined && request.url !== '/quiet') hits.push(request.url ?? '')
    response.setHeader('content-type', 'text/html; charset=utf-8')
    response.end(page ?? '')
  })
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  payloads = hostilePayloads(origin)
  reader = createHtmlSanitiser({ timeoutMs: 20_000 })
  browser = await chromium.launch({
    executablePath: inject('chromium'),
    // Nothing but the local server has an address.
    args: [...CHROMIUM_ARGS, '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1'],
  })
})

afterAll(async () => {
  await Promise.all([browser.close(), reader.close()])
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
})

/** Opens each body as a page of its own, provokes it as a reader would, and tells what happened. */
async function watch(bodies: string[]): Promise<Seen> {
  const scripts = new Set<string>()
  let left = false
  hits.length = 0
  for (const body of bodies) {
    const path = `/page/${pages.size}`
    pages.set(path, `<!doctype html><title>walls</title><body>${body}</body>`)
    const context = await browser.newContext()
    const page = await context.newPage()
    page.on('console', (message) => {
      const ran = /^ran-(.+)$/u.exec(message.text())
      if (ran?.[1] !== undefined) scripts.add(ran[1])
    })
    page.on('dialog', (dialog) => {
      scripts.add('dialog')
      void dialog.dismiss()
    })
    context.on('page', () => {
      left = true
    })
    await page.goto(`${origin}${path}`, { waitUntil: 'load' })
    await provoke(page)
    await settle(page, () => hits.length + scripts.size)
    // A link to a place within the page does not leave it.
    if (page.url().split('#')[0] !== `${origin}${path}`) left = true
    await context.close()
  }
  const idsUnder = (prefix: string): string[] => [
    ...new Set(
      hits.flatMap((url) =>
        url.startsWith(prefix) ? [/^[\w-]+/u.exec(url.slice(prefix.length))?.[0] ?? url] : [],
      ),
    ),
  ]
  return {
    scripts: [...scripts],
    requests: idsUnder('/request/'),
    navigations: idsUnder('/navigation/'),
    left,
  }
}

/** Moves over, focuses and clicks what a reader might; links that open a browser are left alone. */
const PROVOKE = `(function provoke(document) {
  const { closest, getAttribute } = Element.prototype
  for (const element of document.querySelectorAll('*')) {
    // Methods are taken from their prototypes: a form may have replaced its own.
    const link = closest.call(element, 'a, area')
    const target = link === null ? '' : (getAttribute.call(link, 'href') ?? '').trim()
    const opens = /^(https?:|mailto:|file:|[/\\\\])/i.test(target)
    for (const type of ['mouseover', 'mouseenter', 'pointerover', 'focus', 'toggle', 'click']) {
      if (type === 'click' && opens) continue
      const event = new MouseEvent(type, { bubbles: true, cancelable: true })
      EventTarget.prototype.dispatchEvent.call(element, event)
    }
    const inner = element.localName === 'iframe' ? element.contentDocument : null
    if (inner) provoke(inner)
  }
})(document)`

async function provoke(page: Page): Promise<void> {
  await page.evaluate(PROVOKE)
  // Sandboxed frames are out of the page's reach, but not out of the test's.
  if ((await page.locator('body > iframe[sandbox]').count()) === 0) return
  await Promise.all(
    page
      .mainFrame()
      .childFrames()
      .map((frame) => frame.evaluate(PROVOKE)),
  )
}

/** Waits until the page has come to rest: several rounds through its network bring nothing new. */
async function settle(page: Page, seen: () => number): Promise<void> {
  for (let quiet = 0, before = -1; quiet < 3; before = seen()) {
    await page.evaluate(`(async () => {
      await new Promise((resolve) => requestAnimationFrame(resolve))
      await new Promise((resolve) => requestIdleCallback(resolve))
      await fetch(location.origin + '/quiet')
    })()`)
    quiet = seen() === before ? quiet + 1 : 0
  }
}

function inPages(html: (payload: Payload) => string, of = payloads): string[] {
  const bodies: string[] = []
  for (let at = 0; at < of.length; at += PAYLOADS_A_PAGE) {
    bodies.push(
      of
        .slice(at, at + PAYLOADS_A_PAGE)
        .map(html)
        .join('\n'),
    )
  }
  return bodies
}

function framed(document: string, sandbox: string | null): string {
  const attribute = sandbox === null ? '' : ` sandbox="${sandbox}"`
  return `<iframe${attribute} srcdoc="${escapeHtml(document)}"></iframe>`
}

async function sanitised(images: 'block' | 'show'): Promise<Map<string, string>> {
  const results = new Map<string, string>()
  for (const { id, html } of payloads) {
    const result = await reader.sanitise(html, { images, cids: CIDS })
    expect(result.defects).toEqual([])
    results.set(id, result.html)
  }
  return results
}

const NOTHING: Seen = { scripts: [], requests: [], navigations: [], left: false }

describe('hostile mail', { timeout: 120_000 }, () => {
  it('comes in several hundred forms, and works where there is no wall', async () => {
    expect(payloads.length).toBeGreaterThan(600)
    expect(new Set(payloads.map(({ html }) => html)).size).toBe(payloads.length)
    const seen = await watch(inPages(({ html }) => framed(html, null)))
    expect(seen.scripts.length).toBeGreaterThan(150)
    expect(seen.requests.length).toBeGreaterThan(100)
    expect(seen.navigations.length).toBeGreaterThan(3)
  })

  it('is stopped by the sanitiser alone', async () => {
    const safe = await sanitised('block')
    expect(await watch(inPages(({ id }) => `<div>${safe.get(id) ?? ''}</div>`))).toEqual(NOTHING)
  })

  it('runs nothing after the sanitiser when pictures are shown, which then only load as pictures', async () => {
    const safe = await sanitised('show')
    const seen = await watch(inPages(({ id }) => `<div>${safe.get(id) ?? ''}</div>`))
    expect(seen).toEqual({ ...NOTHING, requests: expect.any(Array) })
    const allowed = /^(?:request|css-address|css-property|css|link|meta)-\d+$/u
    expect(seen.requests.filter((id) => !allowed.test(id))).toEqual([])
    expect(seen.requests).toContain('request-0')
    // The same picture, one pixel wide.
    expect(seen.requests).not.toContain('request-2')
  })

  it('is stopped by the sandbox alone: no script, no way out of the frame', async () => {
    const seen = await watch(inPages(({ html }) => framed(html, MESSAGE_FRAME_SANDBOX)))
    // A sandbox does not stop pictures; it does stop the refresh that no policy can.
    expect(seen).toEqual({ ...NOTHING, requests: expect.any(Array) })
  })

  it('is stopped by the content security policy alone: no script, no request', async () => {
    // No policy can forbid a document to leave (CSP has no navigate-to): a meta refresh loads its
    // target. The sandbox stops that, as the test above shows, and so does the sanitiser.
    const refreshing = payloads.filter(({ html }) => /http-equiv\W*refresh/iu.test(html))
    const others = payloads.filter((payload) => !refreshing.includes(payload))
    expect(refreshing.length).toBeLessThan(10)
    const policy = `<meta http-equiv="Content-Security-Policy" content="${escapeHtml(messageFramePolicy('block'))}">`
    const under = ({ html }: Payload): string => framed(`<!doctype html>${policy}${html}`, null)
    expect(await watch(inPages(under, others))).toEqual(NOTHING)
    const refreshed = await watch(inPages(under, refreshing))
    expect(refreshed).toEqual({ ...NOTHING, navigations: expect.any(Array) })
  })

  it('cannot come in through plain text', async () => {
    const texts = [
      'http://example.com/"onmouseover="console.log(`ran-text`)',
      "http://example.com/'onclick='console.log(`ran-text`)",
      'http://<script>console.log(`ran-text`)</script>',
      'javascript:console.log(`ran-text`)',
      'www.example.com"><img src=x onerror=console.log(`ran-text`)>',
      'mailto:"onfocus=console.log(`ran-text`)@example.com',
      '<script>console.log(`ran-text`)</script>',
      '> <img src=x onerror=console.log(`ran-text`)>',
      `${'>'.repeat(500)} <svg onload=console.log(\`ran-text\`)>`,
      'https://example.com/&quot;onmouseover=&quot;console.log(`ran-text`)',
      'https://example.com/\u2028<script>console.log(`ran-text`)</script>',
    ]
    expect(await watch([texts.map(textToHtml).join('\n')])).toEqual(NOTHING)
  })
})

describe('a message in its frame', () => {
  it('shows pictures when asked, without telling where it was read', async () => {
    const html = `<p><img src="${origin}/request/wanted"></p>`
    const open = async (images: 'block' | 'show'): Promise<Seen> => {
      const safe = await reader.sanitise(html, { images, cids: {} })
      const document = messageFrameDocument({ html: safe.html, images, theme: 'light' })
      return watch([framed(document, MESSAGE_FRAME_SANDBOX)])
    }
    expect(await open('block')).toEqual(NOTHING)
    expect(await open('show')).toEqual({ ...NOTHING, requests: ['wanted'] })
  })
})
