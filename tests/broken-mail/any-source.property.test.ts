import fc from 'fast-check'
import PostalMime from 'postal-mime'
import { describe, expect, it } from 'vitest'
import { receiveThroughGmail } from '../support/receive-through-gmail.ts'

describe('a message received through Gmail', () => {
  it('agrees with postal-mime on well-formed mail', async () => {
    const word = fc
      .stringMatching(/^[A-Za-z0-9 ]{1,30}$/u)
      .map((text) => text.replace(/ +/gu, ' ').trim() || 'x')
    await fc.assert(
      fc.asyncProperty(word, word, word, async (subject, text, name) => {
        const source = [
          `From: ${name} <a@example.com>\r\nTo: b@example.com\r\nSubject: ${subject}`,
          'MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary="=_b"\r\n',
          '--=_b\r\nContent-Type: multipart/alternative; boundary=in\r\n',
          `--in\r\nContent-Type: text/plain\r\n\r\n${text}\r\n`,
          `--in\r\nContent-Type: text/html\r\n\r\n<p>${text}</p>\r\n\r\n--in--\r\n`,
          `--=_b\r\nContent-Type: application/pdf; name="${name}.pdf"`,
          'Content-Transfer-Encoding: base64\r\nContent-Disposition: attachment\r\n\r\nJVBERi0x\r\n--=_b--\r\n',
        ].join('\r\n')
        const ours = await receiveThroughGmail(Buffer.from(source))
        const theirs = await PostalMime.parse(source)
        expect(ours.subject.trim()).toBe(theirs.subject?.trim())
        expect(ours.body.text?.trim()).toBe(theirs.text?.trim())
        expect(ours.body.html?.trim()).toBe(theirs.html?.trim())
        expect(ours.attachments.map(({ filename }) => filename)).toEqual(
          theirs.attachments.map(({ filename }) => filename),
        )
      }),
      { numRuns: 50, seed: 1 },
    )
  })

  it('is always something that can be shown, whatever its bytes', async () => {
    const line = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom(
        '',
        '--b',
        '--b--',
        'Content-Type: multipart/mixed; boundary=b',
        'Content-Type: multipart/alternative; boundary="b',
        'Content-Type: message/rfc822',
        'Content-Transfer-Encoding: base64',
        'Content-Transfer-Encoding: quoted-printable',
        "Content-Disposition: attachment; filename*0*=utf-8''%",
        'Subject: =?utf-8?B?=?=',
        'From: <,>,"',
        '=',
      ),
    )
    await fc.assert(
      fc.asyncProperty(fc.array(line, { maxLength: 40 }), async (lines) => {
        const bytes = Buffer.from(lines.join('\r\n'))
        expect((await receiveThroughGmail(bytes)).defects).toBeInstanceOf(Array)
      }),
      { numRuns: 300 },
    )
  })
})
