import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { mimeRenderer } from '#core/mime/write/mime-renderer.ts'
import { attemptRow, type OutboxDependencies } from '#core/outbox/attempt-delivery.ts'
import { createOutboxWorker, type OutboxWorker } from '#core/outbox/outbox-worker.ts'
import { createFileStore } from '#core/platform/file-store.ts'
import type { OutboxRow } from '#core/ports/store.ts'
import { googleEndpoints } from '#core/auth/provider-endpoints.ts'
import { createGmailProviders } from '#core/providers/gmail/index.ts'
import { startSimulator, type FaultRule, type Simulator } from '#simulator/start-simulator.ts'
import { eventually } from '../support/eventually.ts'
import { createFastClock } from '../support/clocks/fast-clock.ts'
import { testLeases } from '../support/leases.ts'
import { openTestStore, silentLogger, type TestStore } from '../support/database/test-store.ts'
import { DEFAULT_SYNC_PREFERENCES, UNKNOWN_IDENTITY } from '../../src/main/core/ports/accounts.ts'

const EMAIL = 'ana@example.com'
const CLOCK_SPEED = 200

/** Fates of one attempt, in the simulator's words, and where the message must end. */
const CASES: [name: string, faults: FaultRule[], end: OutboxRow['state'], copies: 0 | 1][] = [
  ['nothing goes wrong', [], 'sent', 1],
  [
    'creating the draft is refused once for quota',
    [faultOnce('drafts.create', { status: 429, retryAfter: 1 })],
    'sent',
    1,
  ],
  [
    'creating the draft fails at the server',
    [faultOnce('drafts.create', { status: 503 })],
    'sent',
    1,
  ],
  [
    'the answer to creating the draft is lost',
    [faultOnce('drafts.create', { dropConnection: 'after' })],
    'sent',
    1,
  ],
  ['the send never arrives', [faultOnce('drafts.send', { dropConnection: 'before' })], 'sent', 1],
  [
    'the send arrives and its answer is lost',
    [faultOnce('drafts.send', { dropConnection: 'after' })],
    'sent',
    1,
  ],
  [
    'the send is answered with 500 before it is done',
    [faultOnce('drafts.send', { status: 500 })],
    'sent',
    1,
  ],
  [
    'the send is answered with 503',
    [faultOnce('drafts.send', { status: 503, retryAfter: 2 })],
    'sent',
    1,
  ],
  ['the send is throttled', [faultOnce('drafts.send', { status: 429, retryAfter: 1 })], 'sent', 1],
  ['the answer is an HTML page', [faultOnce('drafts.send', { htmlErrorPage: 200 })], 'sent', 1],
  ['the answer breaks off half way', [faultOnce('drafts.send', { truncateBody: true })], 'sent', 1],
  [
    'the answer is lost and the sent copy shows up late',
    [
      faultOnce('drafts.send', { lateSentMs: 8_000 }),
      faultOnce('drafts.send', { dropConnection: 'after' }),
    ],
    'sent',
    1,
  ],
  [
    'looking is refused for a while after the answer was lost',
    [
      faultOnce('drafts.send', { dropConnection: 'after' }),
      { match: { method: 'history.list' }, times: 2, action: { status: 503 } },
    ],
    'sent',
    1,
  ],
  [
    'the answer is lost and the sent copy never shows up',
    [
      faultOnce('drafts.send', { lateSentMs: 3_600_000 }),
      faultOnce('drafts.send', { dropConnection: 'after' }),
    ],
    'unknown',
    1,
  ],
  ['the message is refused', [faultOnce('drafts.create', { status: 400 })], 'failed', 0],
]

function faultOnce(method: string, action: FaultRule['action']): FaultRule {
  return { match: { method }, times: 1, action }
}

