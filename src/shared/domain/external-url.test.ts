import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { externalUrl } from './external-url.ts'

describe('addresses handed to the system', () => {
  it.each([
    ['https://example.com/a?b=c#d', 'https://example.com/a?b=c#d'],
    ['HTTP://EXAMPLE.com', 'http://example.com/'],
    ['mailto:ana@example.com?subject=Hi', 'mailto:ana@example.com?subject=Hi'],
    ['https://пример.example/', 'https://xn--e1afmkfd.example/'],
  ])('%s passes as %s', (text, expected) => expect(externalUrl(text)).toBe(expected))

  it.each([
    'file:///etc/passwd',
    'file://server/share',
    '\\\\server\\share',
    '//server/share',
    'smb://server/share',
    'ms-msdt:/id',
    'search-ms:query=x',
    'javascript:alert(1)',
    'data:text/html,x',
    'vbscript:x',
    'app://mailmanager/',
    'https:\\\\example.com',
    'https://bank.example@evil.example/',
    'https://user:pass@example.com/',
    'java\nscript:alert(1)',
    'https://example.com/\u0000',
    ' https://example.com/',
    'https://',
    'https:',
    'mailto',
    '',
    `https://example.com/${'a'.repeat(9000)}`,
  ])('%j does not', (text) => expect(externalUrl(text)).toBeNull())

  it('never lets another scheme through, whatever stands before or in it', () => {
    const scheme = fc.constantFrom(
      'file',
      'smb',
      'ms-word',
      'javascript',
      'data',
      'vbscript',
      'app',
    )
    const noise = fc.string({ unit: 'binary', maxLength: 6 })
    const text = fc.tuple(noise, scheme, noise, fc.constantFrom(':', '://', ':\\\\'), noise)
    fc.assert(
      fc.property(text, (parts) => {
        const answer = externalUrl(parts.join(''))
        expect(answer === null || /^(?:https?|mailto):/u.test(answer)).toBe(true)
      }),
      { numRuns: 5_000, seed: 1 },
    )
  })

  it('answers only addresses that it would answer again, unchanged', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.webUrl({ withFragments: true }), fc.string({ unit: 'binary' })),
        (text) => {
          const answer = externalUrl(text)
          if (answer !== null) expect(externalUrl(answer)).toBe(answer)
        },
      ),
      { numRuns: 5_000, seed: 2 },
    )
  })
})
