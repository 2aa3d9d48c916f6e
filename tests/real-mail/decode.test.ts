import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { decodeHeaderValue, parseDate } from '#core/mime/headers/header-values.ts'
import { decodeText } from '#core/mime/read/charset.ts'
import { withDistinctFilenames } from '#core/mime/read/distinct-filenames.ts'
import { readSource } from '#core/mime/read/read-source.ts'
import { safeFilename } from '#core/mime/read/safe-filename.ts'
import { openThrough, PROVIDERS, type OpenedMessage } from '../support/open-through.ts'

const latin = (text: string): Uint8Array => Buffer.from(text, 'latin1')
const word = (charset: string, bytes: string): string =>
  `=?${charset}?B?${Buffer.from(bytes, 'latin1').toString('base64')}?=`

/** Shift to double bytes, and back to ASCII (RFC 1468). */
const [JIS, ASCII] = ['\x1b$B', '\x1b(B']
/** `こんにちは`, two bytes a letter. */
const HELLO = ['$3', '$s', '$K', '$A', '$O']

describe('text whose escape sequences tell its charset', () => {
  it.each([null, 'us-ascii', 'utf-8', 'iso-8859-1', 'x-unknown'])('labelled %s', (label) => {
    expect(decodeText(latin(`${JIS}${HELLO.join('')}${ASCII} ok`), label)).toBe('こんにちは ok')
  })

  it('labelled otherwise, in Korean', () => {
    expect(decodeText(latin('\x1b$)C\x0e>H\x0f ok'), 'us-ascii')).toBe('안 ok')
  })

  it('is not seen where a terminal wrote colours', () => {
    expect(decodeText(latin('\x1b[31mred\x1b[0m'), null)).toBe('\x1b[31mred\x1b[0m')
  })
})

describe('a subject of several encoded words', () => {
  it.each([
    ['each shifting back', HELLO.map((two) => word('ISO-2022-JP', JIS + two + ASCII)).join(' ')],
    [
      'shifting once, over three words',
      [
        JIS + HELLO.slice(0, 1).join(''),
        HELLO.slice(1, 4).join(''),
        HELLO.slice(4).join('') + ASCII,
      ]
        .map((bytes) => word('iso-2022-jp', bytes))
        .join('\r\n '),
    ],
    [
      'shifting back in the middle',
      [JIS + HELLO.slice(0, 2).join('') + ASCII, JIS + HELLO.slice(2).join('') + ASCII]
        .map((bytes) => word('ISO-2022-JP', bytes))
        .join(' '),
    ],
  ])('of ISO-2022-JP, %s', (_, raw) => {
    expect(decodeHeaderValue(raw)).toBe('こんにちは')
  })

  it.each([
    ['a character of UTF-8 cut in two', '=?utf-8?B?R3LD?= =?utf-8?B?vMOfZQ==?=', 'Grüße'],
    [
      'a character of GBK cut in two',
      `${word('gbk', '\xc4')} ${word('gbk', '\xe3\xba\xc3')}`,
      '你好',
    ],
    ['no blank between them', '=?utf-8?Q?a?==?utf-8?Q?b?=', 'ab'],
    ['blanks inside', '=?utf-8?Q?a b?=', 'a b'],
    ['hex in small letters', '=?UTF-8?q?gr=c3=bc=c3=9fe?=', 'grüße'],
    ['a language', '=?utf-8*en?Q?caf=C3=A9?=', 'café'],
  ])('with %s', (_, raw, text) => {
    expect(decodeHeaderValue(raw)).toBe(text)
  })
})

describe('a date as programs write it', () => {
  it.each([
    ['Tue Jul 24 18:55:07 2007', '2007-07-24T18:55:07Z'],
    ['Fri Dec 12 16:07:10 +0200 2014', '2014-12-12T14:07:10Z'],
    ['Fri Dec 12 16:07:10 CET 2014', '2014-12-12T15:07:10Z'],
    ['Monday, May 5, 2025', '2025-05-05T00:00:00Z'],
    ['May 5, 2025 3:04 PM EST', '2025-05-05T20:04:00Z'],
    ['Tue, 24 Jul 2007 18:55:07 EST5EDT', '2007-07-24T22:55:07Z'],
    ['Wed, 24 Jan 2007 18:55:07 EST5EDT', '2007-01-24T23:55:07Z'],
    ['24 Jul 07 18:55', '2007-07-24T18:55:00Z'],
    ['Tue 24 Jul 2007 18.55.07 +0100', '2007-07-24T17:55:07Z'],
    ['Tue, 24 Jul 2007 18:55:07 GMT+0200', '2007-07-24T16:55:07Z'],
    ['Tue, 24 Jul 2007 18:55:07 +0200 (CEST)', '2007-07-24T16:55:07Z'],
    ['Tue, 24 Jul 2007 24:00:00 +0000', '2007-07-25T00:00:00Z'],
    ['Tue, 24 Jul 2007 18:55:07 UT', '2007-07-24T18:55:07Z'],
    ['2007-07-24T18:55:07+02:00', '2007-07-24T16:55:07Z'],
    ['Di, 24 Mär 2015 18:55:07 +0100', '2015-03-24T17:55:07Z'],
    ['lun., 24 août 2015 18:55:07 +0200', '2015-08-24T16:55:07Z'],
    ['24 de mayo de 2015 18:55:07 +0200', '2015-05-24T16:55:07Z'],
    ['Ter, 24 Fev 2015 18:55:07 -0300', '2015-02-24T21:55:07Z'],
  ])('%s', (raw, iso) => {
    expect(parseDate(raw)).toBe(Date.parse(iso))
  })

  it.each(['', 'yesterday', '99 Foo 2007', 'Tue, 32 Jul 2007 10:00:00', '12:00'])(
    'none in %j',
    (raw) => {
      expect(parseDate(raw)).toBeNull()
    },
  )
})

