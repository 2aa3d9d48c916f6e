import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { receiveThroughGmail } from '../../../../../tests/support/receive-through-gmail.ts'
import { messageFilename, subjectOfSource } from './message-filename.ts'
import { parseSource } from './parse-source.ts'
import { readSource } from './read-source.ts'

const mail = (...lines: string[]): Buffer => Buffer.from(lines.join('\r\n'), 'latin1')

describe('parseSource', () => {
  it('takes a message apart, with the part numbers that Gmail’s have here', async () => {
    const parsed = await parseSource(
      mail(
        'Subject: Outer',
        'Content-Type: multipart/mixed; boundary=a',
        '',
        '--a',
        'Content-Type: multipart/alternative; boundary=b',
        '',
        '--b',
        'Content-Type: text/plain; charset=iso-8859-1',
        'Content-Transfer-Encoding: quoted-printable',
        '',
        'caf=E9',
        '--b',
        'Content-Type: text/html',
        '',
        '<p>coffee</p>',
        '--b--',
        '--a',
        'Content-Type: message/rfc822',
        '',
        'Subject: Invoice',
        ' March',
        '',
        'Due on Friday.',
        '--a--',
      ),
    )
    const [alternative, inner] = parsed?.root.children ?? []
    expect(alternative?.children.map(({ partId, contentType }) => [partId, contentType])).toEqual([
      ['1.1', 'text/plain'],
      ['1.2', 'text/html'],
    ])
    expect(inner).toMatchObject({ partId: '2', filename: 'Invoice March.eml', children: [] })
    expect(Buffer.from(inner?.content ?? []).toString()).toBe(
      'Subject: Invoice\r\n March\r\n\r\nDue on Friday.',
    )
  })

  it('reads a multipart that nothing divides as text', async () => {
    const read = await readSource(mail('Content-Type: multipart/mixed', '', 'only words'))
    expect(read?.message.body.text).toContain('only words')
  })

  it('does not open a source of too many parts or parts nested too deep', async () => {
    const many = `Content-Type: multipart/mixed; boundary=b\n\n${'--b\n'.repeat(20_000)}`
    const deep = Array.from(
      { length: 300 },
      (_, at) => `Content-Type: multipart/mixed; boundary=b${at}\n\n--b${at}\n`,
    ).join('')
    expect(await parseSource(Buffer.from(many))).toBeNull()
    expect(await parseSource(Buffer.from(deep))).toBeNull()
  })

  const folder = join(import.meta.dirname, '../../../../../tests/fixtures/broken-mail')
  const files = readdirSync(folder).filter((name) => name.endsWith('.eml'))
  it.each(files)('reads the source %s as it is read through Gmail', async (file) => {
    const source = readFileSync(join(folder, file))
    const gmail = await receiveThroughGmail(source)
    const read = (await readSource(source))?.message
    expect(read?.subject).toBe(gmail.subject)
    expect(read?.body.text?.trim()).toBe(gmail.body.text?.trim())
    expect(read?.attachments.map(({ partId, filename }) => [partId, filename])).toEqual(
      gmail.attachments.map(({ partId, filename }) => [partId, filename]),
    )
  })
})

describe('messageFilename', () => {
  it.each([
    ['', 'Invoice March', 'Invoice March.eml'],
    ['message.eml', 'Invoice March', 'Invoice March.eml'],
    ['Mail Attachment.eml', 'Invoice 3/4', 'Invoice 3_4.eml'],
    ['case 4711.eml', 'Invoice March', 'case 4711.eml'],
    ['case 4711', '', 'case 4711.eml'],
    ['', '', 'message.eml'],
    ['', '../../etc/passwd', '_._.._etc_passwd.eml'],
  ])('calls %j with the subject %j %j', (declared, subject, name) => {
    expect(messageFilename(declared, subject)).toBe(name)
  })

  it('finds a folded, encoded subject in the head only', () => {
    const head = mail('From: a@x.example', 'Subject: =?utf-8?Q?Gr=C3=BC=C3=9Fe?=', ' aus Bonn', '')
    expect(subjectOfSource(Buffer.concat([head, mail('', 'Subject: no')]))).toBe('Grüße aus Bonn')
    expect(subjectOfSource(mail('From: a@x.example', '', 'Subject: no'))).toBe('')
  })
})
