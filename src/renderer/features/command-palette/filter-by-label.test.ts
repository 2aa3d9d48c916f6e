import { expect, it } from 'vitest'
import { filterByLabel } from './filter-by-label.ts'

const labels = (typed: string, all: string[]) =>
  filterByLabel(
    all.map((label) => ({ label })),
    typed,
  ).map(({ label }) => label)

it('keeps the order for no text', () => {
  expect(labels(' ', ['b', 'a'])).toEqual(['b', 'a'])
})

it('wants every word, without regard to accents and case', () => {
  const all = ['Ir a Buzón de entrada', 'Ir a Archivo']
  expect(labels('BUZON ir', all)).toEqual(['Ir a Buzón de entrada'])
})

it('puts beginnings of words first', () => {
  expect(labels('re', ['Mark as unread', 'Reply'])).toEqual(['Reply', 'Mark as unread'])
})