describe('a message leaves exactly once when', () => {
  let simulator: Simulator
  let test: TestStore
  let worker: OutboxWorker

  beforeEach(async () => {
    simulator = await startSimulator({ timeScale: CLOCK_SPEED })
    simulator.accounts.create({ email: EMAIL, messages: 3 })
    test = await openTestStore('sqlite')
    await seedAccount()
    worker = newWorker()
  })

  afterEach(async () => {
    await worker.stop()
    await test.dispose()
    await simulator.close()
  })

  async function seedAccount(): Promise<void> {
    await test.store.transaction(async (tx) => {
      await tx.users.insert({ id: 'u', email: null, name: 'Me', createdAt: 0 })
      await tx.mailboxes.insert({
        id: 'm',
        userId: 'u',
        displayName: 'Work',
        colour: null,
        signatureHtml: '',
        defaultAccountId: null,
        position: 0,
        createdAt: 0,
      })
      await tx.accounts.insert({
        id: 'a',
        mailboxId: 'm',
        userId: 'u',
        provider: 'gmail',
        displayLabel: 'Work',
        emailAddress: EMAIL,
        status: 'connected',
        colour: '#3b6fd8',
        isDemo: false,
        ...UNKNOWN_IDENTITY,
        ...DEFAULT_SYNC_PREFERENCES,
        lastSyncedAt: null,
        lastError: null,
        createdAt: 0,
      })
    })
  }

  function newWorker(): OutboxWorker {
    const deps = workerDependencies()
    return createOutboxWorker({
      ...deps,
      leases: testLeases(test.store, deps.clock),
    })
  }

  function workerDependencies(): OutboxDependencies {
    const clock = createFastClock(CLOCK_SPEED)
    const { accessToken } = simulator.issueTokens(EMAIL, [
      'https://www.googleapis.com/auth/gmail.modify',
    ])
    const provider = createGmailProviders({
      clock,
      logger: silentLogger,
      quotaProfile: 'legacy',
      maxBatches: 5,
    }).open('a', {
      tokens: { getAccessToken: async () => accessToken, invalidate: () => undefined },
      endpoints: googleEndpoints({
        MAILMANAGER_GOOGLE_API_URL: simulator.googleApiUrl,
        MAILMANAGER_GOOGLE_OAUTH_URL: simulator.googleOauthUrl,
      }),
    })
    return {
      store: test.store,
      files: createFileStore(join(tmpdir(), 'mailmanager-no-files'), clock),
      mime: mimeRenderer,
      providers: { open: async () => provider, close: () => undefined },
      events: { publish: () => undefined, subscribe: () => () => undefined },
      clock,
      logger: silentLogger,
      random: () => 0.5,
      onSent: () => undefined,
    }
  }

  async function enqueue(change: Partial<OutboxRow> = {}): Promise<void> {
    await test.store.transaction((tx) =>
      tx.outbox.insert({
        id: 'o',
        accountId: 'a',
        mailboxId: 'm',
        userId: 'u',
        idempotencyKey: null,
        state: 'waiting',
        to: [{ name: '', email: 'bob@example.com' }],
        cc: [],
        bcc: [],
        subject: 'One',
        bodyHtml: 'Hello',
        bodyText: 'Hello',
        isPlainText: true,
        inReplyTo: null,
        from: { name: '', email: EMAIL },
        rfcMessageId: 'send-1@example.com',
        rfcInReplyTo: null,
        references: [],
        mime: null,
        mimeHash: null,
        date: null,
        appSendId: 'send-1',
        providerThreadId: null,
        notBefore: 0,
        attempts: 0,
        probes: 0,
        baselineCursor: null,
        providerDraftId: null,
        fencingToken: 0,
        providerMessageId: null,
        sentAt: null,
        lastError: null,
        createdAt: 0,
        ...change,
      }),
    )
  }

  const row = async (): Promise<OutboxRow> => {
    const found = await test.store.read.outbox.get('o')
    if (found === null) throw new Error('the row is gone: a silent loss')
    return found
  }

  const settled = (): Promise<OutboxRow> =>
    eventually(async () => {
      const now = await row()
      return ['sent', 'failed', 'unknown'].includes(now.state) && now
    }, 'the row to settle')

  /** Copies that went out, seen at the ledger of deliveries: the SENT messages bearing our id. */
  function copiesSent(): number {
    simulator.clock.advance(3_700_000)
    return [...simulator.accounts.get(EMAIL).messages()].filter(
      (message) =>
        message.labelIds.includes('SENT') &&
        message.raw.toString().includes('X-App-Send-Id: send-1'),
    ).length
  }

  it.each(CASES)('%s', async (_name, faults, end, copies) => {
    for (const fault of faults) simulator.faults.add(fault)
    await enqueue()
    worker.start()
    expect((await settled()).state).toBe(end)
    await worker.stop()
    simulator.faults.clear()
    expect(copiesSent()).toBe(copies)
  })

  it.each([
    ['before anything was asked of the provider', {}],
    ['after the cursor was stored', { stage: 'cursor' }],
    ['after the draft was stored', { stage: 'draft' }],
    ['after the draft was sent and before that was stored', { stage: 'sent' }],
  ])('the process dies %s', async (_name, { stage }: { stage?: string }) => {
    // The row as the dead process left it, with what it had really done at the provider.
    const { accessToken } = simulator.issueTokens(EMAIL, [
      'https://www.googleapis.com/auth/gmail.modify',
    ])
    const call = async (path: string, body: unknown): Promise<{ id: string }> => {
      const answer = await fetch(`${simulator.googleApiUrl}/gmail/v1/users/me/${path}`, {
        method: 'POST',
        headers: { authorization: `Bearer ${accessToken}`, 'content-type': 'application/json' },
        body: JSON.stringify(body),
      })
      expect(answer.status).toBe(200)
      return (await answer.json()) as { id: string }
    }
    const left: Partial<OutboxRow> = { state: 'sending', attempts: 1, fencingToken: 1 }
    if (stage !== undefined) left.baselineCursor = simulator.accounts.get(EMAIL).historyId()
    if (stage === 'draft' || stage === 'sent') {
      const raw = Buffer.from(
        `From: ${EMAIL}\r\nTo: bob@example.com\r\nSubject: One\r\nX-App-Send-Id: send-1\r\n\r\nHello\r\n`,
      ).toString('base64url')
      left.providerDraftId = (await call('drafts', { message: { raw } })).id
      if (stage === 'sent') await call('drafts/send', { id: left.providerDraftId })
    }
    // The lease of the dead process has two minutes to go; a restart looks at once.
    await enqueue({ ...left, notBefore: Date.now() + 120_000 })
    worker.start()
    expect((await settled()).state).toBe('sent')
    expect(copiesSent()).toBe(1)
  })

  it('the person’s own time has come, and not before', async () => {
    const clock = createFastClock(CLOCK_SPEED)
    const dueAt = clock.now() + 60_000
    await enqueue({ state: 'scheduled', notBefore: dueAt })
    worker.start()
    const sent = await settled()
    expect(sent.sentAt).toBeGreaterThanOrEqual(dueAt)
    expect(copiesSent()).toBe(1)
  })

  it('an old worker wakes up after the person cancelled: nothing leaves', async () => {
    await enqueue()
    const stale = await row()
    await test.store.transaction((tx) =>
      tx.outbox.update('o', 0, { state: 'cancelled', fencingToken: 1 }),
    )
    await attemptRow(workerDependencies(), stale)
    expect((await row()).state).toBe('cancelled')
    expect(copiesSent()).toBe(0)
  })
})
