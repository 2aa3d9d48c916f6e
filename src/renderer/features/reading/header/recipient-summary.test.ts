import { expect, it } from 'vitest'
import { createIsMe } from '#shared/domain/own-addresses.ts'
import { recipientSummary } from './recipient-summary.ts'

const isMe = createIsMe(['me@example.com'])

const person = (name: string) => ({ name, email: `${name.toLowerCase()}@example.com` })

it('names oneself first, whatever the case of the address', () => {
  const people = [person('Bo'), { name: 'Me Myself', email: 'ME@example.com' }]
  expect(recipientSummary(people, isMe, 'me')).toEqual({ names: 'me, Bo', more: 0 })
})

it('counts who is not named', () => {
  const people = ['A', 'B', 'C', 'D', 'E'].map(person)
  expect(recipientSummary(people, () => false, 'me')).toEqual({ names: 'A, B, C', more: 2 })
})

it('says nothing for nobody', () => {
  expect(recipientSummary([], isMe, 'me')).toEqual({ names: '', more: 0 })
})
