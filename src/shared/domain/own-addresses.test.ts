import { describe, expect, it } from 'vitest'
import { createIsMe, isSameAddress, ownAddresses } from './own-addresses.ts'

const accounts = [
  { emailAddress: 'meself@gmail.com', aliases: [{ address: 'Sales@shop.example' }] },
  { emailAddress: 'ana.ruiz@contoso.example', aliases: [] },
  { emailAddress: null, aliases: [] },
]
const isMe = createIsMe(ownAddresses(accounts))

describe('is this me?', () => {
  it.each([
    'meself@gmail.com',
    'MeSelf@GMail.com',
    'me.self@gmail.com',
    'm.e.s.e.l.f+shop@gmail.com',
    'meself@googlemail.com',
    'me.self+a+b@googlemail.com',
    'sales@shop.example',
    'sales+autumn@shop.example',
    'Ana.Ruiz+newsletter@contoso.example',
    ' meself@gmail.com ',
  ])('%s is', (address) => {
    expect(isMe(address)).toBe(true)
  })

  it.each([
    // Dots are a matter of Google's own domains alone.
    'anaruiz@contoso.example',
    's.ales@shop.example',
    'meself@gmail.com.evil.example',
    'meself@notgmail.com',
    'meself-shop@gmail.com',
    '+shop@gmail.com',
    'other+meself@gmail.com',
    'sales@other.example',
    '',
    'nonsense',
  ])('%s is not', (address) => {
    expect(isMe(address)).toBe(false)
  })

  it('takes an address with a plus that is really one’s own as it is written', () => {
    const isTeam = createIsMe(['team+leads@contoso.example'])
    expect(isTeam('team+leads@contoso.example')).toBe(true)
    expect(isTeam('team@contoso.example')).toBe(false)
    expect(isTeam('team+other@contoso.example')).toBe(false)
  })

  it('knows a Gmail address of one’s own in whatever spelling the account has it', () => {
    expect(createIsMe(['Me.Self+work@googlemail.com'])('meself@gmail.com')).toBe(true)
  })
})

it('two spellings are the same address only where the case differs', () => {
  expect(isSameAddress('Ana@Example.com', ' ana@example.com')).toBe(true)
  expect(isSameAddress('me.self@gmail.com', 'meself@gmail.com')).toBe(false)
})
