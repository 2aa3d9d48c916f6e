import { describe, expect, it } from 'vitest'
import type { IncomingAttachment } from '../../ports/messages.ts'
import { findInvitations } from './find-invitations.ts'
import { openAttachment } from './open-attachment.ts'

/** As the Outlook adapter lists what Exchange calls an item: it does not tell which sort. */
const ITEM: IncomingAttachment = {
  partId: 'AAMkAD-item=',
  providerAttachmentId: 'AAMkAD-item=',
  filename: 'Site visit.eml',
  contentType: 'message/rfc822',
  sizeBytes: 400,
  contentId: null,
  isInline: false,
}
const read = (text: string) => async () => Buffer.from(text)

describe('an item that was attached in Outlook', () => {
  it('is an event where its content is iCalendar: named so, and shown as an invitation', async () => {
    const content = read(
      'BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nSUMMARY:Site visit\r\nDTSTART:20260320T090000Z\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n',
    )
    expect(await openAttachment([ITEM], ITEM.partId, content)).toMatchObject({
      filename: 'Site visit.ics',
      contentType: 'text/calendar',
    })
    const { invitations } = await findInvitations([ITEM], ITEM.partId, content)
    expect(invitations[0]?.events).toMatchObject([{ summary: 'Site visit' }])
  })

  it('is a contact where its content is a vCard', async () => {
    expect(await openAttachment([ITEM], ITEM.partId, read('BEGIN:VCARD\r\nFN:Dora'))).toMatchObject(
      {
        filename: 'Site visit.vcf',
        contentType: 'text/vcard',
      },
    )
  })

  it('is a message otherwise', async () => {
    expect(await openAttachment([ITEM], ITEM.partId, read('Subject: Site visit'))).toMatchObject({
      filename: 'Site visit.eml',
      contentType: 'message/rfc822',
    })
  })
})
