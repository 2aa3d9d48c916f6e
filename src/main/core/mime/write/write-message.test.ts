import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { writeMessage, type MessageToWrite } from './write-message.ts'
import { parseRawMessage } from '../read/parse-raw-message.ts'
import { parseMime } from '../read/parse-mime.ts'

const PIXEL = 'data:image/png;base64,iVBORw0KGgo='
const message: MessageToWrite = {
  from: { name: 'Ana Ruiz', email: 'ana@example.com' },
  to: [{ name: 'Zoë, "Z"', email: 'zoe@example.org' }],
  cc: [],
  bcc: [{ name: '', email: 'hidden@example.org' }],
  subject: 'Grüße',
  html: '<p>Hello <b>you</b></p>',
  text: null,
  attachments: [],
  inReplyTo: 'parent@example.org',
  references: ['root@example.org', 'parent@example.org'],
  messageId: 'own@example.com',
  appSendId: 'send-1',
  date: Date.UTC(2026, 2, 3, 9, 15),
}

describe('composeMime', () => {
  it('writes what parseRaw reads back, Bcc included', async () => {
    const read = await parseRawMessage(await writeMessage(message))
    expect(read).toMatchObject({
      from: message.from,
      to: message.to,
      bcc: message.bcc,
      subject: message.subject,
      rfcMessageId: 'own@example.com',
      inReplyTo: 'parent@example.org',
      references: message.references,
      date: message.date,
      body: { text: 'Hello you', html: expect.stringContaining('<p>Hello <b>you</b></p>') },
      defects: [],
    })
    expect(read.headers).toContainEqual({ name: 'X-App-Send-Id', value: 'send-1' })
  })

  it('gives the same bytes for the same message', async () => {
    const [one, other] = await Promise.all([writeMessage(message), writeMessage(message)])
    expect(Buffer.compare(Buffer.from(one), Buffer.from(other))).toBe(0)
  })

  it('turns embedded pictures into parts, each once', async () => {
    const html = `<img src="${PIXEL}"><img src="${PIXEL}" alt="again">`
    const read = await parseRawMessage(await writeMessage({ ...message, html }))
    expect(read.attachments).toEqual([
      expect.objectContaining({
        filename: 'picture-1.png',
        contentType: 'image/png',
        isInline: true,
      }),
    ])
    expect(read.body.html).not.toContain('data:')
  })

  it('sends no script, handler, form or unsafe link on', async () => {
    const html =
      '<p onclick="x()">Hi<script>x()</script><a href="javascript:x()">a</a><form action="//x"><input></form><img src=x onerror=x()><svg onload=x()></p>&lt;b&gt; 1 < 2'
    const read = await parseRawMessage(await writeMessage({ ...message, html }))
    expect(read.body.html).toContain('<body><p>Hi<a>a</a></p><img><p></p>&lt;b&gt; 1 &lt; 2</body>')
  })

  it('carries files with their names and bytes', async () => {
    const file = {
      filename: 'Übersicht.bin',
      contentType: 'application/x-thing',
      content: new Uint8Array([0, 255, 13, 10]),
    }
    const bytes = await writeMessage({ ...message, attachments: [file] })
    expect((await parseRawMessage(bytes)).attachments).toMatchObject([
      { filename: 'Übersicht.bin', contentType: 'application/x-thing', sizeBytes: 4 },
    ])
    expect(parseMime(bytes).root.children[1]?.content).toEqual(Buffer.from(file.content))
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
      const { headers, root } = parseMime(bytes)
      const inner = root.children.flatMap((child) => child.headers)
      return [...headers, ...inner].map(({ name }) => name.toLowerCase()).toSorted()
    }
    const attachment = { filename: 'a', contentType: 'text/x-a', content: new Uint8Array([1]) }
    const plain = { ...message, html: null, text: 'x', attachments: [attachment] }
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
          attachments: [{ ...attachment, filename, contentType: `text/x-a${type}` }],
        })
        const found = names(bytes).filter((header) => header !== 'in-reply-to')
        expect(found).toEqual(declared.filter((header) => header !== 'in-reply-to'))
        expect((await parseRawMessage(bytes)).bcc).toEqual(message.bcc)
      }),
      { numRuns: 200 },
    )
  })
})
