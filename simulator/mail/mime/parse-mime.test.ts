import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeBody, parseMime, walkParts } from './parse-mime.ts'
import { snippetOf } from './snippet.ts'

const mail = (...lines: string[]): Buffer => Buffer.from(lines.join('\r\n'), 'latin1')

describe('the MIME splitter', () => {
  it('takes a mixed message apart', () => {
    const message = parseMime(
      mail(
        'Subject: Plans',
        'Content-Type: multipart/mixed; boundary="b1"',
        '',
        'preamble',
        '--b1',
        'Content-Type: multipart/alternative; boundary=b1x',
        '',
        '--b1x',
        'Content-Type: text/plain; charset=iso-8859-1',
        'Content-Transfer-Encoding: quoted-printable',
        '',
        'caf=E9=',
        ' au lait',
        '--b1x',
        'Content-Type: text/html',
        '',
        '<p>coffee</p>',
        '--b1x--',
        '--b1',
        "Content-Type: application/pdf; name*0*=utf-8''Pl%C3%A4; name*1=ne.pdf",
        'Content-Transfer-Encoding: base64',
        '',
        'aGVsbG8=',
        '--b1--',
      ),
    )
    const types = [...walkParts(message)].map((part) => part.mimeType)
    expect(types).toEqual([
      'multipart/mixed',
      'multipart/alternative',
      'text/plain',
      'text/html',
      'application/pdf',
    ])
    const [alternative, pdf] = message.parts
    expect(pdf?.filename).toBe('Pläne.pdf')
    expect(pdf && decodeBody(pdf).toString()).toBe('hello')
    const text = alternative?.parts[0]
    expect(text && decodeBody(text).toString('latin1')).toBe('café au lait')
    expect(snippetOf(message)).toBe('café au lait')
  })

  it('shows a multipart without its boundary as text', () => {
    const message = parseMime(mail('Content-Type: multipart/mixed', '', 'only words'))
    expect(message.mimeType).toBe('text/plain')
    expect(snippetOf(message)).toBe('only words')
  })

  it('ends the last part at the end where the closing boundary is missing', () => {
    const message = parseMime(
      mail('Content-Type: multipart/mixed; boundary=x', '', '--x', '', 'kept'),
    )
    expect(message.parts.map((part) => part.encoded.toString())).toEqual(['kept'])
  })

  it('stops descending at a depth no reader shows', () => {
    let body = 'deep'
    for (let level = 0; level < 150; level += 1)
      body = `Content-Type: multipart/mixed; boundary=b${level}x\r\n\r\n--b${level}x\r\n${body}\r\n--b${level}x--`
    const parts = [...walkParts(parseMime(Buffer.from(body)))]
    expect(parts.length).toBe(101)
  })

  it('never throws and never loses the message, whatever the bytes', () => {
    const line = fc.oneof(
      fc.constantFrom(
        'Content-Type: multipart/mixed; boundary=a',
        'Content-Type: message/rfc822',
        'Content-Type: text/html; charset="no-such-charset"',
        'Content-Transfer-Encoding: base64',
        'Content-Transfer-Encoding: quoted-printable',
        'Content-Disposition: attachment; filename*=x\'\'%ZZ; filename="=?utf-8?b?!!?="',
        'Subject: =?utf-8?q?=ZZ?=',
        '--a',
        '--a--',
        '=4',
        '',
      ),
      fc.string({ unit: 'binary' }),
    )
    fc.assert(
      fc.property(
        fc.array(line, { maxLength: 40 }),
        fc.constantFrom('\n', '\r\n', '\r'),
        (lines, end) => {
          const message = parseMime(Buffer.from(lines.join(end), 'latin1'))
          for (const part of walkParts(message)) decodeBody(part)
          return typeof snippetOf(message) === 'string'
        },
      ),
      { seed: 7, numRuns: 2_000 },
    )
  })
})
