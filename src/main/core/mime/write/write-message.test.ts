import fc from 'fast-check'
import PostalMime from 'postal-mime'
import { describe, expect, it } from 'vitest'
import { decodeBody, parseMime } from '#simulator/mail/mime/parse-mime.ts'
import type { OutgoingFile, OutgoingMessage } from '../../ports/outgoing.ts'
import { partsOfStoredMime } from './parts-of-stored-mime.ts'
import { writeMessage } from './write-message.ts'

function fileOf(name: string, contentType: string, content: Uint8Array): OutgoingFile {
  async function* stream(): AsyncIterable<Uint8Array> {
    yield await Promise.resolve(content)
  }
  return {
    name,
    contentType,
    isInline: false,
    contentId: null,
    content: { sizeBytes: content.length, stream },
  }
}

const message: OutgoingMessage = {
  from: { name: 'Ana Ruiz', email: 'ana@example.com' },
  to: [{ name: 'Zoë, "Z"', email: 'zoe@example.org' }],
  cc: [],
  bcc: [{ name: '', email: 'hidden@example.org' }],
  subject: 'Grüße',
  html: '<p>Hello <b>you</b></p>',
  text: 'Hello you',
  files: [],
  inReplyTo: 'parent@example.org',
  references: ['root@example.org', 'parent@example.org'],
  messageId: 'own@example.com',
  appSendId: 'send-1',
  date: Date.UTC(2026, 2, 3, 9, 15),
}

