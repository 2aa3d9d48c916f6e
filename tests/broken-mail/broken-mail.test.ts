import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { receiveThroughGmail } from '../support/receive-through-gmail.ts'
import { EXPECTED } from './expected.ts'

const folder = join(import.meta.dirname, '../fixtures/broken-mail')
const files = readdirSync(folder).filter((name) => name.endsWith('.eml'))

describe('broken mail', () => {
  it('has an expectation and a README line for every file, and a file for every expectation', () => {
    const names = files.map((name) => name.replace('.eml', ''))
    const readme = readFileSync(join(folder, 'README.md'), 'utf8')
    expect(names.toSorted()).toEqual(Object.keys(EXPECTED).toSorted())
    expect(names.filter((name) => !readme.includes(`| ${name} |`))).toEqual([])
  })

  it.each(Object.entries(EXPECTED))('%s shows what can be shown', async (name, expected) => {
    const bytes = readFileSync(join(folder, `${name}.eml`))
    const message = await receiveThroughGmail(bytes)

    expect(message.subject).toBe(expected.subject)
    expect(message.from.email).toBe(expected.fromEmail)
    if (expected.fromName !== undefined) expect(message.from.name).toBe(expected.fromName)
    if (expected.text !== undefined) expect(message.body.text).toContain(expected.text)
    if (expected.notText !== undefined) expect(message.body.text).not.toContain(expected.notText)
    if (expected.html !== undefined) expect(message.body.html).toContain(expected.html)
    if (expected.snippet !== undefined) expect(message.snippet).toBe(expected.snippet)
    if (expected.date !== undefined) {
      expect(message.receivedAt).toBe(expected.date === null ? 0 : Date.parse(expected.date))
    }
    if (expected.files !== undefined) {
      expect(message.attachments.map(({ filename }) => filename)).toEqual(expected.files)
    }
    const inline = message.attachments.filter(({ isInline }) => isInline)
    expect(inline.map(({ filename }) => filename)).toEqual(expected.inline ?? [])
    if (expected.defect) expect(message.defects).not.toEqual([])
    else expect(message.defects).toEqual([])
  })

  it('gives every attachment a part number of its own', async () => {
    for (const name of files) {
      const { attachments } = await receiveThroughGmail(readFileSync(join(folder, name)))
      expect(new Set(attachments.map(({ partId }) => partId)).size).toBe(attachments.length)
    }
  })
})

describe('large mail', () => {
  const parts = (count: number): string =>
    [
      'From: ana@example.com\r\nContent-Type: multipart/mixed; boundary=b\r\n',
      '--b\r\nContent-Type: text/plain\r\n\r\nThe letter.',
      ...Array.from(
        { length: count },
        (_, index) =>
          `--b\r\nContent-Type: application/pdf\r\nContent-Disposition: attachment; filename=${index}.pdf\r\n\r\n${index}`,
      ),
      '--b--\r\n',
    ].join('\r\n')

  it.each([2_000, 9_000])('reads %i parts', async (count) => {
    const message = await receiveThroughGmail(Buffer.from(parts(count)))
    expect(message.attachments).toHaveLength(count)
    expect(message.attachments.at(-1)).toMatchObject({
      filename: `${count - 1}.pdf`,
      partId: `${count + 1}`,
      sizeBytes: `${count - 1}`.length,
    })
    expect(message.body.text).toBe('The letter.')
  })

  it('reads the first parts of a message that is nothing but boundaries', async () => {
    const source = `Content-Type: multipart/mixed; boundary=b\r\n\r\n${'--b\n'.repeat(100_000)}`
    const message = await receiveThroughGmail(Buffer.from(source))
    expect(message.attachments.length).toBeLessThan(20_000)
    expect(message.body.text).toBeNull()
  })

  it('opens parts nested 3,000 deep only as far as real mail goes', async () => {
    const nested = Array.from(
      { length: 3_000 },
      (_, level) => `Content-Type: multipart/mixed; boundary=b${level}\r\n\r\n--b${level}\r\n`,
    )
    const message = await receiveThroughGmail(
      Buffer.from(`Subject: Deep\r\n${nested.join('')}\r\nbottom`),
    )
    expect(message.subject).toBe('Deep')
    expect(message.defects).toContain('A part of the message could not be opened.')
  })

  it('reads a header of 200 kB, encoded words included', async () => {
    const words = Array.from({ length: 2_000 }, () => '=?utf-8?Q?=C3=A9_and_so_on_and_on_?=')
    const source = `X-Long: ${words.join('\r\n ')}\r\nX-Open: ${'=?utf-8?q?'.repeat(20_000)}\r\nSubject: Found\r\n\r\nBody`
    const message = await receiveThroughGmail(Buffer.from(source))
    expect(message.subject).toBe('Found')
    expect(message.headers[0]?.value.startsWith('é and so on and on é and')).toBe(true)
  })

  it('reads 50 MB of attachment', async () => {
    const line = `${'QUJD'.repeat(19)}\r\n`
    const source = Buffer.concat([
      Buffer.from(
        'Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nHello\r\n--b\r\nContent-Type: application/zip\r\nContent-Transfer-Encoding: base64\r\n\r\n',
      ),
      Buffer.alloc(50 * 1024 * 1024, line),
      Buffer.from('\r\n--b--\r\n'),
    ])
    const message = await receiveThroughGmail(source)
    expect(message.body.text).toBe('Hello')
    expect(message.attachments[0]?.sizeBytes).toBeGreaterThan(38_000_000)
  })
})
