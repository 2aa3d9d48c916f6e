import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseAddressList } from './address-list.ts'
import { decodeEncodedWords, encodeHeaderText } from './encoded-words.ts'
import { headerValue, parseHeaders, rewriteHeaders, splitHeader } from './headers.ts'
import { baseSubject } from './subject-and-references.ts'

describe('header text', () => {
  it('comes back as it was written, on lines no longer than 76', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 120 }), (text) => {
        const clean = text.replace(/[\r\n\0]+/gu, ' ').toWellFormed()
        fc.pre(!clean.includes('=?'))
        const written = encodeHeaderText(clean)
        if (written !== clean)
          for (const line of written.split('\r\n')) expect(line.length).toBeLessThanOrEqual(76)
        expect(decodeEncodedWords(written)).toBe(clean)
      }),
      { seed: 3 },
    )
  })
})

describe('address lists', () => {
  it.each([
    ['a@b.example', ['a@b.example']],
    ['"Roe, Elsa" <e@x.example>, Tom <t@x.example>', ['e@x.example', 't@x.example']],
    ['Team: a@x.example, b@x.example;', ['a@x.example', 'b@x.example']],
    ['Ana (work) <ANA@X.example>', ['ana@x.example']],
    ['', []],
  ])('%s', (value, emails) => {
    expect(parseAddressList(value)?.map(({ email }) => email)).toEqual(emails)
  })

  it.each(['nobody', 'a@', '@b', 'a@b@c', '<a b@c.example>', 'x@y..z'])(
    '%s is refused',
    (value) => {
      expect(parseAddressList(value)).toBeNull()
    },
  )
})

describe('rewriting a header', () => {
  it('leaves the body and the other fields as they are', () => {
    const raw = Buffer.from(
      'From: a\r\nX-Long: one\r\n two\r\nBcc: x\r\nbcc: y\r\n\r\nbody\n\xff',
      'latin1',
    )
    const changed = rewriteHeaders(raw, { From: 'b', Bcc: null, Date: 'today' })
    expect(changed.toString('latin1')).toBe(
      'From: b\r\nX-Long: one\r\n two\r\nDate: today\r\n\r\nbody\n\xff',
    )
  })

  it('never throws, and what it writes can be read back', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const changed = rewriteHeaders(Buffer.from(text, 'latin1'), { 'X-Mark': 'here' })
        expect(headerValue(parseHeaders(splitHeader(changed).header), 'x-mark')).toBe('here')
      }),
      { seed: 4, numRuns: 1_000 },
    )
  })
})

describe('the base subject', () => {
  it.each(['Plan', 'Re: Plan', 'RE: Fwd: plan', 'AW: WG: Plan', 'Re[2]:  Plan '])(
    'of %j',
    (subject) => {
      expect(baseSubject(subject)).toBe('plan')
    },
  )
})
