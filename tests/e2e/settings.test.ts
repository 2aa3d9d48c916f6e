import type { Page } from 'playwright-core'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { messageRows, openAppPage, type AppPage } from '../support/app/open-app-page.ts'
import { shareDemo } from '../support/app/shared-demo.ts'

/** Every setting takes effect at once and is still there after a reload. */

const demo = shareDemo()
let visited: AppPage
let page: Page

beforeEach(async () => {
  // As they are at first: the tests share one host.
  await demo.app.api('PATCH', '/api/settings', {
    theme: 'system',
    language: 'system',
    density: 'comfortable',
    reading_pane: 'right',
    mark_read_on_open: true,
  })
  visited = await openAppPage(demo.browser, demo.app)
  page = visited.page
  await messageRows(page).first().waitFor()
})
afterEach(async () => {
  expect(visited.pageErrors).toEqual([])
  await page.context().close()
})

async function choose(setting: string, option: string): Promise<void> {
  await page.getByRole('dialog').getByRole('combobox', { name: setting }).click()
  await page.getByRole('option', { name: option, exact: true }).click()
}

async function settings(tab?: string): Promise<void> {
  await page.getByRole('button', { name: 'Settings' }).click()
  if (tab !== undefined) await page.getByRole('tab', { name: tab }).click()
}

async function reload(): Promise<void> {
  await page.reload()
  await messageRows(page).first().waitFor()
}

const rowHeight = async () => (await messageRows(page).first().boundingBox())?.height ?? 0
const isDark = () => page.evaluate(() => document.documentElement.classList.contains('dark'))

describe('an account', () => {
  it('has a name that mail leaves with, which stays as it was typed', async () => {
    await settings('Accounts')
    const name = page.getByRole('textbox', { name: /^Your name in mail from/u }).first()
    await expect.poll(() => name.inputValue()).not.toBe('')
    await name.fill('Dr. Alex Moreno')
    await name.press('Enter')
    await reload()
    await settings('Accounts')
    await expect.poll(() => name.inputValue()).toBe('Dr. Alex Moreno')
    await page.getByRole('dialog').first().waitFor()
  })
})

describe('the look', () => {
  it('is dark when dark is chosen, behind the open dialog and after a reload', async () => {
    expect(await isDark()).toBe(false)
    await settings()
    await choose('Theme', 'Dark')
    await expect.poll(isDark).toBe(true)
    await reload()
    expect(await isDark()).toBe(true)
  })

  it('has lower rows in a denser list', async () => {
    const before = await rowHeight()
    await settings()
    await choose('Density of lists', 'Compact')
    await page.keyboard.press('Escape')
    await expect.poll(rowHeight).toBeLessThan(before)
    await reload()
    await expect.poll(rowHeight).toBeLessThan(before)
  })

  it('speaks Spanish at once and stays with it', async () => {
    await settings()
    await choose('Language', 'Español')
    await page.getByRole('heading', { name: 'Ajustes' }).waitFor()
    await reload()
    await page.getByRole('button', { name: 'Redactar' }).waitFor()
    expect(await page.evaluate(() => document.documentElement.lang)).toBe('es')
  })
})

describe('the reading pane', () => {
  it('goes below the list, or away: then a message covers the list and U leads back', async () => {
    await settings()
    await choose('Reading pane', 'Bottom')
    await page.keyboard.press('Escape')
    await messageRows(page).first().click()
    const frame = page.locator('iframe[sandbox]')
    await frame.waitFor()
    const list = await page.getByRole('listbox', { name: 'Messages' }).boundingBox()
    const text = await frame.boundingBox()
    expect(text?.y).toBeGreaterThan((list?.y ?? 0) + (list?.height ?? 0) - 1)

    await settings()
    await choose('Reading pane', 'Off')
    await page.keyboard.press('Escape')
    await reload()
    await page.keyboard.press('j')
    await page.keyboard.press('o')
    await frame.waitFor()
    await page.keyboard.press('u')
    await frame.waitFor({ state: 'detached' })
    await messageRows(page).first().waitFor()
  })
})

describe('opening a message', () => {
  it('leaves it unread when that is what was chosen', async () => {
    await settings()
    await page.getByRole('switch', { name: 'Mark messages as read when opened' }).click()
    await page.keyboard.press('Escape')
    await reload()
    const unread = page.getByRole('option', { name: /^Unread/u })
    const before = await unread.count()
    await unread.first().click()
    await page.locator('iframe[sandbox]').waitFor()
    await page.keyboard.press('Shift+I')
    await expect.poll(() => unread.count()).toBe(before - 1)
  })
})

describe('accounts', () => {
  it('a mailbox gets another name everywhere', async () => {
    await settings('Accounts')
    const name = page.getByRole('dialog').getByRole('textbox', { name: 'Name of the mailbox' })
    await name.fill('Studio')
    await name.press('Enter')
    await page.keyboard.press('Escape')
    await page.getByRole('treeitem', { name: /^Studio/u }).waitFor()
    await reload()
    await page.getByRole('treeitem', { name: /^Studio/u }).waitFor()
  })

  it('deleting an account is asked about first, says what happens, and happens', async () => {
    await settings('Accounts')
    const remove = page.getByRole('dialog').getByRole('button', { name: 'Delete', exact: true })
    await expect.poll(() => remove.count()).toBe(3)
    await remove.first().click()
    const question = page.getByRole('dialog', { name: /^Delete the account “Work \(demo\)”/u })
    await question.getByText('The simulated mail and its drafts are removed').waitFor()
    await question.getByRole('button', { name: 'Cancel' }).click()
    await expect.poll(() => remove.count()).toBe(3)
    await remove.first().click()
    await question.getByRole('button', { name: 'Delete' }).click()
    await expect.poll(() => remove.count()).toBe(2)
    await page.getByText('Account deleted').first().waitFor()
    await page.getByRole('treeitem', { name: 'Work (demo)' }).waitFor({ state: 'detached' })
  })

  it('a new signature is under the next message', async () => {
    await settings('Accounts')
    const signature = page.getByRole('dialog').getByRole('textbox', { name: 'Signature' })
    await signature.fill('Mara, from the studio')
    await page.keyboard.press('Escape')
    await page.getByRole('heading', { name: 'Settings' }).waitFor({ state: 'detached' })
    const saved = async () =>
      JSON.stringify((await demo.app.api('GET', '/api/mailboxes')).body).includes('from the studio')
    await expect.poll(saved).toBe(true)
    await reload()
    await page.keyboard.press('c')
    const text = page.getByRole('textbox', { name: 'Message text' })
    await expect.poll(() => text.innerText()).toContain('Mara, from the studio')
  })
})
