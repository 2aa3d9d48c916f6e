import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterEach, describe, expect, it } from 'vitest'
import { startConnectedApp } from '../support/app/connected-app.ts'
import {
  messageRows,
  openAppPage,
  searchMessage,
  type AppPage,
} from '../support/app/open-app-page.ts'
import { shareDemo } from '../support/app/shared-demo.ts'

/** What a message of the demo brings with it: an invitation, a message inside. */

const demo = shareDemo()
let visited: AppPage
let page: Page

afterEach(async () => {
  await page.context().close()
})

async function enter(options: Parameters<typeof openAppPage>[2] = {}): Promise<void> {
  visited = await openAppPage(demo.browser, demo.app, options)
  page = visited.page
  await messageRows(page).first().waitFor()
}

const body = () => page.frameLocator('iframe[sandbox]').locator('body')

describe('an invitation', () => {
  it('is a card above the text: what, when, where, how often and who', async () => {
    await enter({ timezoneId: 'Europe/Madrid', locale: 'en-GB' })
    await (await searchMessage(page, 'Library steering group')).click()
    const card = page.getByRole('article', { name: 'Library steering group' })
    await card.getByText('Invitation', { exact: true }).waitFor()
    await card.getByText(/11:00.*12:30/u).waitFor()
    await card.getByText(/^10:00.*11:30 in London$/u).waitFor()
    await card.getByText('Every 2 weeks, 8 times').waitFor()
    await card.getByText('Council offices, room 2').waitFor()
    await card.getByText('Organised by Ruth Okafor').waitFor()
    const link = card.getByRole('link', { name: 'Open meet.kestrelcouncil.example' })
    expect(await link.getAttribute('rel')).toBe('noopener noreferrer')
    await body().getByText('the steering group meets again').first().waitFor()
    await card.getByRole('button', { name: /^4 people invited: 2 accepted/u }).press('Enter')
    await card.getByText('Nina Sorensen').waitFor()
    expect(visited.pageErrors).toEqual([])
    expect(visited.foreignRequests).toEqual([])
  })

  it('reads in Spanish', async () => {
    await enter({ locale: 'es-ES', timezoneId: 'Europe/Madrid' })
    await (await searchMessage(page, 'Library steering group')).click()
    const card = page.getByRole('article', { name: 'Library steering group' })
    await card.getByText('Invitación', { exact: true }).waitFor()
    await card.getByText('Cada 2 semanas, 8 veces').waitFor()
    await card.getByRole('button', { name: /^4 personas invitadas: 2 han aceptado/u }).waitFor()
  })
})

describe('a message inside a message', () => {
  it('opens in its place with picture and file, by keys alone, and leads back', async () => {
    await enter()
    await (await searchMessage(page, 'Lime mortar')).click()
    const open = page.getByRole('button', {
      name: 'Open the message Invoice March, lime mortar.eml',
    })
    await open.press('Enter')
    await page.getByRole('heading', { name: 'Invoice March, lime mortar' }).waitFor()
    await page.getByText('Lime Works accounts', { exact: true }).waitFor()
    await body().getByText('please find our invoice').waitFor()
    await body().locator('img[src^="data:image/png"]').waitFor()
    // An answer would go to the sender of the outer message.
    await page.keyboard.press('r')
    expect(await page.getByRole('textbox', { name: 'Message text' }).count()).toBe(0)
    const saving = page.waitForEvent('download')
    await page.getByRole('button', { name: 'Save invoice-march.pdf' }).click()
    expect((await saving).suggestedFilename()).toBe('invoice-march.pdf')
    const back = page.getByRole('button', { name: /^Back to “Lime mortar/u })
    await back.focus()
    await page.keyboard.press('u')
    await page.getByRole('heading', { name: 'Lime mortar: their invoice, for the file' }).waitFor()
    await expect
      .poll(() => open.evaluate((element) => element === document.activeElement))
      .toBe(true)
    expect(visited.pageErrors).toEqual([])
  })

  it('is left when another message is chosen', async () => {
    await enter()
    await (await searchMessage(page, 'Lime mortar')).click()
    await page.getByRole('button', { name: /^Open the message/u }).click()
    await page.getByRole('heading', { name: 'Invoice March, lime mortar' }).waitFor()
    await (await searchMessage(page, 'Library steering group')).click()
    await page.getByRole('article', { name: 'Library steering group' }).waitFor()
    expect(await page.getByRole('button', { name: /^Back to/u }).count()).toBe(0)
  })
})

describe('a message that is nothing but what it brings', () => {
  const email = 'ana@example.com'
  const source = (name: string): Buffer =>
    readFileSync(join(import.meta.dirname, '../fixtures/real-mail', `${name}.eml`))

  it('shows the invitation, and opens the message, in the place of its text', async () => {
    const raws = ['invitation-lone', 'inside-lone'].map(source)
    const connected = await startConnectedApp({
      email,
      prepare: (simulator) => {
        const messages = raws.map((raw) => ({ raw, labels: ['INBOX'] }))
        simulator.accounts.create({ email, messages })
      },
    })
    try {
      await connected.untilComplete()
      page = (await openAppPage(demo.browser, connected.app)).page
      await messageRows(page).filter({ hasText: 'Summer outing' }).click()
      const card = page.getByRole('article', { name: 'Ausflug nach Köln' })
      await card.getByText(/June 19.*20, 2026/u).waitFor()
      expect(await page.locator('iframe[sandbox]').count()).toBe(0)
      await messageRows(page).filter({ hasText: 'Fwd: Minutes' }).click()
      await page.getByRole('button', { name: 'Open “Protokoll Änderungen”' }).click()
      await page.getByRole('heading', { name: 'Protokoll Änderungen' }).waitFor()
      await body().getByText('größere Fenster').waitFor()
    } finally {
      await connected.dispose()
    }
  })
})
