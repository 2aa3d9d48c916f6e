import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { chromium, type Browser, type Frame, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { createHtmlSanitiser } from '#core/mime/html/html-sanitiser.ts'
import { MESSAGE_FRAME_SANDBOX, messageFrameDocument } from '#shared/domain/message-frame.ts'
import { escapeHtml } from '#shared/domain/text-to-html.ts'
import { CHROMIUM_ARGS } from '../support/app/chromium.ts'

const newsletter = readFileSync(
  join(import.meta.dirname, '../fixtures/real-mail/html-newsletter.eml'),
  'utf8',
).split(/\r?\n\r?\n/u)[1]

const reader = createHtmlSanitiser({ timeoutMs: 20_000 })
let browser: Browser
beforeAll(async () => {
  browser = await chromium.launch({ executablePath: inject('chromium'), args: CHROMIUM_ARGS })
})
afterAll(async () => {
  await Promise.all([browser.close(), reader.close()])
})

const sanitise = async (html: string): Promise<string> =>
  (await reader.sanitise(html, { images: 'show', cids: {} })).html

/** A message in its frame, in a page that lies at an address of its own. */
async function openInFrame(html: string): Promise<{ page: Page; frame: Frame }> {
  const page = await browser.newPage({ viewport: { width: 800, height: 300 } })
  const document = messageFrameDocument({
    html: await sanitise(html),
    images: 'show',
    theme: 'light',
  })
  await page.route('**/*', (route) =>
    route.request().url() === 'https://app.example/'
      ? route.fulfill({
          contentType: 'text/html',
          body: `<iframe sandbox="${MESSAGE_FRAME_SANDBOX}" srcdoc="${escapeHtml(document)}" style="width:700px;height:200px"></iframe>`,
        })
      : route.abort(),
  )
  await page.goto('https://app.example/', { waitUntil: 'domcontentloaded' })
  await page.frameLocator('iframe').locator('body').waitFor()
  const [frame] = page.mainFrame().childFrames()
  if (!frame) throw new Error('The message has no frame')
  return { page, frame }
}

describe('a link within a message', () => {
  it.each(['<h2 id="part2">Part 2</h2>', '<a name="part2">Part 2</a>'])(
    'leads to its place in the frame, and nowhere else: %s',
    async (target) => {
      const { page, frame } = await openInFrame(
        `<p><a href="#part2">Jump</a></p><div style="height: 2000px">x</div>${target}<p>end</p>`,
      )
      const before = frame.url()
      await frame.getByText('Jump').click()
      await expect.poll(() => frame.evaluate('scrollY'), { timeout: 20_000 }).toBeGreaterThan(1000)
      expect(frame.url().split('#')[0]).toBe(before)
      expect(page.url()).toBe('https://app.example/')
      expect(page.context().pages()).toHaveLength(1)
      await page.close()
    },
  )
})

describe('a newsletter', () => {
  it('keeps its places, its map, its base and its styles by id', async () => {
    const html = await sanitise(newsletter ?? '')
    expect(html).toContain('<a href="#user-content-part2" target="_self">Jump to part 2</a>')
    expect(html).toContain('<h2 id="user-content-part2">')
    expect(html).toContain('href="https://shop.example/mail/offers?id=1"')
    expect(html).toMatch(/<map name="user-content-m"><area [^>]*href="https:\/\/shop\.example\/a"/u)
    expect(html).toContain('usemap="#user-content-m"')
    expect(html).toMatch(/#user-content-hero \{ font-size: ?22px \}/u)
    expect(html).not.toMatch(/<base|tel:|<form|<input/u)
  })

  it.each([
    [
      '<base href="https://a.example/x/"><base href="https://b.example/"><a href="y">l</a>',
      'https://a.example/x/y',
    ],
    ['<base href="javascript:alert(1)//"><a href="y">l</a>', null],
    ['<base href="file:///etc/"><a href="passwd">l</a>', null],
    ['<base href="https://a.example/"><a href="javascript:alert(1)">l</a>', null],
    ['<base href="https://a.example/"><a href="//b.example/z">l</a>', 'https://b.example/z'],
    ['<a href="y">l</a>', null],
    ['<a href="#">l</a>', null],
  ])('has relative links only where it names a base of the web: %s', async (html, target) => {
    const href = /href="([^"]*)"/u.exec(await sanitise(html))?.[1] ?? null
    expect(href).toBe(target)
  })

  it.each([
    '<a id="__proto__" name="cookie" href="#x">l</a>',
    '<p id="body">x</p><p name="forms">x</p><img name="getElementById">',
    '<p id="user-content-x">x</p>',
  ])('can name nothing in the document: %s', async (html) => {
    const names = [...(await sanitise(html)).matchAll(/\s(?:id|name)="([^"]*)"/gu)]
    for (const [, name = ''] of names) expect(name).toMatch(/^user-content-/u)
  })
})
