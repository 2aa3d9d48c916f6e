import { describe, expect, it } from 'vitest'
import { createListedMessages } from './listed-messages.ts'

const gmailId = (n: number): string => (0x18c2_0000_0000_0000n + BigInt(n) * 977n).toString(16)
const graphId = (n: number): string => `AAMkAGFNq8PH0YqUeyWVpD9pdHTyvX${n.toString(36)}AAA=`

describe('the ids that a provider lists', () => {
  it.each([
    ['Gmail', gmailId],
    ['Graph', graphId],
  ])('are found, and no others: %s', (_name, idOf) => {
    const listed = createListedMessages()
    for (let n = 0; n < 20_000; n += 2) listed.add(idOf(n))
    for (let n = 0; n < 20_000; n += 1) expect(listed.has(idOf(n))).toBe(n % 2 === 0)
  })

  it('keep the labels they are listed under, more than 32 of them', () => {
    const listed = createListedMessages(70)
    for (let n = 0; n < 1_000; n += 1) listed.add(gmailId(n))
    for (let n = 0; n < 1_000; n += 1) {
      for (let label = 69; label >= 0; label -= 1) {
        if ((n + label) % 23 === 0) listed.addLabel(gmailId(n), label)
      }
    }
    for (let n = 0; n < 1_000; n += 1) {
      const expected = Array.from({ length: 70 }, (_, label) => label).filter(
        (label) => (n + label) % 23 === 0,
      )
      expect(listed.labelsOf(gmailId(n))).toEqual(expected)
    }
  })

  it('may be listed twice, or under a label only', () => {
    const listed = createListedMessages(3)
    listed.add('18c2')
    listed.add('18c2')
    listed.addLabel('18c2', 1)
    listed.addLabel('18c2', 1)
    listed.addLabel('18c3', 2)
    expect(listed.labelsOf('18c2')).toEqual([1])
    expect(listed.has('18c3')).toBe(false)
    expect(listed.labelsOf('18c3')).toEqual([])
  })

  it('of a million messages with forty labels take less than 40 MB', () => {
    const before = process.memoryUsage().arrayBuffers
    const listed = createListedMessages(40)
    for (let n = 0; n < 1_000_000; n += 1) listed.add(gmailId(n))
    for (let n = 0; n < 1_000_000; n += 50) listed.addLabel(gmailId(n), n % 40)
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(40 * 1024 * 1024)
    expect(listed.has(gmailId(999_999))).toBe(true)
  })
})