describe('writeMessage', () => {
  it('writes what a reader of MIME reads back, Bcc included', async () => {
    const read = await PostalMime.parse(await writeMessage(message))
    expect(read).toMatchObject({
      from: { name: 'Ana Ruiz', address: 'ana@example.com' },
      to: [{ name: 'Zoë, "Z"', address: 'zoe@example.org' }],
      bcc: [{ name: '', address: 'hidden@example.org' }],
      subject: message.subject,
      messageId: '<own@example.com>',
      inReplyTo: '<parent@example.org>',
      references: '<root@example.org> <parent@example.org>',
      date: '2026-03-03T09:15:00.000Z',
      text: expect.stringMatching(/^Hello you\s*$/u),
      html: expect.stringContaining('<p>Hello <b>you</b></p>'),
    })
    expect(read.headers).toContainEqual(
      expect.objectContaining({ originalKey: 'X-App-Send-Id', value: 'send-1' }),
    )
  })

  it('gives the same bytes for the same message', async () => {
    const files = [fileOf('a.bin', 'application/x-thing', new Uint8Array([1, 2, 3]))]
    const [one, other] = await Promise.all([
      writeMessage({ ...message, files }),
      writeMessage(structuredClone({ ...message, files: [] })).then(() =>
        writeMessage({ ...message, files }),
      ),
    ])
    expect(Buffer.compare(Buffer.from(one), Buffer.from(other))).toBe(0)
  })

  it('carries files with their names and bytes', async () => {
    const content = new Uint8Array([0, 255, 13, 10])
    const bytes = await writeMessage({
      ...message,
      files: [fileOf('Übersicht.bin', 'application/x-thing', content)],
    })
    expect((await PostalMime.parse(bytes)).attachments).toMatchObject([
      { filename: 'Übersicht.bin', mimeType: 'application/x-thing', disposition: 'attachment' },
    ])
    const part = parseMime(Buffer.from(bytes)).parts[1]
    expect(part && decodeBody(part)).toEqual(Buffer.from(content))
  })

  it('can be taken apart again into what it was written from', async () => {
    const picture = fileOf('picture-1.png', 'image/png', new Uint8Array([1, 2]))
    const whole = {
      ...message,
      html: '<p>See <img src="cid:picture-1.send-1@mailmanager"></p>',
      files: [
        { ...picture, isInline: true, contentId: 'picture-1.send-1@mailmanager' },
        fileOf('Übersicht.pdf', 'application/pdf', new Uint8Array([3])),
      ],
    }
    const parts = await partsOfStoredMime(await writeMessage(whole))
    const { files, html, text, ...rest } = parts
    expect({ ...rest, files: [], html: '', text: '' }).toEqual({
      ...whole,
      files: [],
      html: '',
      text: '',
    })
    expect(html).toContain(whole.html)
    expect(text.trim()).toBe('Hello you')
    expect(
      files
        .map(({ content, ...file }) => ({ ...file, sizeBytes: content.sizeBytes }))
        .toSorted((one, other) => one.name.localeCompare(other.name)),
    ).toEqual([
      {
        name: 'picture-1.png',
        contentType: 'image/png',
        isInline: true,
        contentId: 'picture-1.send-1@mailmanager',
        sizeBytes: 2,
      },
      {
        name: 'Übersicht.pdf',
        contentType: 'application/pdf',
        isInline: false,
        contentId: null,
        sizeBytes: 1,
      },
    ])
  })

  it('keeps the blank of a signature delimiter, and the gap between cells', async () => {
    const text = 'Grüße,\n-- \nAna\nMonday\tTuesday\n'
    for (const words of [text, text.replace('Grüße', 'Hi'), `${text}${'long '.repeat(200)}`]) {
      const root = parseMime(
        Buffer.from(await writeMessage({ ...message, html: null, text: words })),
      )
      expect(decodeBody(root).toString('utf8').replaceAll('\r\n', '\n')).toContain(
        '\n-- \nAna\nMonday\tTuesday',
      )
    }
  })

  it('folds every header line far below 998 bytes, however much stands in it', async () => {
    const long = (unit: fc.Arbitrary<string>, maxLength: number) =>
      fc.string({ unit, minLength: maxLength / 2, maxLength })
    const letters = fc.constantFrom('a', 'B', '7', '.', '-')
    const words = fc.constantFrom('a', 'é', ' ', '漢', '"', ',', '😀')
    await fc.assert(
      fc.asyncProperty(
        long(letters, 480),
        long(words, 500),
        fc.oneof(long(fc.oneof(letters, words), 900), fc.constant('a'.repeat(998))),
        fc.array(long(fc.constantFrom('a', '7'), 880), { minLength: 1, maxLength: 60 }),
        fc.integer({ min: 1, max: 400 }),
        async (bare, name, subject, ids, count) => {
          const people = Array.from({ length: count }, (_, index) => ({
            name: index % 2 === 0 ? name : bare,
            email: `${index}.${'x'.repeat(250)}@example.org`,
          }))
          const bytes = await writeMessage({
            ...message,
            to: people,
            bcc: people.slice(0, 5),
            subject,
            inReplyTo: `${ids[0]}@x`,
            references: ids.map((id) => `${id}@x`),
            files: [fileOf(bare.slice(0, 250), 'application/x-thing', new Uint8Array([1]))],
          })
          const source = Buffer.from(bytes).toString('latin1')
          const head = source.slice(0, source.indexOf('\r\n\r\n'))
          const longest = Math.max(...source.split('\r\n').map((line) => line.length))
          expect(longest).toBeLessThanOrEqual(998)
          // One long id is a line by itself; nothing can fold it.
          const others = head.split('\r\n').filter((line) => !/@|a{900}/u.test(line))
          expect(Math.max(...others.map((line) => line.length))).toBeLessThanOrEqual(530)
        },
      ),
      { numRuns: 25 },
    )
  })

  it.each([
    { to: [{ name: '', email: 'a@b.c\r\nBcc: evil@example.com' }] },
    { from: { name: '', email: 'not an address' } },
    { messageId: 'a b' },
    { appSendId: 'x\r\nBcc: evil@example.com' },
  ])('refuses %j', async (change) => {
    await expect(writeMessage({ ...message, ...change })).rejects.toMatchObject({
      code: 'invalid_input',
    })
  })

  it('lets no character of a subject, name or file name add or change a header', async () => {
    const names = (bytes: Uint8Array): string[] => {
      const root = parseMime(Buffer.from(bytes))
      const inner = root.parts.flatMap((part) => part.headers)
      return [...root.headers, ...inner].map(({ name }) => name.toLowerCase()).toSorted()
    }
    const file = fileOf('a', 'text/x-a', new Uint8Array([1]))
    const plain = { ...message, html: null, text: 'x', files: [file] }
    const declared = names(await writeMessage(plain))
    const nasty = fc
      .array(
        fc.oneof(
          fc.string({ unit: 'binary', maxLength: 20 }),
          fc.constantFrom(
            '\r',
            '\n',
            '\r\n',
            '\0',
            '\u2028',
            '\u2029',
            '\u0085',
            '\r\nBcc: e@x.y',
            '"',
            '\\',
            '?=',
            '=?utf-8?q?=0D=0ABcc:?=',
            '\r\n\r\n',
          ),
        ),
        { maxLength: 12 },
      )
      .map((pieces) => pieces.join(''))
    await fc.assert(
      fc.asyncProperty(nasty, nasty, nasty, nasty, async (subject, name, filename, type) => {
        const bytes = await writeMessage({
          ...plain,
          // A first letter keeps the headers from being empty, and then left out.
          subject: `s${subject}`,
          from: { ...message.from, name },
          to: [{ ...plain.to[0], name, email: 'zoe@example.org' }],
          inReplyTo: `x${subject}`,
          references: [name, ...message.references],
          files: [{ ...file, name: filename, contentType: `text/x-a${type}` }],
        })
        const found = names(bytes).filter((header) => header !== 'in-reply-to')
        expect(found).toEqual(declared.filter((header) => header !== 'in-reply-to'))
        expect((await PostalMime.parse(bytes)).bcc).toEqual([
          { name: '', address: 'hidden@example.org' },
        ])
      }),
      { numRuns: 200 },
    )
  })
})
