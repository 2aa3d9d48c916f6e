import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest'
import { startConnectedApp, type ConnectedApp } from '../support/app/connected-app.ts'
import {
  openBrowser,
  messageRows,
  openAppPage,
  type AppPage,
} from '../support/app/open-app-page.ts'

/** What a person sees and can do when a message cannot leave. */

const EMAIL = 'ana@example.com'

let browser: Browser
let connected: ConnectedApp
let visited: AppPage
let page: Page

beforeAll(async () => {
  browser = await openBrowser(inject('chromium'))
})
afterAll(async () => {
  await browser.close()
})
beforeEach(async () => {
  connected = await startConnectedApp({
    email: EMAIL,
    prepare: (simulator) => {
      simulator.accounts.create({ email: EMAIL, displayName: 'Ana Ruiz', messages: 20 })
    },
  })
  visited = await openAppPage(browser, connected.app)
  page = visited.page
  await messageRows(page).first().waitFor()
})
afterEach(async () => {
  expect(visited.pageErrors).toEqual([])
  await page.context().close()
  await connected.dispose()
})

const subject = () => page.getByRole('textbox', { name: 'Subject' })

async function sendRefused(title: string, file?: { name: string; content: string }): Promise<void> {
  connected.simulator.faults.add({ match: { method: 'drafts.create' }, action: { status: 400 } })
  await page.keyboard.press('c')
  await page.getByRole('textbox', { name: 'To', exact: true }).fill('bo@example.com')
  await subject().fill(title)
  await page.getByRole('textbox', { name: 'Message text' }).click()
  await page.keyboard.type('Every word of it')
  if (file !== undefined) {
    await page
      .locator('input[type=file]')
      .first()
      .setInputFiles({
        name: file.name,
        mimeType: 'text/plain',
        buffer: Buffer.from(file.content),
      })
    await page.getByText(file.name).first().waitFor()
    await expect.poll(() => page.getByRole('progressbar').count()).toBe(0)
  }
  await page.getByRole('button', { name: 'Send', exact: true }).click()
  await page.getByText('The message could not be sent. It is safe in the outbox.').first().waitFor()
  await page.getByRole('treeitem', { name: /^Outbox/u }).click()
  await page.getByText(title).first().waitFor()
  await page.getByText('Not sent.', { exact: false }).first().waitFor()
}

const sentSources = () =>
  [...connected.simulator.accounts.get(EMAIL).messages()]
    .filter(({ labelIds }) => labelIds.includes('SENT'))
    .map(({ raw }) => raw.toString())

const copies = () =>
  [...connected.simulator.accounts.get(EMAIL).messages()].filter(({ labelIds }) =>
    labelIds.includes('SENT'),
  ).length

describe('a message the provider refuses', () => {
  it('leaves with “Try again” once the provider takes it, and leaves once', async () => {
    const before = copies()
    await sendRefused('Second try')
    connected.simulator.faults.clear()
    await page.getByRole('button', { name: 'Try again' }).click()
    await page.getByText(/^Sent at /u).waitFor()
    expect(copies()).toBe(before + 1)
  })

  it('is a draft again with “Edit”, every word in its place', async () => {
    const before = copies()
    await sendRefused('To be mended')
    await page.getByRole('button', { name: 'Edit', exact: true }).click()
    await expect.poll(() => subject().inputValue()).toBe('To be mended')
    expect(await page.getByRole('textbox', { name: 'Message text' }).innerText()).toContain(
      'Every word of it',
    )
    await page.getByText('Taken back.').waitFor()
    expect(copies()).toBe(before)
  })

  it('has its files again with “Edit”, and leaves with them', async () => {
    await sendRefused('With a plan', { name: 'plan.txt', content: 'Build a house' })
    connected.simulator.faults.clear()
    await page.getByRole('button', { name: 'Edit', exact: true }).click()
    await page.getByText('plan.txt').first().waitFor()
    await expect.poll(() => page.getByRole('progressbar').count()).toBe(0)
    await page.getByRole('button', { name: 'Send', exact: true }).click()
    await expect
      .poll(() => sentSources().some((raw) => raw.includes('filename=plan.txt')))
      .toBe(true)
    const source = sentSources().find((raw) => raw.includes('filename=plan.txt'))
    expect(source).toContain(Buffer.from('Build a house').toString('base64'))
  })

  it('is gone with “Discard”, and back with Undo', async () => {
    await sendRefused('Thrown away')
    await page.getByRole('button', { name: 'Discard', exact: true }).click()
    await page.getByText('Message discarded').first().waitFor()
    await page.getByText('Taken back.').waitFor()
    await page.getByRole('button', { name: 'Undo' }).click()
    await expect.poll(() => subject().inputValue()).toBe('Thrown away')
  })
})
