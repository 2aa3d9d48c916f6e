import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeText } from './charset.ts'

const latin = (text: string): Uint8Array => Buffer.from(text, 'latin1')

describe('decodeText', () => {
  it('lets valid UTF-8 win over a wrong label', () => {
    expect(decodeText(Buffer.from('Grüße, 日本'), 'iso-8859-1')).toBe('Grüße, 日本')
    expect(decodeText(Buffer.from('日本'), 'shift_jis')).toBe('日本')
  })

  it.each([
    ['latin1', '\x80 5', '€ 5'],
    ['cp1252', '\x93x\x94', '“x”'],
    ['windows-1251', '\xcf\xf0\xe8\xe2\xe5\xf2', 'Привет'],
    ['koi8-r', '\xf0\xd2\xc9\xd7\xc5\xd4', 'Привет'],
    ['x-sjis', '\x83e\x83X\x83g', 'テスト'],
    ['cp932', '\x83e\x83X\x83g', 'テスト'],
    ['gb2312', '\xc4\xe3\xba\xc3', '你好'],
    ['"GB18030"', '\xc4\xe3\xba\xc3', '你好'],
    ['ks_c_5601-1987', '\xbe\xc8', '안'],
    ['iso-8859-8-i', '\xf9\xec\xe5\xed', 'שלום'],
    ['iso-2022-jp', '\x1b$B$3$s\x1b(B', 'こん'],
    ['iso-2022-kr', '\x1b$)C\x0e>H\x0f ok', '안 ok'],
    ['hz-gb-2312', '~{Dc:C~} ok', '你好 ok'],
    ['utf-7', 'A+ImIDkQ.', 'A≢Α.'],
    ['unicode-1-1-utf-7', '1 +- 1', '1 + 1'],
    ['utf-16be', '\x00h\x00i', 'hi'],
  ])('reads %s', (charset, bytes, text) => {
    expect(decodeText(latin(bytes), charset)).toBe(text)
  })

  it('trusts a double-byte label where a short word is valid UTF-8 by accident', () => {
    // C4 A3 is one character in both; only the label can tell.
    expect(decodeText(latin('\xc4\xa3'), 'gbk')).toBe('模')
    expect(decodeText(latin('\xc4\xa3'), null)).toBe('ģ')
  })

  it('guesses where there is no usable label', () => {
    expect(decodeText(latin('d\xe9j\xe0 vu'), null)).toBe('déjà vu')
    expect(decodeText(latin('d\xe9j\xe0 vu'), 'x-unheard-of')).toBe('déjà vu')
    expect(decodeText(latin('\xcf\xf0\xe8\xe2\xe5\xf2, \xea\xe0\xea'), 'utf-8')).toBe('Привет, как')
  })

  it('keeps UTF-8 that was cut in one place', () => {
    const cut = Buffer.concat([Buffer.from('Grüße aus Köln '), Buffer.from('日').subarray(0, 2)])
    expect(decodeText(cut, 'utf-8')).toBe('Grüße aus Köln \ufffd')
  })

  it('never throws, whatever the bytes and the label', () => {
    fc.assert(
      fc.property(fc.uint8Array(), fc.option(fc.string()), (bytes, charset) => {
        expect(typeof decodeText(bytes, charset)).toBe('string')
      }),
    )
  })
})
