import { expect, it } from 'vitest'
import { addressHue, initialsOf } from './avatar-text.ts'

it.each([
  ['Ana Ruiz', 'a@b.c', 'AR'],
  ['Ana María de la Cruz Ruiz', 'a@b.c', 'AR'],
  ['', 'build.bot@ci.example', 'BB'],
  ['"Ülkü"', 'a@b.c', 'Ü'],
  ['日本 太郎', 'a@b.c', '日太'],
  ['', '', '?'],
])('initials of %j <%s> are %s', (name, email, initials) => {
  expect(initialsOf(name, email)).toBe(initials)
})

it('gives an address one hue, whatever its case', () => {
  expect(addressHue('Ana@Example.com')).toBe(addressHue('ana@example.com'))
  expect(addressHue('ana@example.com')).toBeLessThan(360)
})
