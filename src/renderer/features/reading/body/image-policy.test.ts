import { expect, it } from 'vitest'
import { imagePolicy } from './image-policy.ts'

const ask = { remoteImages: 'ask' as const, trustedImageSenders: ['Ana@example.com'] }

it('blocks what nobody allowed', () => {
  expect(imagePolicy(ask, 'bo@example.com', false)).toBe('block')
})

it('shows for trusted senders, whatever the case', () => {
  expect(imagePolicy(ask, 'ana@EXAMPLE.com', false)).toBe('show')
})

it('shows once, or always', () => {
  expect(imagePolicy(ask, 'bo@example.com', true)).toBe('show')
  expect(imagePolicy({ ...ask, remoteImages: 'always' }, 'bo@example.com', false)).toBe('show')
})
