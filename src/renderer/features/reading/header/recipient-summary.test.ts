import { expect, it } from 'vitest'
import { recipientSummary } from './recipient-summary.ts'

const person = (name: string) => ({ name, email: `${name.toLowerCase()}@example.com` })

it('names oneself first, whatever the case of the address', () => {
  const people = [person('Bo'), { name: 'Me Myself', email: 'ME@example.com' }]
  expect(recipientSummary(people, 'me@example.com', 'me')).toEqual({ names: 'me, Bo', more: 0 })
})

it('counts who is not named', () => {
  const people = ['A', 'B', 'C', 'D', 'E'].map(person)
  expect(recipientSummary(people, null, 'me')).toEqual({ names: 'A, B, C', more: 2 })
})

it('says nothing for nobody', () => {
  expect(recipientSummary([], 'me@example.com', 'me')).toEqual({ names: '', more: 0 })
})
