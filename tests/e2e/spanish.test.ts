import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, inject, it } from 'vitest'
import { startHeadlessApp, type HeadlessApp } from '../support/app/headless-app.ts'
import { openBrowser, messageRows, openAppPage } from '../support/app/open-app-page.ts'

/** A Spanish browser sees no English of ours; the demo’s own mail is in several languages. */

let browser: Browser
let app: HeadlessApp
let page: Page

beforeAll(async () => {
  browser = await openBrowser(inject('chromium'))
})
afterAll(async () => {
  await browser.close()
})
beforeEach(async () => {
  app = await startHeadlessApp()
  page = (await openAppPage(browser, app, { locale: 'es-ES' })).page
})
afterEach(async () => {
  await page.context().close()
  await app.dispose()
})

/** Words that stand in every English sentence of ours and in no Spanish one. */
const ENGLISH =
  /\b(?:the|and|your|this|with|from|mail|message|messages|reply|forward|send|close|cancel|settings|search|inbox|unread|account|mailbox|choose|new|more|select|sync|synced|saved|draft|show|hide)\b/iu

/** What the page says outside mail: texts, names, tooltips and placeholders. */
async function english(): Promise<string[]> {
  const said = await page.evaluate(() => {
    const mail = '[role=option], iframe, .ProseMirror, article header, [data-mail], style'
    const found: string[] = []
    for (const element of document.body.querySelectorAll('*')) {
      if (element.closest(mail) !== null) continue
      for (const name of ['aria-label', 'title', 'placeholder', 'alt']) {
        const value = element.getAttribute(name)
        if (value !== null) found.push(value)
      }
      for (const node of element.childNodes) {
        if (node.nodeType === Node.TEXT_NODE) found.push(node.textContent ?? '')
      }
    }
    return found
  })
  // Microsoft’s permissions are called the same in every language.
  const ours = said.map((text) => text.replaceAll(/\b(?:Mail|User)\.\w+/gu, ''))
  return ours.filter((text) => ENGLISH.test(text) && !/\(demo\)|@/u.test(text))
}

it('speaks Spanish from the welcome screen to a message being written', async () => {
  await page.getByRole('button', { name: /^Explorar/u }).waitFor()
  expect(await english()).toEqual([])
  expect(await page.evaluate(() => document.documentElement.lang)).toBe('es')

  await page.getByRole('button', { name: 'Conectar' }).first().click()
  await page.getByRole('dialog').waitFor()
  expect(await english()).toEqual([])
  await page.keyboard.press('Escape')

  await page.getByRole('button', { name: /^Explorar/u }).click()
  await messageRows(page).first().waitFor()
  expect(await english()).toEqual([])

  const spanish = messageRows(page).filter({ hasText: 'Visita a Sevilla' }).first()
  await spanish.click()
  await page.locator('iframe[sandbox]').waitFor()
  expect(await english()).toEqual([])

  await page.keyboard.press('r')
  await page.locator('.ProseMirror').waitFor()
  expect(await english()).toEqual([])
  await page.keyboard.press('Escape')
})

it('speaks Spanish in shortcuts, palette, settings, drafts, outbox and empty boxes', async () => {
  await page.getByRole('button', { name: /^Explorar/u }).click()
  await messageRows(page).first().waitFor()
  for (const key of ['?', 'Control+k']) {
    await page.keyboard.press(key)
    await page.getByRole('dialog').waitFor()
    expect(await english()).toEqual([])
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
  }
  await page.getByRole('button', { name: 'Ajustes' }).click()
  const tabs = page.getByRole('tab')
  await tabs.first().waitFor()
  for (let index = 0; index < (await tabs.count()); index += 1) {
    await tabs.nth(index).click()
    // The licence and the system’s own names are not ours to translate.
    expect(await english()).toEqual([])
  }
  await page.keyboard.press('Escape')
  for (const key of ['d', 'o', 'e']) {
    await page.keyboard.press('g')
    await page.keyboard.press(key)
    await page.waitForFunction(() => document.querySelector('[aria-busy=true]') === null)
    expect(await english()).toEqual([])
  }
})

it('speaks Spanish where an Outlook account is connected, from the steps to a wrong id', async () => {
  await page.getByRole('button', { name: 'Conectar Outlook' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name: 'Siguiente' }).click()
  await dialog.getByRole('textbox', { name: 'Id. de aplicación (cliente)' }).fill('no es un id')
  await dialog.getByRole('button', { name: 'Usar esta aplicación' }).click()
  await dialog.getByText(/^Un id tiene la forma/u).waitFor()
  expect(await english()).toEqual([])
})

it('speaks Spanish where accounts sync, pause and keep less mail', async () => {
  await page.getByRole('button', { name: /^Explorar/u }).click()
  await messageRows(page).first().waitFor()
  await page.getByRole('button', { name: /^Sincronizado/u }).click()
  await page.getByRole('dialog', { name: 'Sincronización de cada cuenta' }).waitFor()
  expect(await english()).toEqual([])
  await page.keyboard.press('Escape')
  await page
    .getByRole('treeitem', { name: /\(demo\)/u })
    .first()
    .click({ button: 'right' })
  expect(await english()).toEqual([])
  await page.getByRole('menuitem', { name: 'Ajustes de sincronización…' }).click()
  await page.getByRole('switch', { name: 'Pausar la sincronización' }).click()
  await page.getByRole('combobox', { name: 'Correo que se guarda aquí' }).click()
  expect(await english()).toEqual([])
  await page.getByRole('option', { name: 'Los últimos 30 días' }).click()
  await page.getByRole('dialog', { name: /^¿Guardar aquí menos correo/u }).waitFor()
  expect(await english()).toEqual([])
})
