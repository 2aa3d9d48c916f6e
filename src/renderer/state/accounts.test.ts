import { describe, expect, it } from 'vitest'
import { accountName } from './accounts.ts'

const account = {
  accountId: '6a797995',
  provider: 'gmail',
  displayLabel: 'gmail:6a797995',
  emailAddress: 'ana@example.com',
} as const

describe('the name of an account', () => {
  it('is the label somebody gave it', () => {
    expect(accountName({ ...account, displayLabel: 'Studio' })).toBe('Studio')
  })

  it('is the address where nobody gave it a label', () => {
    expect(accountName(account)).toBe('ana@example.com')
    expect(accountName({ ...account, displayLabel: '' })).toBe('ana@example.com')
  })

  it('is what there is, before it has been connected', () => {
    expect(accountName({ ...account, emailAddress: null })).toBe('gmail:6a797995')
  })
})
