import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import type { Attachment } from '#shared/contract/opened-message.ts'
import { openThrough, PROVIDERS, type OpenedMessage } from '../support/open-through.ts'

const source = (name: string): Buffer =>
  readFileSync(join(import.meta.dirname, '../fixtures/real-mail', `${name}.eml`))

const named = (files: Attachment[], filename: string): string =>
  files.find((file) => file.filename === filename)?.attachmentId ?? `no file ${filename}`

let opened: OpenedMessage
afterEach(() => opened.dispose())

describe.each(PROVIDERS)('a message inside a message, through %s', (provider) => {
  const open = async (name: string): Promise<OpenedMessage> =>
    (opened = await openThrough(provider, source(name)))

  it('is named after its subject, where its sender did not name it', async () => {
    const { attachments, textBody } = await (await open('inside-forwarded')).content()
    expect(textBody?.trim()).toBe('Two things to keep.')
    expect(attachments.map(({ filename }) => filename)).toEqual([
      'Invoice March.eml',
      // Exchange knows the subject only.
      provider === 'gmail' ? 'Terms of 2026.eml' : 'Another subject.eml',
    ])
  })

  it('opens with its people, its safe text, its pictures and its own files', async () => {
    const { attachments } = await (await open('inside-forwarded')).content()
    const id = named(attachments, 'Invoice March.eml')
    const inner = await opened.inside(id)
    expect(inner).toMatchObject({
      subject: 'Invoice March',
      filename: 'Invoice March.eml',
      fromName: 'Office, Nord',
      fromEmail: 'office@nord.example',
      to: [{ name: '', email: 'bea@contoso.example' }],
      cc: [{ name: 'Carl', email: 'carl@contoso.example' }],
      sentAt: '2026-03-02T07:30:00.000Z',
      remoteImages: 1,
      defects: [],
    })
    expect(inner.htmlBody).toContain('Grüße, the invoice is attached.')
    expect(inner.htmlBody).toContain('src="data:image/png;base64,iVBORw0')
    expect(inner.htmlBody).not.toMatch(/script|onclick|steal|https:/u)
    expect(inner.attachments.filter(({ isInline }) => !isInline)).toMatchObject([
      { filename: 'invoice-2026-03.pdf', contentType: 'application/pdf', size: 13 },
    ])
    expect((await opened.inside(id, 'show')).htmlBody).toContain('https://nord.example/banner.jpg')
  })

  it('gives its files and itself to be saved', async () => {
    const { attachments } = await (await open('inside-forwarded')).content()
    const id = named(attachments, 'Invoice March.eml')
    const inner = await opened.inside(id)
    const pdf = await opened.save(named(inner.attachments, 'invoice-2026-03.pdf'))
    expect(pdf).toMatchObject({ filename: 'invoice-2026-03.pdf', contentType: 'application/pdf' })
    expect(Buffer.from(pdf.bytes).toString()).toBe('%PDF-1.4 fake')
    const whole = await opened.save(id)
    expect(whole).toMatchObject({ filename: 'Invoice March.eml', contentType: 'message/rfc822' })
    expect(Buffer.from(whole.bytes).toString()).toMatch(/^From: "Office, Nord"/u)
  })

  it('is there without a network once it was opened, and says so before', async () => {
    const { attachments } = await (await open('inside-forwarded')).content()
    const first = named(attachments, 'Invoice March.eml')
    const { attachments: files } = await opened.inside(first)
    opened.goOffline()
    await expect(opened.inside(attachments.at(-1)?.attachmentId ?? '')).rejects.toMatchObject({
      code: 'offline',
    })
    expect((await opened.inside(first)).subject).toBe('Invoice March')
    expect((await opened.save(named(files, 'invoice-2026-03.pdf'))).bytes).toHaveLength(13)
  })

  it('is opened where it is the whole message', async () => {
    const { attachments } = await (await open('inside-lone')).content()
    const inner = await opened.inside(named(attachments, 'Protokoll Änderungen.eml'))
    expect(inner.textBody?.trim()).toBe('Beschlossen: größere Fenster.')
  })

  it('is opened from a bounce, which says first what went wrong', async () => {
    const content = await (await open('inside-bounce')).content()
    expect(content.textBody).toContain('no such user')
    const inner = await opened.inside(named(content.attachments, 'Lunch on Friday_.eml'))
    expect(inner).toMatchObject({ subject: 'Lunch on Friday?', fromEmail: 'ana@example.com' })
    expect(inner.textBody).toContain('Noodles at half past twelve?')
  })

  it('shows what it is about, where a bounce brings the headers only', async () => {
    const { attachments } = await (await open('inside-bounce-headers')).content()
    const headers = attachments.find(({ contentType }) => contentType === 'text/rfc822-headers')
    const inner = await opened.inside(headers?.attachmentId ?? '')
    expect(inner).toMatchObject({
      subject: 'The plans, again',
      to: [{ email: 'full@nowhere.example' }],
      htmlBody: null,
      textBody: null,
      defects: [],
    })
  })

  it('is each message of a digest', async () => {
    const { attachments } = await (await open('inside-digest')).content()
    expect(attachments.map(({ filename }) => filename)).toEqual([
      'First question.eml',
      'Re_ First question.eml',
    ])
    const second = await opened.inside(attachments[1]?.attachmentId ?? '')
    expect(second.textBody?.trim()).toBe('I have.')
  })

  it('is opened in base64, and where only its name says that it is a message', async () => {
    const { attachments } = await (await open('inside-encoded')).content()
    const [first, second, broken] = attachments
    for (const file of [first, second]) {
      const inner = await opened.inside(file?.attachmentId ?? '')
      expect(inner.subject).toBe('Encoded')
      expect(inner.textBody?.trim()).toBe('Still readable.')
    }
    const rubbish = await opened.inside(broken?.attachmentId ?? '')
    expect(rubbish.defects).toContain('The message does not say who sent it.')
  })

  it('opens ten messages deep, and says so below', async () => {
    let { attachments } = await (await open('inside-deep')).content()
    for (let level = 1; level <= 11; level += 1) {
      const id = named(attachments, `Level ${level}.eml`)
      const inner = await opened.inside(id)
      expect(inner.textBody?.trim()).toBe(`Text of level ${level}.`)
      attachments = inner.attachments
    }
    await expect(opened.inside(named(attachments, 'Level 12.eml'))).rejects.toMatchObject({
      code: 'attachment_not_readable',
    })
  })

  it('is not opened where it is another file, or none', async () => {
    const { attachments } = await (await open('inside-forwarded')).content()
    const inner = await opened.inside(named(attachments, 'Invoice March.eml'))
    const pdf = named(inner.attachments, 'invoice-2026-03.pdf')
    await expect(opened.inside(pdf)).rejects.toMatchObject({ code: 'attachment_not_readable' })
    await expect(opened.inside(`${pdf}~1`)).rejects.toMatchObject({
      code: 'attachment_not_readable',
    })
    await expect(opened.save('77')).rejects.toMatchObject({ code: 'attachment_not_found' })
  })
})

