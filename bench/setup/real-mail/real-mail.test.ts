import { describe, expect, it } from 'vitest'
import { realMail } from './real-mail.ts'

const COUNT = 2000

describe('generated mail', () => {
  const mail = [...realMail(COUNT, 5)]
  const words = mail.map(({ body }) => (body.text ?? '').split(/\s+/u))
  const share = (holds: (index: number) => boolean) =>
    mail.filter((_, index) => holds(index)).length / COUNT

  it('is the same for the same seed', () => {
    expect([...realMail(50, 5)]).toEqual(mail.slice(0, 50))
    expect([...realMail(50, 6)]).not.toEqual(mail.slice(0, 50))
  })

  it('has bodies of about 190 words, very short and very long ones among them', () => {
    const lengths = words.map(({ length }) => length).toSorted((one, other) => one - other)
    const mean = lengths.reduce((sum, length) => sum + length, 0) / COUNT
    expect(mean).toBeGreaterThan(150)
    expect(mean).toBeLessThan(260)
    expect(lengths[Math.floor(COUNT * 0.05)]).toBeLessThan(60)
    expect(lengths[Math.floor(COUNT * 0.95)]).toBeGreaterThan(400)
  })

  it('has a word in more than half of all mail, and thousands in a single message', () => {
    const messagesOf = new Map<string, number>()
    for (const text of words) {
      for (const word of new Set(text)) messagesOf.set(word, (messagesOf.get(word) ?? 0) + 1)
    }
    const counts = [...messagesOf.values()]
    expect(counts.filter((count) => count > COUNT / 2).length).toBeGreaterThan(10)
    expect(counts.filter((count) => count === 1).length).toBeGreaterThan(5000)
  })

  it('has HTML on about 60 % and files on about 10 %', () => {
    expect(share((index) => mail[index]?.body.html !== null)).toBeCloseTo(0.6, 1)
    expect(share((index) => (mail[index]?.attachments.length ?? 0) > 0)).toBeCloseTo(0.1, 1)
  })

  it('has conversations of one to twelve messages', () => {
    const sizes = new Map<string, number>()
    for (const { providerThreadId: id } of mail) sizes.set(id, (sizes.get(id) ?? 0) + 1)
    expect(Math.max(...sizes.values())).toBeGreaterThan(5)
    expect(Math.max(...sizes.values())).toBeLessThanOrEqual(13)
    expect([...sizes.values()].filter((size) => size === 1).length).toBeGreaterThan(COUNT / 4)
  })
})
