import type { Page } from 'playwright-core'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { messageRows, openAppPage } from '../support/app/open-app-page.ts'
import { shareDemo } from '../support/app/shared-demo.ts'

/** The basics for people who do not see the page, or use no mouse. */

const demo = shareDemo()
let page: Page

afterEach(async () => {
  await page.context().close()
})

async function enter(colorScheme: 'light' | 'dark' = 'light'): Promise<void> {
  page = (await openAppPage(demo.browser, demo.app, { colorScheme })).page
  await messageRows(page).first().waitFor()
  await messageRows(page).nth(6).click()
  await page.locator('iframe[sandbox]').waitFor()
}

/** Interactive elements on the screen to which the browser gives no name. */
function nameless(): Promise<string[]> {
  return page.evaluate(() => {
    const interactive =
      'button, a[href], input:not([type=hidden]), textarea, select, [role=button], [role=option], [role=treeitem], [role=tab], [role=switch], [role=combobox], [role=textbox], [role=dialog], [role=separator][tabindex], iframe'
    const labelled = (element: Element): string =>
      (element.getAttribute('aria-labelledby') ?? '')
        .split(/\s+/u)
        .map((id) => document.getElementById(id)?.textContent ?? '')
        .join('')
    return [...document.querySelectorAll<HTMLElement>(interactive)]
      .filter((element) => element.checkVisibility())
      .filter((element) => {
        const labels = 'labels' in element ? (element.labels as NodeListOf<Element> | null) : null
        const name = [
          element.getAttribute('aria-label'),
          labelled(element),
          ...[...(labels ?? [])].map(({ textContent }) => textContent),
          element.title,
          /input|iframe/iu.test(element.tagName) ? '' : element.textContent,
        ]
        return name.every((text) => (text ?? '').trim() === '')
      })
      .map((element) => element.outerHTML.slice(0, 160))
  })
}

describe('names', () => {
  it('are on everything one can use: list, message, composer, menus, dialogs', async () => {
    await enter()
    expect(await nameless()).toEqual([])
    await page.keyboard.press('r')
    await page.getByRole('textbox', { name: 'Message text' }).waitFor()
    expect(await nameless()).toEqual([])
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'Settings' }).click()
    for (const tab of ['General', 'Accounts', 'Security', 'About']) {
      await page.getByRole('tab', { name: tab }).click()
      expect(await nameless()).toEqual([])
    }
  })

  it('are on what belongs to accounts: their sync, its settings, and the way to a new one', async () => {
    await enter()
    for (const open of [openSyncPopover, openSyncSettings, openMicrosoftStep]) {
      await open()
      expect(await nameless()).toEqual([])
    }
  })
})

describe('the Tab key', () => {
  beforeEach(() => enter())

  it('reaches sidebar, search, list and message in this order, and one sees where it is', async () => {
    await page.getByRole('button', { name: 'Compose', exact: true }).focus()
    const stops: string[] = []
    const invisible: string[] = []
    for (let step = 0; step < 24; step += 1) {
      await page.keyboard.press('Tab')
      const stop = await page.evaluate(() => {
        const element = document.activeElement
        // After the last element of a short message the focus leaves the page once.
        if (!(element instanceof HTMLElement) || element === document.body) return null
        const shown = (one: Element): boolean => {
          const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(one)
          return (outlineStyle !== 'none' && parseFloat(outlineWidth) > 0) || boxShadow !== 'none'
        }
        const seen =
          element.tagName === 'IFRAME' ||
          shown(element) ||
          (element.parentElement !== null && shown(element.parentElement)) ||
          [...element.querySelectorAll('*')].some(shown)
        return {
          seen,
          what: element.outerHTML.slice(0, 140),
          name:
            element.getAttribute('role') === 'treeitem'
              ? 'tree'
              : element.getAttribute('role') === 'listbox'
                ? 'list'
                : element.tagName === 'INPUT'
                  ? 'search'
                  : element.closest('article, [role=toolbar]') !== null ||
                      element.tagName === 'IFRAME'
                    ? 'message'
                    : '',
        }
      })
      if (stop === null) continue
      if (!stop.seen) invisible.push(stop.what)
      if (stop.name !== '' && !stops.includes(stop.name)) stops.push(stop.name)
    }
    expect(stops).toEqual(['tree', 'search', 'list', 'message'])
    expect([...new Set(invisible)]).toEqual([])
  })

  it('goes through a composer field by field, and stays in a dialog', async () => {
    await page.keyboard.press('c')
    await page.getByRole('textbox', { name: 'To', exact: true }).focus()
    const names: string[] = []
    for (let step = 0; step < 6; step += 1) {
      await page.keyboard.press('Tab')
      names.push(
        await page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? ''),
      )
    }
    expect(names.indexOf('Subject')).toBeGreaterThanOrEqual(0)
    expect(names.indexOf('Message text')).toBeGreaterThan(names.indexOf('Subject'))
    await page.getByRole('textbox', { name: 'Subject' }).focus()
    // An open tooltip would take the Escape for itself.
    await page.getByRole('tooltip').waitFor({ state: 'detached' })
    await page.keyboard.press('Escape')
    await page.getByRole('textbox', { name: 'Subject' }).waitFor({ state: 'hidden' })
    await page.keyboard.press('?')
    await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor()
    for (let step = 0; step < 10; step += 1) await page.keyboard.press('Tab')
    expect(
      await page.evaluate(() => document.activeElement?.closest('[role=dialog]') !== null),
    ).toBe(true)
  })
})

