import { createHash } from 'node:crypto'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { mimeRenderer } from '#core/mime/write/mime-renderer.ts'
import { createOutboxWorker } from '#core/outbox/outbox-worker.ts'
import { createFileStore } from '#core/platform/file-store.ts'
import { createVirtualClock } from '../support/clocks/virtual-clock.ts'
import {
  createEarlierDatabase,
  migrationsBefore,
  type EarlierDatabase,
  type EarlierRow,
} from '../support/database/earlier-database.ts'
import { DIALECTS, silentLogger } from '../support/database/test-store.ts'
import { testLeases } from '../support/leases.ts'
import { createRecordingProvider } from '../support/recording-provider.ts'

/** The schema before outgoing messages were stored in parts. */
const EARLIER_MIGRATIONS = migrationsBefore('outbox_in_parts')
const NOW = 1_800_000_000_000
const mimeOf = (id: string): Buffer =>
  Buffer.from(
    `From: ana@example.com\r\nTo: bo@example.net\r\nSubject: ${id}\r\nX-App-Send-Id: send-${id}\r\n\r\nHi\r\n`,
  )

function rowOf(id: string, change: EarlierRow = {}): EarlierRow {
  return {
    id,
    account_id: 'a',
    user_id: 'ana',
    idempotency_key: `key-${id}`,
    state: 'waiting',
    to: '[{"name":"","email":"bo@example.net"}]',
    cc: '[]',
    bcc: '[]',
    subject: id,
    body_html: '<p>Hi</p>',
    in_reply_to: null,
    mime: new Uint8Array(mimeOf(id)),
    mime_hash: createHash('sha256').update(mimeOf(id)).digest('hex'),
    app_send_id: `send-${id}`,
    provider_thread_id: null,
    not_before: NOW,
    attempts: 0,
    baseline_cursor: null,
    provider_draft_id: null,
    fencing_token: 0,
    provider_message_id: null,
    sent_at: null,
    last_error: null,
    created_at: NOW,
    ...change,
  }
}

async function fill(database: EarlierDatabase): Promise<void> {
  await database.insert('users', [{ id: 'ana', email: null, name: 'Ana', created_at: NOW }])
  await database.insert('mailboxes', [
    {
      id: 'work',
      user_id: 'ana',
      display_name: 'Work',
      colour: null,
      signature_html: '',
      default_account_id: null,
      position: 0,
      created_at: NOW,
    },
  ])
  await database.insert('accounts', [
    {
      id: 'a',
      mailbox_id: 'work',
      provider: 'gmail',
      display_label: 'a',
      email_address: 'ana@example.com',
      status: 'connected',
      colour: '#336699',
      is_demo: false,
      created_at: NOW,
    },
  ])
}

describe.each(DIALECTS)('messages that an earlier version stored as MIME (%s)', (dialect) => {
  let database: EarlierDatabase
  afterEach(() => database.remove())

  it('leave exactly once, byte for byte, whatever state they were in', async () => {
    database = await createEarlierDatabase(dialect, EARLIER_MIGRATIONS)
    await fill(database)
    const recorder = createRecordingProvider()
    // One was being sent when the earlier version ended: its draft stands, and it may have left.
    const { draftId } = await recorder.provider.createDraft({
      mime: mimeOf('begun'),
      providerThreadId: null,
      parts: () => mimeRenderer.partsOf(mimeOf('begun')),
    })
    await database.insert('outbox', [
      rowOf('waiting'),
      rowOf('scheduled', { state: 'scheduled', not_before: NOW + 60_000 }),
      rowOf('begun', {
        state: 'sending',
        attempts: 1,
        fencing_token: 1,
        baseline_cursor: '1',
        provider_draft_id: draftId,
      }),
      rowOf('tried', { attempts: 3, fencing_token: 3, baseline_cursor: '1' }),
      rowOf('sent before', { state: 'sent', sent_at: NOW - 5, provider_message_id: 'x' }),
      rowOf('failed', { state: 'failed' }),
    ])
    const store = await database.open()
    const clock = createVirtualClock(NOW)
    const worker = createOutboxWorker({
      store,
      files: createFileStore(join(tmpdir(), 'mailmanager-no-files'), clock),
      mime: mimeRenderer,
      providers: { open: async () => Promise.resolve(recorder.provider), close: () => undefined },
      events: { publish: () => undefined, subscribe: () => () => undefined },
      clock,
      logger: silentLogger,
      random: () => 0.5,
      leases: testLeases(store, clock),
      onSent: () => undefined,
    })
    worker.start()
    for (let passed = 0; passed < 600_000; passed += 2_000) {
      await clock.run(clock.sleep(2_000))
      for (let read = 0; read < 4; read += 1) await store.read.outbox.nextDueAt([])
    }
    await worker.stop()
    const rows = await store.read.outbox.list('ana', { limit: 10 })
    expect(Object.fromEntries(rows.map(({ id, state }) => [id, state]))).toEqual({
      waiting: 'sent',
      scheduled: 'sent',
      begun: 'sent',
      tried: 'sent',
      'sent before': 'sent',
      failed: 'failed',
    })
    const left = recorder.sent.map((mime) => mime.toString()).toSorted()
    expect(left).toEqual(
      ['begun', 'scheduled', 'tried', 'waiting'].map((id) => mimeOf(id).toString()),
    )
    expect(await store.read.outbox.get('failed')).toMatchObject({
      bodyHtml: '<p>Hi</p>',
      bodyText: null,
      from: null,
      date: null,
      probes: 0,
    })
    await store.close()
  })
})
