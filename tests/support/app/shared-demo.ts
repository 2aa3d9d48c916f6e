import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, inject } from 'vitest'
import { startHeadlessApp, type HeadlessApp } from './headless-app.ts'
import { openBrowser } from './open-app-page.ts'

/**
 * One browser and one host with the demo's mail for all tests of a file, from its first test to its
 * last. To be called at the top of the file.
 */
export function shareDemo(): { readonly browser: Browser; readonly app: HeadlessApp } {
  let started: { browser: Browser; app: HeadlessApp } | null = null
  const get = (): { browser: Browser; app: HeadlessApp } => {
    if (started === null) throw new Error('The demo is there once the tests begin.')
    return started
  }
  beforeAll(async () => {
    const [browser, app] = await Promise.all([openBrowser(inject('chromium')), startHeadlessApp()])
    started = { browser, app }
    await app.api('POST', '/api/demo')
  })
  afterAll(async () => {
    await Promise.all([started?.browser.close(), started?.app.dispose()])
  })
  return {
    get browser() {
      return get().browser
    },
    get app() {
      return get().app
    },
  }
}