describe('a file’s name', () => {
  it.each([
    ['Invoice 2024/05.pdf', 'Invoice 2024_05.pdf'],
    ['AC\\DC.mp3', 'AC_DC.mp3'],
    ['.env', '_.env'],
    ['..', 'document.pdf'],
    ['C:\\Users\\ana\\report.pdf', 'report.pdf'],
    ['/etc/passwd', 'passwd'],
    ['../../etc/passwd', 'passwd'],
    ['a/../b', 'b'],
    ['what? *really*.txt', 'what_ _really_.txt'],
    ['CON.txt', '_CON.txt'],
    ['report.pdf. . ', 'report.pdf'],
    ['invoice\u202efdp.exe', 'invoicefdp.exe'],
    ['  ', 'document.pdf'],
  ])('%j is safe as %j', (raw, safe) => {
    expect(safeFilename(raw, 'application/pdf')).toBe(safe)
  })

  it('fits in a file system, in letters of three bytes too, and keeps its extension', () => {
    const name = safeFilename(`${'テスト'.repeat(100)}.pdf`, 'application/pdf')
    expect(Buffer.byteLength(name)).toBeLessThanOrEqual(200)
    expect(name).toMatch(/^(?:テスト)+[テス]{0,2}\.pdf$/u)
  })

  it('stays apart from others where case and the composition of letters do not count', () => {
    const named = (filename: string, index: number) => ({
      partId: String(index),
      providerAttachmentId: null,
      filename,
      contentType: 'application/pdf',
      sizeBytes: 1,
      contentId: null,
      isInline: false,
    })
    const files = ['a.pdf', 'A.PDF', 'a (2).pdf', 'é.txt', 'e\u0301.txt', 'x', 'x'].map(named)
    expect(withDistinctFilenames(files).map(({ filename }) => filename)).toEqual([
      'a.pdf',
      'A (2).PDF',
      'a (2) (2).pdf',
      'é.txt',
      'e\u0301 (2).txt',
      'x',
      'x (2)',
    ])
  })
})

describe('base64 with a list’s footer behind it', () => {
  const encoded = Buffer.from('Grüße an alle!').toString('base64')
  const head = ['From: ana@x.example', 'Content-Type: text/plain; charset=utf-8']
  const read = async (lines: string[]): Promise<string> =>
    (await readSource(Buffer.from(lines.join('\r\n'))))?.message.body.text?.trim() ?? ''

  it.each([
    ['_______________________________________________', 'Club mailing list', 'Club@lists.example'],
    ['-- ', 'Club mailing list', 'https://lists.example/club'],
    ['--', 'Clubmailinglist'],
    ['', 'Club mailing list'],
  ])('is read up to its padding: %s', async (...footer) => {
    const source = [...head, 'Content-Transfer-Encoding: base64', '', encoded, ...footer, '']
    expect(await read(source)).toBe('Grüße an alle!')
  })

  it('is read so in each part, and what is not base64 stays whole', async () => {
    const source = [
      'From: ana@x.example',
      'Content-Type: multipart/mixed; boundary="b=1"',
      '',
      '--b=1',
      'Content-Type: text/plain; charset=utf-8',
      'Content-Transfer-Encoding: base64',
      '',
      encoded,
      'A footer of the list',
      '--b=1',
      'Content-Type: text/plain; charset=utf-8',
      '',
      'abcd=',
      'is no base64',
      '--b=1--',
      '',
    ]
    expect(await read(source)).toMatch(/^Grüße an alle!\s+abcd=\s+is no base64$/u)
  })
})

describe.each(PROVIDERS)('files with difficult names, through %s', (provider) => {
  let opened: OpenedMessage
  afterEach(() => opened.dispose())

  it('are listed and saved under names that are safe and stay apart', async () => {
    const path = join(import.meta.dirname, '../fixtures/real-mail/attach-names.eml')
    opened = await openThrough(provider, readFileSync(path))
    const { attachments } = await opened.content()
    const names = attachments.map(({ filename }) => filename)
    expect(names.slice(0, 5)).toEqual([
      'Invoice 2024_05.pdf',
      'Order 2024_05.pdf',
      'same.pdf',
      'same (2).pdf',
      '_.env',
    ])
    expect(new Set(names).size).toBe(names.length)
    for (const { attachmentId, filename } of attachments) {
      expect((await opened.save(attachmentId)).filename).toBe(filename)
    }
  })
})
