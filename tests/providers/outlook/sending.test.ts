import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { OutgoingDraft, OutgoingFile } from '#core/ports/outgoing.ts'
import type { MailProvider } from '#core/ports/provider.ts'
import { draftOf, outgoingFile, renderedDraft } from '../../support/draft-of.ts'
import { createOutlookWorld, EMAIL, type OutlookWorld } from './outlook-world.ts'

const SEND_ID = 'send-0001'

function message(files: OutgoingFile[] = []): Promise<OutgoingDraft> {
  return renderedDraft({
    from: { name: 'Ana', email: EMAIL },
    to: [{ name: 'Bea', email: 'bea@contoso.example' }],
    cc: [],
    bcc: [],
    subject: 'Offer',
    html: '<p>As promised.</p>',
    text: 'As promised.',
    files,
    inReplyTo: 'question@contoso.example',
    references: ['question@contoso.example'],
    messageId: 'offer@contoso.example',
    appSendId: SEND_ID,
    date: 1_800_000_000_000,
  })
}

describe('sending through Outlook', () => {
  let world: OutlookWorld
  let provider: MailProvider
  beforeEach(async () => {
    world = await createOutlookWorld({ start: false })
    provider = await world.open()
  })
  afterEach(() => world.dispose())

  const sent = () => [...world.truth.messages('sentitems')]

  it('sends the draft once, and its sent copy keeps the draft’s id', async () => {
    const { cursor } = await provider.fetchProfile()
    const { draftId } = await provider.createDraft(await message())
    expect(await provider.draftExists(draftId)).toBe(true)
    expect(await provider.findSent(SEND_ID, cursor, draftId)).toBeNull()

    const copy = await provider.sendDraft(draftId)
    expect(copy.providerMessageId).toBe(draftId)
    expect(sent().map(({ id }) => id)).toEqual([draftId])
    expect(sent()[0]?.raw.toString()).toMatch(new RegExp(`^x-app-send-id: ${SEND_ID}`, 'imu'))
    expect(await provider.draftExists(draftId)).toBe(false)
    expect(await provider.findSent(SEND_ID, cursor, draftId)).toEqual(copy)
    expect(await provider.findSent(SEND_ID, cursor)).toMatchObject({ providerMessageId: draftId })
    expect(await provider.findSent('send-0002', cursor)).toBeNull()

    // A second try finds it sent and sends nothing.
    expect(await provider.sendDraft(draftId)).toEqual(copy)
    await provider.deleteDraft(draftId)
    expect(sent()).toHaveLength(1)
  })

  it('says that a lost answer is ambiguous, and finds out by looking', async () => {
    const { cursor } = await provider.fetchProfile()
    const { draftId } = await provider.createDraft(await message())
    world.simulator.faults.add({
      match: { path: '/send$' },
      times: 1,
      action: { dropConnection: 'after' },
    })
    await expect(provider.sendDraft(draftId)).rejects.toMatchObject({
      failure: { kind: 'ambiguous' },
    })
    expect(await provider.findSent(SEND_ID, cursor, draftId)).toMatchObject({
      providerMessageId: draftId,
    })
    expect(sent()).toHaveLength(1)
  })

  it('uploads what is too large for one request in pieces', async () => {
    const large = Buffer.alloc(5_000_000, 'large ')
    const small = Buffer.from('small')
    const { draftId } = await provider.createDraft(
      await message([
        outgoingFile('large.bin', 'application/octet-stream', large),
        outgoingFile('small.txt', 'text/plain', small),
      ]),
    )
    await provider.sendDraft(draftId)
    const stored = await provider.fetchMessage({ providerMessageId: draftId, providerThreadId: '' })
    expect(stored).toMatchObject({ subject: 'Offer', placement: { isSent: true, isDraft: false } })
    const contents = await Promise.all(
      stored.attachments.map(async ({ filename, partId }) => [
        filename,
        Buffer.from(await provider.fetchAttachment(draftId, partId)),
      ]),
    )
    expect(Object.fromEntries(contents)).toEqual({ 'large.bin': large, 'small.txt': small })
  })

  it('takes a large message that an earlier version stored as MIME', async () => {
    const large = Buffer.alloc(3_500_000, 'large ')
    const { mime } = await message([outgoingFile('large.bin', 'application/x-a', large)])
    const { draftId } = await provider.createDraft(draftOf(mime))
    await provider.sendDraft(draftId)
    const [copy] = sent()
    expect(copy?.raw.toString()).toMatch(new RegExp(`^x-app-send-id: ${SEND_ID}`, 'imu'))
    const stored = await provider.fetchMessage({ providerMessageId: draftId, providerThreadId: '' })
    const [file] = stored.attachments
    expect(file).toMatchObject({ filename: 'large.bin' })
    expect(Buffer.from(await provider.fetchAttachment(draftId, file?.partId ?? ''))).toEqual(large)
    expect(stored).toMatchObject({ inReplyTo: 'question@contoso.example', subject: 'Offer' })
  })

  it('leaves no draft behind where an upload fails', async () => {
    world.simulator.faults.add({
      match: { path: 'createUploadSession' },
      action: { status: 400, body: { error: { code: 'ErrorInvalidRequest', message: 'No.' } } },
    })
    const draft = await message([
      outgoingFile('large.bin', 'application/zip', Buffer.alloc(5_000_000)),
    ])
    await expect(provider.createDraft(draft)).rejects.toMatchObject({
      failure: { kind: 'rejected' },
    })
    expect([...world.truth.messages('drafts')]).toEqual([])
  })

  it('marks 45 messages read with an outcome for each', async () => {
    const ids = Array.from({ length: 45 }, () => world.simulator.accounts.deliver(EMAIL, {}))
    world.truth.delete(ids.slice(0, 1))
    const outcomes = await provider.applyChange({ kind: 'read', value: true }, ids)
    expect(outcomes.map(({ providerMessageId }) => providerMessageId)).toEqual(ids)
    expect(outcomes[0]).toMatchObject({ ok: false, failure: { kind: 'not_found' } })
    expect(outcomes.slice(1).every(({ ok }) => ok)).toBe(true)
    expect([...world.truth.messages('inbox')].every(({ isRead }) => isRead)).toBe(true)
    expect(world.simulator.ledger.snapshot().throttled).toBe(0)
  })
})
