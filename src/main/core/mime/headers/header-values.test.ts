import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeHeaderValue, parseAddressList, parseDate, parseMessageIds } from './header-values.ts'

describe('decodeHeaderValue', () => {
  it.each([
    ['=?utf-8?Q?Gr=C3=BC=C3=9Fe?=', 'Grüße'],
    ['=?UTF-8?B?R3LDvMOfZQ?=', 'Grüße'],
    ['=?utf-8?B?R3LD?= =?utf-8?B?vMOfZQ==?=', 'Grüße'],
    ['=?iso-8859-1*de?q?f=FCr?= dich', 'für dich'],
    ['a =?utf-8?q?b?= c', 'a b c'],
    ['=?utf-8?q?a?=\r\n =?utf-8?q?b?=', 'ab'],
    ['"=?utf-8?q?quoted?="', '"quoted"'],
    ['one\r\n two', 'one two'],
    ['=?broken', '=?broken'],
    ['=?utf-8?x?none?=', '=?utf-8?x?none?='],
    ['raw \xc3\xbc as bytes', 'raw ü as bytes'],
    ['already ü', 'already ü'],
    ['a\u0000b\u0007c', 'ab c'],
  ])('reads %j', (raw, text) => {
    expect(decodeHeaderValue(raw)).toBe(text)
  })

  it('lets no encoded word bring in a line break', () => {
    expect(decodeHeaderValue('=?utf-8?q?a=0D=0ABcc:_x=40y=2Ez?=')).toBe('a Bcc: x@y.z')
  })
})

describe('parseAddressList', () => {
  it.each([
    ['a@b.c', [{ name: '', email: 'a@b.c' }]],
    ['Ana <a@b.c>, "B, C" <d@e.f>', [person('Ana', 'a@b.c'), person('B, C', 'd@e.f')]],
    ['=?utf-8?q?Ruiz=2C_Ana?= <a@b.c>', [person('Ruiz, Ana', 'a@b.c')]],
    ['a@b.c (Ana (home))', [person('Ana (home)', 'a@b.c')]],
    ['undisclosed-recipients:;', []],
    [
      'Team: a@b.c, D <d@e.f>; , g@h.i',
      [person('', 'a@b.c'), person('D', 'd@e.f'), person('', 'g@h.i')],
    ],
    ['<@relay,@other:a@b.c>', [person('', 'a@b.c')]],
    ['Ana a@b.c', [person('Ana', 'a@b.c')]],
    ['"Ana" <a@b.c', [person('Ana', 'a@b.c')]],
    ['<MAILER-DAEMON>', [person('', 'MAILER-DAEMON')]],
    ['Just A Name', [person('Just A Name', '')]],
    ['"x\\"y" <a@b.c>', [person('x"y', 'a@b.c')]],
    ['', []],
    [',;,', []],
  ])('reads %j', (raw, people) => {
    expect(parseAddressList(raw)).toEqual(people)
  })

  it('takes direction overrides and invisible characters out of names', () => {
    expect(parseAddressList('"\u202eknab\u202c\u200b" <a@b.c>')).toEqual([person('knab', 'a@b.c')])
  })

  it.each(['\\"', '"a\\', 'a@', '"" ', '(', '<', ' a', '=?utf-8?q?', "'", 'a:', '"x" <'])(
    'reads 200 kB of %j in time that grows with the length only',
    (piece) => {
      // Quadratic reading of these took from ten seconds to minutes: the test's own limit tells.
      expect(parseAddressList(piece.repeat(200_000 / piece.length)).length).toBeLessThan(200_000)
      expect(parseMessageIds(`${piece.repeat(200_000 / piece.length)}(`)).toEqual(expect.any(Array))
    },
  )

  it('never throws and never lets a control character through', () => {
    const piece = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('<', '>', '"', '(', ')', ',', ';', ':', '@', '\\', '\r\n', '=?utf-8?q?=0A?='),
    )
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        for (const { name, email } of parseAddressList(pieces.join(''))) {
          expect(`${name}${email}`).not.toMatch(/[\p{Cc}\u2028\u2029]/u)
          expect(name.length).toBeLessThanOrEqual(500)
        }
      }),
    )
  })
})

describe('parseMessageIds', () => {
  it('reads bracketed ids, bare ids and rubbish', () => {
    expect(parseMessageIds('<a@b>\r\n\t<c@d> <a@b>')).toEqual(['a@b', 'c@d'])
    expect(parseMessageIds('a@b c@d')).toEqual(['a@b', 'c@d'])
    expect(parseMessageIds('your message of Tuesday')).toEqual([])
  })
})

describe('parseDate', () => {
  it.each([
    ['Tue, 3 Mar 2026 10:15:00 +0100', '2026-03-03T09:15:00.000Z'],
    ['3 Mar 26 10:15 PST', '2026-03-03T18:15:00.000Z'],
    ['Tue, 03 Mar 2026 10:15:00 GMT+0200 (CEST)', '2026-03-03T08:15:00.000Z'],
    ['2026-03-03T10:15:00Z', '2026-03-03T10:15:00.000Z'],
    ['Tue, 3 March 2026 10:15:00 PM +0000', '2026-03-03T22:15:00.000Z'],
    ['Tue, 3 Mar 2026 10:15:00 -0000', '2026-03-03T10:15:00.000Z'],
  ])('reads %j', (raw, iso) => {
    expect(new Date(parseDate(raw) ?? NaN).toISOString()).toBe(iso)
  })

  it.each(['', 'soon', '31 Dec 1969 00:00:00 +0000', '1 Jan 2100 00:00:00 +0000', '99 Mar 2026'])(
    'refuses %j',
    (raw) => {
      expect(parseDate(raw)).toBeNull()
    },
  )
})

function person(name: string, email: string): { name: string; email: string } {
  return { name, email }
}
