import type { Page } from 'playwright-core'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { messageRows, openAppPage, type AppPage } from '../support/app/open-app-page.ts'
import { shareDemo } from '../support/app/shared-demo.ts'

/** Writing a message in the demo: recipients, warnings, files, windows, drafts. */

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

const subject = () => page.getByRole('textbox', { name: 'Subject' })
const text = () => page.getByRole('textbox', { name: 'Message text' })
const to = () => page.getByRole('textbox', { name: 'To', exact: true })
const send = () => page.getByRole('button', { name: 'Send', exact: true })

async function compose(title: string): Promise<void> {
  await page.keyboard.press('c')
  await subject().fill(title)
}

const paste = (words: string, type = 'text/plain') =>
  page.evaluate(
    ([data, dataType]) => {
      const clipboardData = new DataTransfer()
      clipboardData.setData(dataType, data)
      document.activeElement?.dispatchEvent(
        new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }),
      )
    },
    [words, type] as const,
  )

describe('recipients', () => {
  it('come out of one paste, each by itself, and a wrong one stops the message with its reason', async () => {
    await compose('Many')
    await to().focus()
    await paste('Ana <ana@example.com>, bo@example.com; "Doe, E" <de@example.com>\nnonsense@')
    expect(await page.getByRole('button', { name: /^Remove /u }).count()).toBe(4)
    await page.keyboard.press('Control+Enter')
    await page.getByText('“nonsense@” is not an e-mail address. Correct or remove it.').waitFor()
    await page.getByRole('button', { name: 'Remove nonsense@' }).click()
    await page
      .getByText('“nonsense@” is not an e-mail address. Click')
      .waitFor({ state: 'detached' })
  })
})

describe('recipients that are pasted', () => {
  it('go where the cursor is, from a spreadsheet too, and nobody is left out', async () => {
    await compose('Rows')
    await to().fill('last@example.com')
    await to().press('Home')
    await paste('Ana\tana@example.com\nBo\tbo@example.com\n')
    const chips = page.getByRole('button', { name: /^Edit /u })
    await expect.poll(() => chips.allTextContents()).toEqual(['Ana', 'Bo', 'last@example.com'])
  })
})

describe('a recipient that has the focus', () => {
  it('is copied with its name and address, and removed by Delete', async () => {
    await compose('Keys')
    await to().focus()
    await paste('Ana <ana@example.com>, bo@example.com')
    const chip = page.getByRole('button', { name: 'Edit Ana <ana@example.com>' })
    await chip.focus()
    const copied = await chip.evaluate((button) => {
      const clipboardData = new DataTransfer()
      button.dispatchEvent(
        new ClipboardEvent('copy', { clipboardData, bubbles: true, cancelable: true }),
      )
      return clipboardData.getData('text/plain')
    })
    expect(copied).toBe('Ana <ana@example.com>')
    await page.keyboard.press('Delete')
    await chip.waitFor({ state: 'detached' })
    expect(await page.getByRole('button', { name: /^Edit /u }).allTextContents()).toEqual([
      'bo@example.com',
    ])
    expect(await to().evaluate((input) => input === document.activeElement)).toBe(true)
  })
})

describe('text that is pasted', () => {
  it.each([
    [
      'a spreadsheet',
      '<table><colgroup><col></colgroup><tr><td>Ana</td><td>12</td></tr><tr><td>Bo</td><td>7</td></tr></table>',
      ['Ana\u200312', 'Bo\u20037'],
    ],
    [
      'Word',
      '<style>p.MsoNormal{mso-x:1}</style><p class=MsoNormal>One<o:p></o:p></p><table class=MsoTableGrid><tr><td><p class=MsoNormal>a</p></td><td><p class=MsoNormal>b</p></td></tr></table>',
      ['One', 'a\u2003b'],
    ],
    [
      'a table in a table',
      '<table><tr><td>a</td><td><table><tr><td>b</td><td>c</td></tr></table></td></tr></table>',
      ['a\u2003b\u2003c'],
    ],
  ])('keeps the cells of %s apart', async (_, html, lines) => {
    await compose('Cells')
    await text().click()
    await paste(html, 'text/html')
    await expect
      .poll(async () =>
        (await text().locator('p').allTextContents()).filter((line) => line.trim() !== ''),
      )
      .toEqual(expect.arrayContaining(lines))
  })
})

