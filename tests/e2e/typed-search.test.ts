import type { Request } from 'playwright-core'
import { expect, it } from 'vitest'
import { messageRows, openAppPage } from '../support/app/open-app-page.ts'
import { shareDemo } from '../support/app/shared-demo.ts'

/** Each key press asks anew; what is not wanted any more is cancelled, and nobody sees an error. */

const demo = shareDemo()

it('leaves only the last search running while somebody types, over rows that stay', async () => {
  const { page, pageErrors } = await openAppPage(demo.browser, demo.app)
  await messageRows(page).first().waitFor()

  // Searches are held on their way, so that each is still running when the next key comes.
  const running = new Map<Request, () => Promise<void>>()
  const asked: string[] = []
  const queryOf = (request: Request) => new URL(request.url()).searchParams.get('q') ?? ''
  await page.route(
    (url) => url.pathname.endsWith('/emails') && url.searchParams.has('q'),
    (route, request) => {
      asked.push(queryOf(request))
      running.set(request, () => route.continue())
    },
  )
  page.on('requestfailed', (request) => running.delete(request))

  const search = page.getByRole('textbox', { name: 'Search' })
  for (const key of 'harb') {
    const before = asked.length
    await search.press(key)
    // One letter is no search yet.
    if ((await search.inputValue()).length >= 2) {
      await expect.poll(() => asked.length, { timeout: 10_000 }).toBeGreaterThan(before)
    }
  }
  expect(asked).toEqual(['ha', 'har', 'harb'])
  const stillRunning = () => [...running.keys()].map(queryOf)
  await expect.poll(stillRunning, { timeout: 10_000 }).toEqual(['harb'])
  expect(await messageRows(page).count()).toBeGreaterThan(0)
  expect(await page.getByRole('alert').count()).toBe(0)

  for (const goOn of running.values()) await goOn()
  await page.getByText(/^\d+ results?$/u).waitFor()
  await messageRows(page).filter({ hasText: 'Harbour' }).first().waitFor()
  expect(pageErrors).toEqual([])
  await page.context().close()
})
