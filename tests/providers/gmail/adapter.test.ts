import { inspect } from 'node:util'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ProviderError, type MailProvider } from '#core/ports/provider.ts'
import { createGmailProvider } from '#core/providers/gmail/index.ts'
import { startSimulator, type Simulator } from '#simulator/start-simulator.ts'
import { createFastClock } from '../../support/clocks/fast-clock.ts'
import { createSimulatedTokenSource } from '../../support/sync/simulated-token-source.ts'
import { draftOf } from '../../support/draft-of.ts'
import { silentLogger } from '../../support/database/test-store.ts'
import { googleEndpointsOf } from '../../support/sync/insert-account.ts'

const EMAIL = 'ana@mail.example'
const SEND_ID = 'send-4711'
const MIME = [
  'From: Ana <ana@mail.example>',
  'To: Bo <bo@mail.example>',
  'Subject: Hello',
  'Message-ID: <ours@mail.example>',
  `X-App-Send-Id: ${SEND_ID}`,
  'Content-Type: text/plain; charset=utf-8',
  'Content-Transfer-Encoding: 8bit',
  '',
  'Grüße',
  '',
].join('\r\n')

let simulator: Simulator
let gmail: MailProvider

beforeEach(async () => {
  simulator = await startSimulator()
  simulator.accounts.create({ email: EMAIL, messages: 30 })
  gmail = createGmailProvider({
    tokens: createSimulatedTokenSource(simulator, EMAIL),
    endpoints: googleEndpointsOf(simulator),
    clock: createFastClock(50),
    logger: silentLogger,
    quotaProfile: 'legacy',
  })
})
afterEach(() => simulator.close())

describe('sending through Gmail', () => {
  it('drafts, sends, and finds what was sent by our own header', async () => {
    const { cursor } = await gmail.fetchProfile()
    const { draftId } = await gmail.createDraft(draftOf(Buffer.from(MIME)))
    expect(await gmail.draftExists(draftId)).toBe(true)
    expect(await gmail.findSent(SEND_ID, cursor)).toBeNull()

    const sent = await gmail.sendDraft(draftId)

    expect(await gmail.draftExists(draftId)).toBe(false)
    expect(await gmail.findSent(SEND_ID, cursor)).toEqual(sent)
    expect(await gmail.findSent('another', cursor)).toBeNull()
    const source = Buffer.from(await gmail.fetchRawMessage(sent.providerMessageId)).toString('utf8')
    expect(source).toContain('Grüße')
  })

  it('files a reply with its conversation', async () => {
    const [message] = [...simulator.accounts.get(EMAIL).messages()]
    const threadId = message?.threadId ?? ''
    const parent = /^message-id: *(<[^>]+>)/imu.exec(message?.raw.toString('latin1') ?? '')?.[1]
    const subject = /^subject: *(.+)$/imu.exec(message?.raw.toString('latin1') ?? '')?.[1] ?? ''
    const reply = MIME.replace(
      'Subject: Hello',
      `In-Reply-To: ${parent}\r\nReferences: ${parent}\r\nSubject: Re: ${subject.trim()}`,
    )
    const { draftId } = await gmail.createDraft(draftOf(Buffer.from(reply), threadId))
    expect((await gmail.sendDraft(draftId)).providerThreadId).toBe(threadId)
  })

  it('uploads a message of many megabytes', async () => {
    const big = `${MIME}${'x'.repeat(76)}\r\n`.concat(`${'y'.repeat(76)}\r\n`.repeat(120_000))
    const { draftId } = await gmail.createDraft(draftOf(Buffer.from(big)))
    const { providerMessageId } = await gmail.sendDraft(draftId)
    expect((await gmail.fetchRawMessage(providerMessageId)).byteLength).toBeGreaterThan(9_000_000)
  })

  it.each([
    ['the answer is lost', { dropConnection: 'after' as const }],
    ['the answer is cut', { truncateBody: true as const }],
    ['Gmail answers 500', { status: 500 }],
    ['Gmail answers 503', { status: 503 }],
    ['a page of HTML comes', { htmlErrorPage: 200 }],
  ])('a send is ambiguous, and never repeated, when %s', async (_name, action) => {
    const { draftId } = await gmail.createDraft(draftOf(Buffer.from(MIME)))
    simulator.faults.add({ match: { method: 'drafts.send' }, action })
    simulator.ledger.reset()
    await expect(gmail.sendDraft(draftId)).rejects.toMatchObject({ failure: { kind: 'ambiguous' } })
    expect(simulator.ledger.snapshot().methods['drafts.send']?.calls).toBe(1)
  })

  it('finds a lost send although its history is gone', async () => {
    const { cursor } = await gmail.fetchProfile()
    const { draftId } = await gmail.createDraft(draftOf(Buffer.from(MIME)))
    simulator.faults.add({
      match: { method: 'drafts.send' },
      times: 1,
      action: { dropConnection: 'after' },
    })
    await expect(gmail.sendDraft(draftId)).rejects.toThrow()
    simulator.accounts.get(EMAIL).expireHistory()
    expect(await gmail.findSent(SEND_ID, cursor)).not.toBeNull()
  })

  it('a draft that is gone is not found, and deleting it again is no error', async () => {
    const { draftId } = await gmail.createDraft(draftOf(Buffer.from(MIME)))
    await gmail.deleteDraft(draftId)
    await gmail.deleteDraft(draftId)
    await expect(gmail.sendDraft(draftId)).rejects.toMatchObject({ failure: { kind: 'not_found' } })
  })
})

