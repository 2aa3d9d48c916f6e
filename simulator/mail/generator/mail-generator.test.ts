import { describe, expect, it } from 'vitest'
import { createMailGenerator } from './mail-generator.ts'
import { headerValue, parseHeaders, splitHeader } from '../mime/headers.ts'
import { parseMime, walkParts } from '../mime/parse-mime.ts'

const OWNER = { name: 'Mara Lindqvist', email: 'mara@sim.example' }
const UNTIL = Date.UTC(2026, 5, 1)
const make = (messages: number, seed = 5) =>
  createMailGenerator(OWNER, { messages, seed, until: UNTIL, threadSize: 4 })

describe('the mail generator', () => {
  it('gives the same message for the same seed and index', () => {
    expect(make(500).raw(321)).toEqual(make(500).raw(321))
    expect(make(500, 6).raw(321)).not.toEqual(make(500).raw(321))
  })

  it('orders messages by date, the newest just before the end', () => {
    const source = make(400)
    const dates = Array.from({ length: 400 }, (_, index) => source.metadata(index).date)
    expect(dates).toEqual(dates.toSorted((a, b) => a - b))
    expect(dates.at(-1)).toBeLessThanOrEqual(UNTIL)
    expect(UNTIL - (dates.at(-1) ?? 0)).toBeLessThan(3_600_000)
  })

  it('makes threads of the asked size whose answers refer to what they answer', () => {
    const source = make(6_400)
    const heads = new Set<number>()
    for (let index = 0; index < source.count; index += 1)
      heads.add(source.metadata(index).threadHead)
    expect(source.count / heads.size).toBeGreaterThan(3)
    expect(source.count / heads.size).toBeLessThan(5)

    const reply = Array.from({ length: 64 }, (_, index) => index).find(
      (index) => source.metadata(index).threadHead !== index,
    )
    const headers = parseHeaders(splitHeader(source.raw(reply ?? 0)).header)
    const answered = source.indexOfMessageId(headerValue(headers, 'in-reply-to') ?? '')
    expect(source.metadata(answered ?? -1).threadHead).toBe(source.metadata(reply ?? -1).threadHead)
  })

  it('mixes languages, HTML, files, sent mail and spam', () => {
    const source = make(2_000)
    const labels = new Set<string>()
    const types = new Set<string>()
    let text = ''
    for (let index = 0; index < source.count; index += 1) {
      for (const label of source.metadata(index).labels) labels.add(label)
      const message = parseMime(source.raw(index))
      for (const part of walkParts(message)) types.add(part.mimeType)
      text += headerValue(message.headers, 'subject') ?? ''
    }
    expect([...labels]).toEqual(
      expect.arrayContaining(['SENT', 'SPAM', 'TRASH', 'INBOX', 'UNREAD']),
    )
    expect([...types]).toEqual(
      expect.arrayContaining(['text/html', 'text/plain', 'application/pdf', 'image/png']),
    )
    expect(text).toContain('=?UTF-8?B?')
  })
})
