import { describe, expect, it } from 'vitest'
import { HTML_PART_BREAK } from './html-part-break.ts'
import { buildParsedMessage, type MimePart } from './parsed-message.ts'

function part(contentType: string, fields: Partial<MimePart> & { body?: string } = {}): MimePart {
  const { body, ...rest } = fields
  const content = body === undefined ? null : Buffer.from(body)
  return {
    partId: '0',
    contentType,
    headers: [],
    filename: '',
    sizeBytes: content?.length ?? 10,
    providerAttachmentId: null,
    content,
    children: [],
    ...rest,
  }
}

const read = (root: MimePart): ReturnType<typeof buildParsedMessage> =>
  buildParsedMessage({ headers: [], root })

describe('buildParsedMessage', () => {
  it('takes both forms of an alternative', () => {
    const message = read(
      part('multipart/alternative', {
        children: [part('text/plain', { body: 'plain' }), part('text/html', { body: '<p>rich' })],
      }),
    )
    expect(message.body).toEqual({ html: '<p>rich', text: 'plain' })
    expect(message.snippet).toBe('plain')
  })

  it('finds the body of related inside alternative inside mixed', () => {
    const message = read(
      part('multipart/mixed', {
        children: [
          part('multipart/alternative', {
            children: [
              part('text/plain', { body: 'plain' }),
              part('multipart/related', {
                children: [
                  part('text/html', { body: '<img src="cid:pic@x">' }),
                  part('image/png', {
                    partId: '0.1.1',
                    headers: [{ name: 'Content-Id', value: '<pic@x>' }],
                    providerAttachmentId: 'handle',
                  }),
                ],
              }),
            ],
          }),
          part('application/pdf', { partId: '1', filename: 'a.pdf', providerAttachmentId: 'h2' }),
        ],
      }),
    )
    expect(message.body).toEqual({ html: '<img src="cid:pic@x">', text: 'plain' })
    expect(message.attachments).toEqual([
      expect.objectContaining({
        partId: '0.1.1',
        filename: 'image.png',
        isInline: true,
        contentId: 'pic@x',
      }),
      expect.objectContaining({ partId: '1', filename: 'a.pdf', isInline: false }),
    ])
  })

  it('keeps HTML parts apart, so that one cannot swallow the other', () => {
    const message = read(
      part('multipart/mixed', {
        children: [
          part('text/html', { body: '<img src="' }),
          part('text/html', { body: '<p>two' }),
        ],
      }),
    )
    expect(message.body).toEqual({ html: `<img src="${HTML_PART_BREAK}<p>two`, text: null })
  })

  it('attaches a text file, a calendar, a message and a TNEF block instead of showing them', () => {
    const message = read(
      part('multipart/mixed', {
        children: [
          part('text/plain', { body: 'letter' }),
          part('text/plain', { body: 'file', filename: 'notes.txt' }),
          part('text/calendar', { body: 'BEGIN:VCALENDAR' }),
          part('message/rfc822', { children: [part('text/plain', { body: 'inner' })] }),
          part('application/ms-tnef'),
        ],
      }),
    )
    expect(message.body.text).toBe('letter')
    expect(message.attachments.map(({ filename }) => filename)).toEqual([
      'notes.txt',
      'invite.ics',
      'message.eml',
      'winmail.dat',
    ])
  })

  it('uses the provider’s snippet only where the body has none', () => {
    const root = part('text/html', { body: '<img src="x">' })
    const message = buildParsedMessage({ headers: [], root, fallbackSnippet: 'Tom &amp; Ana' })
    expect(message.snippet).toBe('Tom & Ana')
  })
})
