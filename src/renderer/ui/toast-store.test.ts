import { expect, it } from 'vitest'
import { dismissToast, showToast, useToasts } from './toast-store.ts'

it('never gives one toast’s id to another, so that a late dismissal takes nothing else away', () => {
  const first = showToast({ text: 'Saved' })
  dismissToast(first)
  showToast({ text: 'Not sent' })
  dismissToast(first)
  expect(useToasts.getState().toasts.map(({ text }) => text)).toEqual(['Not sent'])
})
