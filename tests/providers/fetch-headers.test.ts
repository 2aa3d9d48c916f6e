import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { MailProvider } from '#core/ports/provider.ts'
import { createGmailProvider } from '#core/providers/gmail/index.ts'
import { startSimulator, type Simulator } from '#simulator/start-simulator.ts'
import { createFastClock } from '../support/clocks/fast-clock.ts'
import { createSimulatedTokenSource } from '../support/sync/simulated-token-source.ts'
import { silentLogger } from '../support/database/test-store.ts'
import { googleEndpointsOf } from '../support/sync/insert-account.ts'
import { createOutlookWorld, type OutlookWorld } from './outlook/outlook-world.ts'

const EMAIL = 'ana@mail.example'
const MESSAGE = [
  'From: Bea <bea@contoso.example>',
  'To: ana@contoso.example',
  'Subject: The list',
  'Message-ID: <list@contoso.example>',
  'In-Reply-To: <b@contoso.example>',
  'References: <a@contoso.example>',
  ' <b@contoso.example>',
  'Auto-Submitted: auto-generated',
  'List-Unsubscribe: <https://contoso.example/off>',
  'List-Unsubscribe-Post: List-Unsubscribe=One-Click',
  'Date: Tue, 03 Mar 2026 10:00:00 +0000',
  'MIME-Version: 1.0',
  'Content-Type: multipart/report; report-type=delivery-status; boundary=b',
  '',
  '--b',
  'Content-Type: text/plain',
  '',
  'Not delivered.',
  '--b--',
  '',
].join('\r\n')

const expected = {
  inReplyTo: 'b@contoso.example',
  references: ['a@contoso.example', 'b@contoso.example'],
}
const names = (headers: { name: string }[]) => headers.map(({ name }) => name.toLowerCase())
const { signal } = new AbortController()

describe('the headers of messages from Gmail', () => {
  let simulator: Simulator
  let gmail: MailProvider
  beforeEach(async () => {
    simulator = await startSimulator()
    simulator.accounts.create({ email: EMAIL, messages: 70 })
    gmail = createGmailProvider({
      tokens: createSimulatedTokenSource(simulator, EMAIL),
      endpoints: googleEndpointsOf(simulator),
      clock: createFastClock(50),
      logger: silentLogger,
      quotaProfile: 'legacy',
    })
  })
  afterEach(() => simulator.close())

  const allRefs = () =>
    [...simulator.accounts.get(EMAIL).messages()].map(({ id, threadId }) => ({
      providerMessageId: id,
      providerThreadId: threadId,
    }))

  it('come in batches, without those that are gone', async () => {
    const refs = [{ providerMessageId: '0123456789abcdef', providerThreadId: 'x' }, ...allRefs()]
    const fetched = await gmail.fetchHeaders(refs, signal)
    expect(fetched.map((one) => one.providerMessageId).sort()).toEqual(
      allRefs()
        .map((ref) => ref.providerMessageId)
        .sort(),
    )
  })

  it('hold what conversations, replies and unsubscribing need', async () => {
    const id = simulator.accounts.deliver(EMAIL, MESSAGE)
    const [fetched] = await gmail.fetchHeaders(
      [{ providerMessageId: id, providerThreadId: 'x' }],
      signal,
    )
    expect(fetched?.headers).toMatchObject(expected)
    expect(names(fetched?.headers.headers ?? [])).toEqual(
      expect.arrayContaining([
        'auto-submitted',
        'list-unsubscribe',
        'list-unsubscribe-post',
        'content-type',
      ]),
    )
  })

  it('are asked for again where the provider fails for a moment', async () => {
    simulator.faults.add({ match: { method: 'messages.get' }, times: 5, action: { status: 503 } })
    expect(await gmail.fetchHeaders(allRefs(), signal)).toHaveLength(70)
  })
})

describe('the headers of messages from Outlook', () => {
  let world: OutlookWorld
  afterEach(() => world.dispose())

  it('hold what conversations, replies and unsubscribing need', async () => {
    world = await createOutlookWorld({ start: false, mail: { messages: [MESSAGE] } })
    const [message] = [...world.truth.messages('inbox')]
    const provider = await world.open()
    const refs = [
      { providerMessageId: 'AAMkAGone', providerThreadId: 'x' },
      { providerMessageId: message?.id ?? '', providerThreadId: 'x' },
    ]
    const [fetched, ...others] = await provider.fetchHeaders(refs, signal)
    expect(others).toEqual([])
    expect(fetched?.headers).toMatchObject(expected)
    expect(names(fetched?.headers.headers ?? [])).toEqual(
      expect.arrayContaining(['auto-submitted', 'list-unsubscribe', 'content-type']),
    )
  })
})