describe('marking read', () => {
  const ids = (count: number): string[] =>
    [...simulator.accounts.get(EMAIL).messages()].slice(0, count).map(({ id }) => id)
  const isRead = (id: string): boolean =>
    simulator.accounts.get(EMAIL).message(id)?.labelIds.includes('UNREAD') === false

  it('tells many in one call', async () => {
    const many = ids(20)
    simulator.ledger.reset()
    const outcomes = await gmail.applyChange({ kind: 'read', value: true }, many)
    expect(outcomes.every(({ ok }) => ok)).toBe(true)
    expect(many.every(isRead)).toBe(true)
    expect(simulator.ledger.snapshot()).toMatchObject({ httpRequests: 1, units: 50 })
  })

  it('answers for each message', async () => {
    const [first = '', second = ''] = ids(2)
    simulator.accounts.get(EMAIL).delete([second])
    const outcomes = await gmail.applyChange({ kind: 'read', value: true }, [first, second])
    expect(outcomes).toMatchObject([
      { providerMessageId: first, ok: true },
      { providerMessageId: second, ok: false, failure: { kind: 'not_found' } },
    ])
  })

  it('goes one by one where Gmail refuses them together', async () => {
    const many = ids(15)
    simulator.faults.add({
      match: { method: 'messages.batchModify' },
      action: { status: 400, body: { error: { code: 400, message: 'Invalid ids' } } },
    })
    const outcomes = await gmail.applyChange({ kind: 'read', value: false }, many)
    expect(outcomes.every(({ ok }) => ok)).toBe(true)
    expect(many.some(isRead)).toBe(false)
  })
})

describe('errors', () => {
  it.each([
    ['a lost answer', { dropConnection: 'after' as const }],
    ['a refusal', { status: 400 }],
    ['a page of HTML', { htmlErrorPage: 502 }],
  ])('%s carries neither the token nor the mail', async (_name, action) => {
    const tokens = createSimulatedTokenSource(simulator, EMAIL)
    const secret = await tokens.getAccessToken()
    const provider = createGmailProvider({
      tokens,
      endpoints: googleEndpointsOf(simulator),
      clock: createFastClock(50),
      logger: silentLogger,
      quotaProfile: 'legacy',
    })
    simulator.faults.add({ match: { method: 'drafts.create' }, action })
    const error: unknown = await provider
      .createDraft(draftOf(Buffer.from(MIME)))
      .catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(ProviderError)
    const shown = inspect(error, { depth: 20, showHidden: true })
    expect(shown).not.toContain(secret)
    expect(shown).not.toContain('Grüße')
  })
})

describe('content', () => {
  it('reads a message, its source and its attachments by our part numbers', async () => {
    const file = Buffer.from('%PDF-1.4 hello')
    const id = simulator.accounts.deliver(
      EMAIL,
      [
        'From: Bo <bo@mail.example>',
        'To: ana@mail.example',
        'Subject: =?utf-8?q?Rechnung_f=C3=BCr_M=C3=A4rz?=',
        'Message-ID: <a1@mail.example>',
        'Content-Type: multipart/mixed; boundary=b',
        '',
        '--b',
        'Content-Type: text/plain; charset=utf-8',
        '',
        'Anbei.',
        '--b',
        'Content-Type: application/pdf; name="r.pdf"',
        'Content-Disposition: attachment; filename="r.pdf"',
        'Content-Transfer-Encoding: base64',
        '',
        file.toString('base64'),
        '--b--',
        '',
      ].join('\r\n'),
    )
    const message = await gmail.fetchMessage({ providerMessageId: id, providerThreadId: id })
    expect(message).toMatchObject({
      subject: 'Rechnung für März',
      from: { name: 'Bo', email: 'bo@mail.example' },
      rfcMessageId: 'a1@mail.example',
      placement: { isRead: false, inInbox: true },
      attachments: [{ partId: '2', filename: 'r.pdf', contentType: 'application/pdf' }],
    })
    expect(Buffer.from(await gmail.fetchAttachment(id, '2'))).toEqual(file)
    await expect(gmail.fetchAttachment(id, '7')).rejects.toMatchObject({
      failure: { kind: 'not_found' },
    })
  })

  it('a message that is gone is not found; an old token is replaced once', async () => {
    await expect(
      gmail.fetchMessage({ providerMessageId: 'abc', providerThreadId: 'abc' }),
    ).rejects.toMatchObject({ failure: { kind: 'not_found' } })
    simulator.clock.advance(2 * 3_600_000)
    expect((await gmail.fetchProfile()).emailAddress).toBe(EMAIL)
    simulator.accounts.get(EMAIL).revokeGrants()
    await expect(gmail.fetchProfile()).rejects.toMatchObject({ failure: { kind: 'auth' } })
  })
})