describe('before a message leaves', () => {
  it('asks once about a forgotten attachment, and sends when told to', async () => {
    await compose('The plan')
    await to().fill('ana@example.com')
    await text().click()
    await page.keyboard.type('The plan is attached.')
    await send().click()
    await page.getByText('The text mentions an attachment, but there is none.').waitFor()
    await page.getByRole('button', { name: 'Send anyway' }).click()
    await page.getByRole('treeitem', { name: /^Sent/u }).first().click()
    await messageRows(page).filter({ hasText: 'The plan is attached.' }).first().waitFor()
  })

  it('a click above the signature writes above it, and the draft shows those words', async () => {
    await compose('Above the signature')
    await text().click()
    await page.keyboard.type('Words of mine')
    await page.getByRole('button', { name: 'Close', exact: true }).click()
    await page
      .getByRole('treeitem', { name: /^Drafts/u })
      .first()
      .click()
    await page.getByText('Words of mine').waitFor()
  })

  it('names what is too large for one message', async () => {
    await compose('Heavy')
    await to().fill('ana@example.com')
    const drop = await page.evaluateHandle(() => {
      const transfer = new DataTransfer()
      transfer.items.add(new File([new Uint8Array(40_000_000)], 'film.mov', { type: 'video/mp4' }))
      return transfer
    })
    await text().dispatchEvent('drop', { dataTransfer: drop })
    await page.getByText(/more than the .* one message can carry/u).waitFor()
    await send().click()
    await page.getByText(/too large\. Remove one/u).waitFor()
    await page.getByRole('button', { name: 'Remove film.mov' }).click()
    await page.getByText(/one message can carry/u).waitFor({ state: 'detached' })
  })
})

describe('a draft', () => {
  it('is kept by closing, is found under Drafts, and goes on where it stopped', async () => {
    await compose('Half a plan')
    await page.getByRole('button', { name: 'Close', exact: true }).click()
    await page.getByText('Draft kept on this device').first().waitFor()
    await page
      .getByRole('treeitem', { name: /^Drafts/u })
      .first()
      .click()
    await page.getByText('Half a plan').click()
    await expect.poll(() => subject().inputValue()).toBe('Half a plan')
  })

  it('that is thrown away comes back with Undo', async () => {
    await compose('Not so bad after all')
    await page.getByText(/^Saved .* on this device$/u).waitFor()
    await page.getByRole('button', { name: 'Discard', exact: true }).click()
    await subject().waitFor({ state: 'detached' })
    await page.getByRole('button', { name: 'Undo' }).click()
    await expect.poll(() => subject().inputValue()).toBe('Not so bad after all')
  })

  it('shows up in a second window as it is written', async () => {
    const other = await openAppPage(demo.browser, demo.app)
    await other.page
      .getByRole('treeitem', { name: /^Drafts/u })
      .first()
      .click()
    await compose('Seen from over there')
    await other.page.getByText('Seen from over there').waitFor()
    await other.page.context().close()
  })
})

describe('several composers', () => {
  it('stand side by side, fold into bars and unfold, each with its own text', async () => {
    await compose('First')
    await messageRows(page).first().click()
    await compose2('Second')
    const windows = page.getByRole('dialog')
    expect(await windows.count()).toBe(2)
    await page
      .getByRole('dialog', { name: 'Second' })
      .getByRole('button', { name: 'Minimise' })
      .click()
    await page
      .getByRole('group', { name: 'Second' })
      .getByRole('button', { name: /^Open/u })
      .click()
    await page
      .getByRole('dialog', { name: 'Second' })
      .getByRole('button', { name: 'Full size' })
      .click()
    await page
      .getByRole('dialog', { name: 'Second' })
      .getByRole('button', { name: 'Back to the corner' })
      .click()
    const first = page
      .getByRole('dialog', { name: 'First' })
      .getByRole('textbox', { name: 'Subject' })
    expect(await first.inputValue()).toBe('First')
  })

  async function compose2(title: string): Promise<void> {
    await page.keyboard.press('c')
    await page
      .getByRole('dialog', { name: 'New message' })
      .getByRole('textbox', { name: 'Subject' })
      .fill(title)
  }
})

describe('a small window', () => {
  it('never has a toast over the Send button', async () => {
    await page.setViewportSize({ width: 900, height: 600 })
    await compose('One')
    await page.getByText(/^Saved .* on this device$/u).waitFor()
    await page.getByRole('button', { name: 'Close', exact: true }).click()
    const toast = page.getByText('Draft kept on this device').first()
    await toast.waitFor()
    await page.keyboard.press('c')
    await send().waitFor()
    for (const grow of [false, true]) {
      if (grow) await page.getByRole('button', { name: 'Full size' }).click()
      const over = await send().evaluate((button) => {
        const { left, right, top, bottom } = button.getBoundingClientRect()
        const points = [left + 2, (left + right) / 2, right - 2]
        return points.every((x) =>
          button.contains(document.elementFromPoint(x, (top + bottom) / 2)),
        )
      })
      expect(over).toBe(true)
    }
  })
})
