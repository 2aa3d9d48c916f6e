import { createHash } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import PostalMime from 'postal-mime'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest'
import { startConnectedApp, type ConnectedApp } from '../support/app/connected-app.ts'
import { openAppPage, openBrowser, type AppPage } from '../support/app/open-app-page.ts'
import { eventually } from '../support/eventually.ts'

/** The files of a message being written: uploaded at once, kept with the draft, sent by reference. */

const EMAIL = 'ana@example.com'
const PLAN = Buffer.alloc(3_000_000, 'a plan that is not short. ')
const SCREENSHOTS = process.env['MAILMANAGER_SCREENSHOTS']

let browser: Browser
let connected: ConnectedApp
let visited: AppPage
let page: Page

beforeAll(async () => {
  browser = await openBrowser(inject('chromium'))
  connected = await startConnectedApp({
    email: EMAIL,
    prepare: (simulator) => {
      simulator.accounts.create({ email: EMAIL, displayName: 'Ana Ruiz', messages: 5 })
      simulator.accounts.get(EMAIL).setSendAs([
        {
          sendAsEmail: 'sales@example.com',
          displayName: 'Ana at Sales',
          verificationStatus: 'accepted',
        },
      ])
    },
  })
  await connected.untilComplete()
})
afterAll(async () => {
  await browser.close()
  await connected.dispose()
})
beforeEach(async () => {
  visited = await openAppPage(browser, connected.app)
  page = visited.page
})
afterEach(async () => {
  expect(visited.pageErrors).toEqual([])
  await page.context().close()
})

const subject = () => page.getByRole('textbox', { name: 'Subject' })
const to = () => page.getByRole('textbox', { name: 'To', exact: true })
const send = () => page.getByRole('button', { name: 'Send', exact: true })

async function compose(title: string): Promise<void> {
  await page.getByRole('treeitem').first().waitFor()
  await page.keyboard.press('c')
  await subject().fill(title)
}
async function addFile(name: string, buffer: Buffer): Promise<void> {
  await page
    .locator('input[type=file]')
    .first()
    .setInputFiles({ name, mimeType: 'text/plain', buffer })
  await page.getByText(/^1 file, /u).waitFor()
}
const openDrafts = () =>
  page
    .getByRole('treeitem', { name: /^Drafts/u })
    .first()
    .click()
const uploaded = () =>
  eventually(async () => {
    const { body } = await connected.app.api<{ files: { size: number }[] }[]>(
      'GET',
      `/api/mailboxes/${connected.mailboxId}/drafts`,
    )
    const sizes = body.flatMap(({ files }) => files.map(({ size }) => size))
    return sizes.length === 1 && sizes[0] === PLAN.length
  }, 'the file to be in the draft')

async function sentMessage(title: string) {
  for (const { labelIds, raw } of connected.simulator.accounts.get(EMAIL).messages()) {
    const message = await PostalMime.parse(raw)
    if (labelIds.includes('SENT') && message.subject === title) return message
  }
  return null
}
const digest = (bytes: Uint8Array | string | ArrayBuffer) =>
  createHash('sha256')
    .update(typeof bytes === 'string' ? bytes : new Uint8Array(bytes))
    .digest('hex')

async function screenshot(name: string): Promise<void> {
  if (SCREENSHOTS === undefined) return
  mkdirSync(SCREENSHOTS, { recursive: true })
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    await page.screenshot({ path: join(SCREENSHOTS, `${name}-${colorScheme}.png`) })
  }
}

describe('a file added to a message', () => {
  it('is kept by closing, a reload and a kill, and arrives with the message', async () => {
    await compose('With a plan')
    await to().fill('bo@example.net')
    await addFile('plan.txt', PLAN)
    await uploaded()
    await screenshot('composer-with-file')
    await page.getByRole('button', { name: 'Close', exact: true }).click()
    await page.getByText('Draft kept on this device').first().waitFor()
    await page.reload()
    await openDrafts()
    await page.getByText('With a plan').first().click()
    await page.getByText('plan.txt').first().waitFor()
    // Open while the host is killed.
    await page.context().close()
    await connected.app.kill()
    await connected.restart()
    visited = await openAppPage(browser, connected.app)
    page = visited.page
    await openDrafts()
    await page.getByText('With a plan').first().click()
    await page.getByText('plan.txt').first().waitFor()
    await send().click()
    const message = await eventually(() => sentMessage('With a plan'), 'the message to arrive')
    expect(message.attachments.map(({ filename, content }) => [filename, digest(content)])).toEqual(
      [['plan.txt', digest(PLAN)]],
    )
    expect(message.from).toMatchObject({ name: 'Ana Ruiz', address: EMAIL })
  })

  it('leaves from the alias that was chosen, and is back with Undo after a discard', async () => {
    await compose('From sales')
    await to().fill('bo@example.net')
    await addFile('plan.txt', PLAN)
    await uploaded()
    await page.getByRole('button', { name: /^From .*Choose/u }).click()
    await screenshot('composer-from-menu')
    await page.getByText('Ana at Sales <sales@example.com>').click()
    await page.getByRole('button', { name: 'Discard', exact: true }).click()
    await subject().waitFor({ state: 'detached' })
    await page.getByRole('button', { name: 'Undo' }).click()
    await page.getByText('plan.txt').first().waitFor()
    await send().click()
    const message = await eventually(() => sentMessage('From sales'), 'the message to arrive')
    expect(message.from).toMatchObject({ name: 'Ana at Sales', address: 'sales@example.com' })
    expect(message.attachments).toHaveLength(1)
  })
})