describe.each(['light', 'dark'] as const)('contrast in the %s theme', (scheme) => {
  it('is 4.5 to 1 for every text on the screen', async () => {
    await enter(scheme)
    expect(await faint()).toEqual([])
    await page.keyboard.press('r')
    await page.getByRole('textbox', { name: 'Message text' }).waitFor()
    expect(await faint()).toEqual([])
  })

  it('is the same on an invitation and in a message inside a message', async () => {
    await enter(scheme)
    await messageRows(page).filter({ hasText: 'Library steering group' }).first().click()
    await page
      .getByRole('article')
      .getByRole('button', { name: /people invited/u })
      .click()
    expect(await nameless()).toEqual([])
    expect(await faint()).toEqual([])
    await messageRows(page).filter({ hasText: 'Lime mortar' }).first().click()
    await page.getByRole('button', { name: /^Open the message/u }).click()
    await page.getByRole('button', { name: /^Back to/u }).waitFor()
    await page.locator('iframe[sandbox]').waitFor()
    expect(await nameless()).toEqual([])
    expect(await faint()).toEqual([])
  })

  it('is the same where accounts are shown and connected', async () => {
    await enter(scheme)
    for (const open of [openSyncPopover, openSyncSettings, openMicrosoftStep]) {
      await open()
      expect(await faint()).toEqual([])
    }
  })
})

async function openSyncPopover(): Promise<void> {
  await page.getByRole('button', { name: /^Synced/u }).click()
  await page.getByRole('dialog', { name: 'Sync of each account' }).waitFor()
}

async function openSyncSettings(): Promise<void> {
  await page.keyboard.press('Escape')
  await page.getByRole('treeitem', { name: /^Work \(demo\)/u }).click({ button: 'right' })
  await page.getByRole('menuitem', { name: 'Sync settings…' }).click()
  await page.getByRole('combobox', { name: 'Mail to keep here' }).waitFor()
}

/** With a wrong id, so that its error is on the screen as well. */
async function openMicrosoftStep(): Promise<void> {
  await page.getByRole('button', { name: 'Connect an account' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('combobox', { name: 'Provider' }).click()
  await page.getByRole('option', { name: /Outlook/u }).click()
  await dialog.getByRole('button', { name: 'Next' }).click()
  await dialog.getByRole('textbox', { name: 'Application (client) ID' }).fill('not an id')
  await dialog.getByRole('button', { name: 'Use this application' }).click()
  await dialog.getByText(/^An id looks like/u).waitFor()
}

/** Texts on the screen whose contrast (WCAG 2) with what is behind them is below 4.5. */
function faint(): Promise<string[]> {
  return page.evaluate(() => {
    const pixel = document.createElement('canvas').getContext('2d', { willReadFrequently: true })
    if (pixel === null) throw new Error('no canvas')
    const layered = (colours: string[]): number[] => {
      pixel.clearRect(0, 0, 1, 1)
      for (const colour of colours) {
        pixel.fillStyle = colour
        pixel.fillRect(0, 0, 1, 1)
      }
      return [...pixel.getImageData(0, 0, 1, 1).data.slice(0, 3)]
    }
    const luminance = (rgb: number[]): number => {
      const [r = 0, g = 0, b = 0] = rgb.map((value) => {
        const share = value / 255
        return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
      })
      return 0.2126 * r + 0.7152 * g + 0.0722 * b
    }
    const found: string[] = []
    for (const element of document.body.querySelectorAll<HTMLElement>('*')) {
      const own = [...element.childNodes].some(
        (node) => node.nodeType === Node.TEXT_NODE && (node.textContent ?? '').trim() !== '',
      )
      const usable = element.closest(':disabled, [aria-disabled=true], [inert]') === null
      if (!own || !usable || !element.checkVisibility({ opacityProperty: true })) continue
      const behind: string[] = []
      for (let one: Element | null = element; one !== null; one = one.parentElement) {
        behind.unshift(getComputedStyle(one).backgroundColor)
      }
      const back = layered(['white', ...behind])
      const front = layered(['white', ...behind, getComputedStyle(element).color])
      const [light = 0, dark = 0] = [luminance(front), luminance(back)].toSorted((a, b) => b - a)
      const ratio = (light + 0.05) / (dark + 0.05)
      if (ratio < 4.5) found.push(`${ratio.toFixed(2)} ${element.innerText.slice(0, 60)}`)
    }
    return found
  })
}
