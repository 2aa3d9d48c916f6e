import { describe, expect, it } from 'vitest'
import { findHostInText, findLinkWarning, getRegistrableDomain } from './link-warning.ts'

describe('the host a text claims', () => {
  it.each([
    ['https://www.example.com/login?x=1', 'www.example.com'],
    ['example.com', 'example.com'],
    ['Example.COM/path', 'example.com'],
    ['ana@example.com', 'example.com'],
    ['Read more', null],
    ['See example.com for more', null],
    ['report.pdf', null],
    ['https://host.md/x', 'host.md'],
    ['3.5', null],
  ])('%s → %s', (text, host) => {
    expect(findHostInText(text)).toBe(host)
  })
})

describe('the registered domain', () => {
  it.each([
    ['mail.example.com', 'example.com'],
    ['www.shop.example.co.uk', 'example.co.uk'],
    ['correo.ejemplo.com.ar', 'ejemplo.com.ar'],
    ['localhost', 'localhost'],
    ['127.0.0.1', '127.0.0.1'],
    ['ana.github.io', 'ana.github.io'],
    ['a.b.gov.pl', 'b.gov.pl'],
  ])('of %s is %s', (host, domain) => {
    expect(getRegistrableDomain(host)).toBe(domain)
  })
})

describe('a warning', () => {
  it('comes when the text names another domain', () => {
    expect(findLinkWarning('https://bank.example/login', 'https://evil.test/login')).toEqual({
      kind: 'other_domain',
      shown: 'bank.example',
      actual: 'evil.test',
    })
    expect(findLinkWarning('paypal.com', 'https://paypal.com.evil.test/')).toMatchObject({
      kind: 'other_domain',
    })
  })

  it('does not come for another host of the same domain', () => {
    expect(findLinkWarning('www.example.com', 'https://click.mail.example.com/abc')).toBeNull()
  })

  it('does not come for words', () => {
    expect(findLinkWarning('Reset your password', 'https://anything.test/')).toBeNull()
  })

  it('comes for look-alike letters, however the text is written', () => {
    expect(findLinkWarning('here', 'https://раypal.com/')).toMatchObject({ kind: 'lookalike' })
    expect(findLinkWarning('paypal.com', 'https://раypal.com/')).toMatchObject({
      kind: 'other_domain',
    })
  })

  it('comes when a name stands before an @', () => {
    expect(findLinkWarning('go', 'https://bank.example@evil.test/')).toEqual({
      kind: 'disguised',
      actual: 'evil.test',
    })
  })

  it('leaves other schemes alone', () => {
    expect(findLinkWarning('ana@example.com', 'mailto:bo@other.test')).toBeNull()
    expect(findLinkWarning('x', 'not a url')).toBeNull()
  })
})
