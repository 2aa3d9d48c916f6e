import { afterEach, expect, it } from 'vitest'
import { createOutlookWorld, EMAIL, type OutlookWorld } from './outlook-world.ts'

let world: OutlookWorld
afterEach(() => world.dispose())

const PICTURE = Buffer.from('not really a picture')
const INNER =
  'From: x@y.example\r\nSubject: Inner\r\nMessage-ID: <inner@y.example>\r\n\r\nInner text\r\n'
const MAIL = [
  'From: Bea <bea@contoso.example>',
  'To: ana@contoso.example',
  'Subject: Files',
  'Message-ID: <files@contoso.example>',
  'Date: Tue, 03 Mar 2026 10:00:00 +0000',
  'MIME-Version: 1.0',
  'Content-Type: multipart/mixed; boundary=b',
  '',
  '--b',
  'Content-Type: text/html; charset=utf-8',
  '',
  '<p>See <img src="cid:pic@contoso"></p>',
  '--b',
  'Content-Type: image/png; name=pic.png',
  'Content-Disposition: inline; filename=pic.png',
  'Content-ID: <pic@contoso>',
  'Content-Transfer-Encoding: base64',
  '',
  PICTURE.toString('base64'),
  '--b',
  'Content-Type: message/rfc822',
  'Content-Disposition: attachment; filename=inner',
  '',
  INNER,
  '--b--',
  '',
].join('\r\n')

it.each([true, false])(
  'names the files of a message and fetches them (told along with the message: %s)',
  async (isTold) => {
    world = await createOutlookWorld({ start: false, mail: { messages: [MAIL] } })
    if (!isTold) {
      world.simulator.faults.add({
        match: { path: 'expand=attachments' },
        action: { status: 400, body: { error: { code: 'BadRequest', message: 'No.' } } },
      })
    }
    await world.engine.start()
    await world.untilComplete()
    const [message] = [...world.truth.messages('inbox')]
    const id = message?.id ?? ''
    const content = await world.store.read.messages.content((await world.ourId(id)) ?? 0)
    expect(content?.attachments).toMatchObject([
      { filename: 'pic.png', contentType: 'image/png', contentId: 'pic@contoso', isInline: true },
      { contentType: 'message/rfc822', isInline: false },
    ])
    const provider = await world.open()
    const [picture, inner] = content?.attachments ?? []
    expect(Buffer.from(await provider.fetchAttachment(id, picture?.partId ?? ''))).toEqual(PICTURE)
    const source = Buffer.from(await provider.fetchAttachment(id, inner?.partId ?? '')).toString()
    expect(source).toContain('Subject: Inner')
    expect(Buffer.from(await provider.fetchRawMessage(id)).toString()).toContain('Subject: Files')
  },
)

it('lists a link to a file in the cloud, and says what to do where it is opened', async () => {
  world = await createOutlookWorld()
  const id = world.simulator.accounts.deliver(EMAIL, {
    subject: 'The plan',
    links: ['Plan 2026.docx'],
  })
  await world.sync()
  const row = await world.store.read.messages.getByProviderId(world.account.id, id)
  expect(row?.hasAttachments).toBe(true)
  const content = await world.store.read.messages.content(row?.id ?? 0)
  const [link, ...others] = content?.attachments ?? []
  expect(others).toEqual([])
  expect(link).toMatchObject({ filename: 'Plan 2026.docx', isInline: false })
  const provider = await world.open()
  await expect(provider.fetchAttachment(id, link?.partId ?? '')).rejects.toMatchObject({
    failure: {
      kind: 'rejected',
      message:
        'This attachment is a link to a file in the cloud. Open the message in Outlook to get it.',
    },
  })
})

it('fetches a file, a message in a message and leaves a link, all of one message', async () => {
  world = await createOutlookWorld({
    mail: { messages: [{ raw: MAIL, links: ['Budget.xlsx', 'Photos'] }] },
  })
  const [message] = [...world.truth.messages('inbox')]
  const id = message?.id ?? ''
  const content = await world.store.read.messages.content((await world.ourId(id)) ?? 0)
  expect(content?.attachments.map(({ filename }) => filename)).toEqual([
    'pic.png',
    'Inner.eml',
    'Budget.xlsx',
    'Photos',
  ])
  const provider = await world.open()
  const read = await Promise.allSettled(
    (content?.attachments ?? []).map(({ partId }) => provider.fetchAttachment(id, partId)),
  )
  expect(read.map(({ status }) => status)).toEqual([
    'fulfilled',
    'fulfilled',
    'rejected',
    'rejected',
  ])
})
