import { describe, expect, it } from 'vitest'
import { resolveLanguage } from './i18n.ts'
import { formatLocale } from './use-locale.ts'

describe('the language of the page', () => {
  it('is what the person chose', () => {
    expect(resolveLanguage('es', ['en-US'])).toBe('es')
  })

  it('is the first of the system that we have, else English', () => {
    expect(resolveLanguage('system', ['fr-FR', 'es-AR', 'en-US'])).toBe('es')
    expect(resolveLanguage('system', ['fr-FR'])).toBe('en')
  })
})

describe('the locale of dates', () => {
  it('is the system variant of the language', () => {
    expect(formatLocale('en', ['es-AR', 'en-GB'])).toBe('en-GB')
    expect(formatLocale('es', ['en-GB'])).toBe('es')
    expect(formatLocale('en', ['en-US@posix'])).toBe('en')
  })
})