describe.each(PROVIDERS)('an invitation, through %s', (provider) => {
  const open = async (name: string): Promise<OpenedMessage> =>
    (opened = await openThrough(provider, source(name)))

  it('is shown once where it was sent as an alternative and as a file, and stays a file', async () => {
    const content = await (await open('invitation-twice')).content()
    expect(content.htmlBody).toContain('You are invited to')
    expect(content.attachments.map(({ filename }) => filename)).toEqual([
      'invite.ics',
      'invite (2).ics',
    ])
    const { invitations, defects } = await opened.invitations()
    expect(defects).toEqual([])
    expect(invitations).toMatchObject([
      {
        method: 'request',
        moreEvents: 0,
        events: [
          {
            summary: 'Studio review',
            start: { local: '2026-03-17T16:00', at: '2026-03-17T15:00:00.000Z' },
            recurrence: { frequency: 'weekly', weekdays: [{ day: 2, nth: null }] },
            location: 'Room 4, first floor',
            joinUrl: 'https://meet.example/abc-defg-hij',
            organiser: { name: 'Bea Lang', email: 'bea@x.example' },
            attendees: [
              { name: 'Bea Lang', answer: 'accepted' },
              { name: 'Ana', answer: 'waiting' },
            ],
          },
        ],
      },
    ])
    const file = await opened.save(invitations[0]?.attachmentId ?? '')
    expect(file.filename).toBe('invite.ics')
    expect(Buffer.from(file.bytes).toString()).toMatch(/^BEGIN:VCALENDAR/u)
  })

  it('is read where it is the whole message', async () => {
    const { attachments } = await (await open('invitation-lone')).content()
    expect(attachments).toMatchObject([{ filename: 'invite.ics', contentType: 'text/calendar' }])
    expect((await opened.invitations()).invitations[0]?.events).toMatchObject([
      {
        summary: 'Ausflug nach Köln',
        isAllDay: true,
        start: { local: '2026-06-19', at: null },
        end: { local: '2026-06-20' },
      },
    ])
  })

  it('is called off, in a zone that only Outlook names so', async () => {
    await open('invitation-cancelled')
    expect((await opened.invitations()).invitations).toMatchObject([
      {
        method: 'cancel',
        events: [
          {
            summary: 'Budget',
            isCancelled: true,
            isUpdate: true,
            start: {
              local: '2026-03-10T09:00',
              at: '2026-03-10T13:00:00.000Z',
              zone: 'Eastern Standard Time',
            },
          },
        ],
      },
    ])
  })

  it.each([
    ['invitation-reply', 'reply', 'accepted', 'With pleasure'],
    ['invitation-counter', 'counter', 'tentative', 'An hour later?'],
  ])('is answered (%s)', async (name, method, answer, comment) => {
    await open(name)
    expect((await opened.invitations()).invitations).toMatchObject([
      { method, events: [{ comment, attendees: [{ name: 'Carl', answer }] }] },
    ])
  })

  it('stays a file, with a word about it, where it cannot be read', async () => {
    const content = await (await open('invitation-broken')).content()
    expect(content.attachments).toMatchObject([{ filename: 'termin.ics' }])
    const { invitations, defects } = await opened.invitations()
    expect(invitations).toEqual([])
    expect(defects).toContain('The invitation could not be read.')
  })

  it('is found in a message inside the message', async () => {
    const { attachments } = await (await open('invitation-inside')).content()
    expect((await opened.invitations()).invitations).toEqual([])
    const id = named(attachments, 'Site visit.eml')
    expect((await opened.inside(id)).textBody?.trim()).toBe('Please come.')
    const [invitation] = (await opened.invitations(id)).invitations
    expect(invitation?.events).toMatchObject([
      { summary: 'Site visit', end: { at: '2026-03-20T10:30:00.000Z' } },
    ])
    expect((await opened.save(invitation?.attachmentId ?? '')).filename).toBe('invite.ics')
  })

  it('says that it is not here, without a network', async () => {
    await open('invitation-lone')
    opened.goOffline()
    await expect(opened.invitations()).rejects.toMatchObject({ code: 'offline' })
  })
})
