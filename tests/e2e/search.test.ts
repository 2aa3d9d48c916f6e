import type { Page } from 'playwright-core'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { messageRows, openAppPage, type AppPage } from '../support/app/open-app-page.ts'
import { shareDemo } from '../support/app/shared-demo.ts'

/** What a person types in the search field, and what the list shows then. */

const demo = shareDemo()
let visited: AppPage
let page: Page

beforeEach(async () => {
  visited = await openAppPage(demo.browser, demo.app)
  page = visited.page
  await messageRows(page).first().waitFor()
})
afterEach(async () => {
  expect(visited.pageErrors).toEqual([])
  await page.context().close()
})

async function search(text: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Search' }).fill(text)
}

const results = () => page.getByText(/^(?:more than )?[\d,]+ results?$/u)

describe('a search', () => {
  it('marks in the list what it looks for, in senders, subjects and snippets', async () => {
    await search('harb')
    await results().waitFor()
    const marks = messageRows(page).locator('mark')
    await marks.first().waitFor()
    for (const text of await marks.allInnerTexts()) expect(text.toLowerCase()).toBe('harb')
    await search('')
    await expect.poll(() => marks.count()).toBe(0)
  })

  it('understands operators, and says what it does not understand', async () => {
    await search('has:attachment is:unread')
    await results().waitFor()
    expect(await messageRows(page).first().getAttribute('aria-label')).toMatch(/^Unread/u)

    await search('form:nobody plan')
    await page.getByText('“form:nobody” is no operator, so it is searched as words.').waitFor()
    await search('larger:huge plan')
    await page.getByText('“larger:huge” is not understood, so it is searched as words.').waitFor()
  })

  it('finds in another box what it names, and comes back to the list when it is emptied', async () => {
    await search('in:sent')
    await results().waitFor()
    await expect
      .poll(async () => (await messageRows(page).first().innerText()).startsWith('To'))
      .toBe(true)
    await page.getByRole('textbox', { name: 'Search' }).press('Escape')
    await page.getByText(/^[\d,]+ messages$/u).waitFor()
  })
})
