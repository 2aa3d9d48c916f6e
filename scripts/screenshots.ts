/**
 * `npm run screenshots [-- FOLDER]`: runs the built app with demo mail in a temporary data folder
 * and photographs its main screens, light and dark, at two window sizes. Without a folder it
 * renews the pictures in docs/images that the README shows.
 */
import { mkdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { chromium, type Page } from 'playwright-core'
import { CHROMIUM_ARGS, chromiumExecutable } from '../tests/support/app/chromium.ts'
import { startHeadlessApp } from '../tests/support/app/headless-app.ts'
import { buildIfNeeded, ROOT } from './build/build-if-needed.ts'

const given = process.argv[2]
const folder = given === undefined ? join(ROOT, 'docs/images') : resolve(given)
const SIZES =
  given === undefined
    ? [{ width: 1280, height: 800 }]
    : [
        { width: 1280, height: 800 },
        { width: 900, height: 600 },
      ]

buildIfNeeded()
mkdirSync(folder, { recursive: true })
const app = await startHeadlessApp()
const browser = await chromium.launch({
  executablePath: await chromiumExecutable(),
  args: CHROMIUM_ARGS,
})
try {
  for (const colorScheme of ['light', 'dark'] as const) {
    for (const viewport of SIZES) {
      const page = await browser.newPage({ viewport, colorScheme, reducedMotion: 'reduce' })
      await page.goto(app.entryUrl)
      const suffix = viewport.width === 1280 ? colorScheme : `${colorScheme}-${viewport.width}`
      await photograph(page, suffix)
      await page.close()
    }
  }
} finally {
  await browser.close()
  await app.dispose()
}

async function photograph(page: Page, suffix: string): Promise<void> {
  const save = async (name: string): Promise<void> => {
    await page.screenshot({ path: join(folder, `${name}-${suffix}.png`) })
  }
  const demo = page.getByRole('button', { name: /^Explore/u })
  const rows = page.getByRole('listbox', { name: 'Messages' }).getByRole('option')
  await demo.or(rows.first()).first().waitFor()
  if (await demo.isVisible()) {
    await save('welcome')
    await demo.click()
  }
  await rows.first().waitFor()
  await page.getByRole('button', { name: /^Synced/u }).waitFor()
  await save('inbox-list')
  await rows.filter({ hasText: 'Site photos' }).nth(1).click()
  await page.locator('iframe[sandbox]').waitFor()
  await page.frameLocator('iframe[sandbox]').locator('img').first().waitFor()
  await save('inbox')
  await page.keyboard.press('r')
  await page.getByRole('textbox', { name: 'Message text' }).waitFor()
  await save('reply')
}
