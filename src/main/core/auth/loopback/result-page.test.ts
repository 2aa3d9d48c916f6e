import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { JSDOM } from 'jsdom'
import { describe, expect, it } from 'vitest'
import {
  PAGE_HEADERS,
  pageLanguage,
  renderResultPage,
  type ResultPageMessage,
} from './result-page.ts'

const MESSAGES: ResultPageMessage[] = [
  { kind: 'connected', title: 'ana@example.com' },
  { kind: 'failed', reason: 'Google can’t be reached.' },
  { kind: 'unknown' },
  { kind: 'used' },
  { kind: 'expired' },
  { kind: 'not-found' },
]

describe('the page at the end of a sign-in', () => {
  it('shows any text as text, never as markup', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const hostile = `<script>alert(1)</script>"'&${text}`
        for (const message of [
          { kind: 'connected', title: hostile },
          { kind: 'failed', reason: hostile },
        ] as const) {
          const { document } = new JSDOM(renderResultPage(message, 'en')).window
          expect(document.querySelectorAll('script, iframe, img, a, form')).toHaveLength(0)
          expect(document.body.textContent).toContain('<script>alert(1)</script>"\'&')
        }
      }),
      { numRuns: 25 },
    )
  })

  it('loads nothing, and its one style is the one the policy allows', () => {
    for (const message of MESSAGES) {
      const page = renderResultPage(message, 'en')
      const { document } = new JSDOM(page).window
      const sources = [...document.querySelectorAll('[src], [href]')].map(
        (element) => element.getAttribute('src') ?? element.getAttribute('href'),
      )
      expect(sources).toEqual(['data:,'])
      const [style, ...others] = [...document.querySelectorAll('style')]
      expect(others).toEqual([])
      expect(document.querySelectorAll('[style]')).toHaveLength(0)
      const hash = createHash('sha256')
        .update(style?.textContent ?? '')
        .digest('base64')
      expect(PAGE_HEADERS['Content-Security-Policy']).toContain(`'sha256-${hash}'`)
      expect(PAGE_HEADERS['Content-Security-Policy']).toMatch(/^default-src 'none';/u)
      expect(PAGE_HEADERS['Content-Security-Policy']).not.toContain('unsafe')
    }
  })

  it('speaks both languages throughout', () => {
    for (const message of MESSAGES) {
      const [en, es] = [renderResultPage(message, 'en'), renderResultPage(message, 'es')]
      expect(heading(en)).not.toBe(heading(es))
      expect(es).toContain('<html lang="es">')
    }
  })

  it.each([
    [undefined, 'en'],
    ['', 'en'],
    ['es', 'es'],
    ['es-AR,es;q=0.9,en;q=0.8', 'es'],
    ['en-GB,en;q=0.9,es;q=0.8', 'en'],
    ['fr-FR,fr;q=0.9,es;q=0.5,en;q=0.7', 'en'],
    ['fr,de', 'en'],
    ['es;q=0, fr', 'en'],
    [';;;,,,q=', 'en'],
  ] as const)('answers Accept-Language %j in %s', (header, language) => {
    expect(pageLanguage(header, 'en')).toBe(language)
  })

  it('falls back on the program’s language', () => {
    expect(pageLanguage('fr', 'es')).toBe('es')
  })
})

function heading(page: string): string | null | undefined {
  return new JSDOM(page).window.document.querySelector('h1')?.textContent
}
