import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, inject, it } from 'vitest'
import { LOCAL_USER_ID } from '#core/bootstrap/local-profile.ts'
import { openStore } from '#core/database/open-store.ts'
import { NOW, seedAccount } from '../database/fixtures.ts'
import { startHeadlessApp, type HeadlessApp } from '../support/app/headless-app.ts'
import { openAppPage, openBrowser } from '../support/app/open-app-page.ts'
import { destroyPages } from '../support/database/damage.ts'
import { storeOptions } from '../support/database/test-store.ts'

let browser: Browser
let dataDir: string
let app: HeadlessApp
beforeAll(async () => {
  browser = await openBrowser(inject('chromium'))
})
afterAll(async () => {
  await browser.close()
})
beforeEach(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'mailmanager-recovery-'))
  const file = join(dataDir, 'mail.db')
  const store = await openStore({
    ...storeOptions({ file }),
    backupsFolder: join(dataDir, 'backups'),
  })
  await store.transaction((tx) =>
    tx.users.insert({ id: LOCAL_USER_ID, email: null, name: 'Me', createdAt: NOW }),
  )
  await seedAccount(store, { userId: LOCAL_USER_ID, status: 'disconnected' })
  await store.maintenance?.backUp('daily')
  await store.close()
  destroyPages(file, [1])
  app = await startHeadlessApp({ dataDir })
})
afterEach(async () => {
  await app.dispose()
})

it('says what is damaged, and the backup brings the mailbox back', async () => {
  const { page } = await openAppPage(browser, app)
  await page.getByRole('heading', { name: /database on this computer is damaged/u }).waitFor()
  await page.getByText(/^Backup of .+: 0 drafts, 0 outgoing messages\.$/u).waitFor()
  await page.getByRole('button', { name: 'Keep a copy' }).click()
  await page.getByText(/^Copied to /u).waitFor()
  await page.getByRole('button', { name: 'Restore backup' }).click()
  await page.getByRole('treeitem', { name: /Work/u }).first().waitFor()
  await page.context().close()
})

it.each(['light', 'dark'] as const)('speaks Spanish too, %s', async (colorScheme) => {
  const { page } = await openAppPage(browser, app, { locale: 'es-ES', colorScheme })
  await page.getByRole('heading', { name: /está dañada/u }).waitFor()
  await page.getByText(/^Copia del /u).waitFor()
  const shots = process.env['MAILMANAGER_SCREENSHOTS']
  if (shots !== undefined)
    await page.screenshot({ path: join(shots, `recovery-${colorScheme}.png`) })
  expect(await page.getByRole('button').count()).toBe(3)
  await page.context().close()
})
