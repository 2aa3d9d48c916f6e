import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import PostalMime from 'postal-mime'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { deleteUnreferencedFiles } from '#core/files/file-cleanup.ts'
import { mimeRenderer } from '#core/mime/write/mime-renderer.ts'
import { attemptDelivery, type OutboxDependencies } from '#core/outbox/attempt-delivery.ts'
import { createFileStore } from '#core/platform/file-store.ts'
import type { FileStore } from '#core/ports/files.ts'
import { ProviderError } from '#core/ports/provider.ts'
import { OperationError } from '#shared/errors.ts'
import type { OutboxRow } from '#core/ports/store.ts'
import type { ServiceDependencies } from '#core/services/dependencies.ts'
import { sendHandler } from '#core/services/emails/send.ts'
import { outboxService } from '#core/services/outbox.ts'
import { seedAccount, type Seeded } from '../database/fixtures.ts'
import { createManualClock, type ManualClock } from '../support/clocks/manual-clock.ts'
import {
  DIALECTS,
  openTestStore,
  silentLogger,
  type TestStore,
} from '../support/database/test-store.ts'
import { callHandler } from '../support/call-handler.ts'
import { createRecordingProvider, type RecordingProvider } from '../support/recording-provider.ts'

const START = 1_800_000_000_000
const HOUR_MS = 3_600_000
const PIXEL = 'data:image/png;base64,iVBORw0KGgo='
const OFFLINE = () => new ProviderError('offline', 'No network.')

describe.each(DIALECTS)('an outgoing message is stored in parts (%s)', (dialect) => {
  let test: TestStore
  let folder: string
  let files: FileStore
  let clock: ManualClock
  let seeded: Seeded
  let provider: RecordingProvider
  beforeEach(async () => {
    test = await openTestStore(dialect)
    folder = mkdtempSync(join(tmpdir(), 'mailmanager-files-'))
    clock = createManualClock(START)
    files = createFileStore(folder, clock)
    seeded = await seedAccount(test.store)
    provider = createRecordingProvider()
  })
  afterEach(async () => {
    await test.dispose()
    rmSync(folder, { recursive: true, force: true })
  })

  let ids = 0
  const services = () =>
    ({
      store: test.store,
      files,
      clock,
      ids: () => `id-${dialect}-${(ids += 1)}`,
      events: { publish: () => undefined, subscribe: () => () => undefined },
      outbox: { wake: () => undefined },
    }) satisfies Partial<ServiceDependencies> as Partial<ServiceDependencies> as ServiceDependencies
  const worker = (): OutboxDependencies => ({
    store: test.store,
    files,
    mime: mimeRenderer,
    providers: { open: async () => Promise.resolve(provider.provider), close: () => undefined },
    events: { publish: () => undefined, subscribe: () => () => undefined },
    clock,
    logger: silentLogger,
    random: () => 0.5,
    onSent: () => undefined,
  })
  const as = () => ({ store: test.store, userId: seeded.userId })

  async function send(change: object = {}): Promise<string> {
    const { outboxId } = await callHandler(sendHandler(services()), as(), 'emails.send', {
      mailboxId: seeded.mailboxId,
      accountId: seeded.account.id,
      to: [{ name: 'Bo', email: 'bo@example.net' }],
      cc: [],
      bcc: [],
      subject: 'Offer',
      bodyHtml: '<p>Hello</p>',
      attachments: [],
      ...change,
    })
    return outboxId
  }
  const attachment = (name: string, content: Uint8Array) => ({
    filename: name,
    contentType: 'application/pdf',
    contentBase64: Buffer.from(content).toString('base64'),
  })
  async function attempt(id: string): Promise<OutboxRow> {
    const due = await rowOf(id)
    clock.advance(Math.max(0, due.notBefore - clock.now()))
    await attemptDelivery(worker(), id)
    return rowOf(id)
  }
  async function rowOf(id: string): Promise<OutboxRow> {
    const row = await test.store.read.outbox.get(id)
    if (row === null) throw new Error('the row is gone: a silent loss')
    return row
  }
  const storedFiles = (): string[] =>
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ name }) => name)

  it('the same attachment of many messages is stored once and reaches everybody', async () => {
    const content = Buffer.alloc(300_000, 'the same brochure ')
    const sent: string[] = []
    for (let index = 0; index < 25; index += 1) {
      const attachments = [attachment(`for ${index}.pdf`, content)]
      sent.push(await send({ attachments, to: [{ name: '', email: `p${index}@example.net` }] }))
    }
    expect(storedFiles()).toHaveLength(1)
    expect(await test.query('select size_bytes from files')).toHaveLength(1)
    const [{ size = 0 } = {}] = await test.query(
      "select sum(length(body_html) + length(coalesce(body_text, '')) + coalesce(length(mime), 0)) as size from outbox",
    )
    expect(Number(size)).toBeLessThan(25 * 1_000)
    for (const id of sent) expect(await attempt(id)).toMatchObject({ state: 'sent' })
    for (const [index, mime] of provider.sent.entries()) {
      const read = await PostalMime.parse(mime)
      expect(read.to).toMatchObject([{ address: `p${index}@example.net` }])
      expect(read.attachments).toMatchObject([{ filename: `for ${index}.pdf` }])
      const bytes = read.attachments[0]?.content
      expect(bytes instanceof Uint8Array || bytes instanceof ArrayBuffer).toBe(true)
      expect(Buffer.from(bytes as ArrayBuffer).equals(content)).toBe(true)
    }
    expect(provider.sent).toHaveLength(25)
  })

  it('is dated and rendered at its first attempt, and every later one gives the same bytes', async () => {
    const id = await send({ attachments: [attachment('a.pdf', Buffer.from('a'))] })
    expect(await rowOf(id)).toMatchObject({ mime: null, mimeHash: null, date: null })
    clock.advance(5 * HOUR_MS)
    provider.fails.createDraft = OFFLINE()
    const first = await attempt(id)
    expect(first).toMatchObject({ state: 'waiting', date: START + 5 * HOUR_MS })
    clock.advance(HOUR_MS)
    expect(await attempt(id)).toMatchObject({
      state: 'sent',
      date: first.date,
      mimeHash: first.mimeHash,
    })
    expect(provider.created).toHaveLength(2)
    expect(provider.created[0]?.equals(provider.created[1] ?? Buffer.alloc(0))).toBe(true)
    expect((await PostalMime.parse(provider.sent[0] ?? '')).date).toBe(
      new Date(START + 5 * HOUR_MS).toISOString(),
    )
  })

  it('leaves no more once its row gives other bytes, until the person has seen it', async () => {
    const id = await send()
    provider.fails.createDraft = OFFLINE()
    await attempt(id)
    await test.query(`update outbox set subject = 'Another' where id = '${id}'`)
    const stopped = await attempt(id)
    expect(stopped).toMatchObject({ state: 'failed' })
    expect(stopped.lastError?.message).toContain('Look it over')
    expect(provider.created).toHaveLength(1)

    await callHandler(outboxService(services()), as(), 'outbox.retry', { id })
    expect(await attempt(id)).toMatchObject({ state: 'sent' })
    expect((await PostalMime.parse(provider.sent[0] ?? '')).subject).toBe('Another')
  })

  it('waits for a file that is not here, and says so in the end; nothing leaves without it', async () => {
    const id = await send({ attachments: [attachment('offer.pdf', Buffer.from('a'))] })
    rmSync(folder, { recursive: true })
    expect(await attempt(id)).toMatchObject({ state: 'waiting' })
    let row = await rowOf(id)
    expect(row.lastError?.message).toContain('offer.pdf')
    for (let tries = 0; tries < 20 && row.state === 'waiting'; tries += 1) row = await attempt(id)
    expect(row).toMatchObject({ state: 'failed', bodyText: 'Hello' })
    expect(provider.created).toEqual([])

    await files.write([Buffer.from('a')])
    await callHandler(outboxService(services()), as(), 'outbox.retry', { id })
    expect(await attempt(id)).toMatchObject({ state: 'sent' })
  })

  it('does not send a file that was damaged on the disk', async () => {
    const id = await send({ attachments: [attachment('offer.pdf', Buffer.from('a'))] })
    const [hash = ''] = storedFiles()
    writeFileSync(join(folder, hash.slice(0, 2), hash), 'b')
    let row = await attempt(id)
    for (let tries = 0; tries < 20 && row.state === 'waiting'; tries += 1) row = await attempt(id)
    expect(row).toMatchObject({ state: 'failed', bodyText: 'Hello' })
    expect(provider.created).toEqual([])
  })

  it('waits where the database or the disk fails for a moment', async () => {
    const id = await send({ attachments: [attachment('offer.pdf', Buffer.from('a'))] })
    const { store } = test
    const failing = {
      ...store,
      read: {
        ...store.read,
        outbox: { ...store.read.outbox, listFiles: async () => Promise.reject(new Error('down')) },
      },
    }
    await expect(attemptDelivery({ ...worker(), store: failing }, id)).rejects.toThrow('down')
    expect(await rowOf(id)).toMatchObject({ state: 'waiting', attempts: 0, fencingToken: 0 })

    const troubles = [
      new Error('EMFILE'),
      new OperationError('database_query_error', 'The database did not answer.'),
    ]
    for (const [index, trouble] of troubles.entries()) {
      const { notBefore } = await rowOf(id)
      clock.advance(Math.max(0, notBefore - clock.now()))
      const broken = { ...files, open: async () => Promise.reject(trouble) }
      await attemptDelivery({ ...worker(), files: broken }, id)
      expect(await rowOf(id)).toMatchObject({ state: 'waiting', attempts: index + 1 })
    }
    expect(await attempt(id)).toMatchObject({ state: 'sent' })
  })

  it('has its pictures as files, and gives them back to an editor', async () => {
    const id = await send({
      bodyHtml: `<p>See <img src="${PIXEL}"></p>`,
      sendAt: '2030-01-01T00:00:00Z',
    })
    expect((await rowOf(id)).bodyHtml).toContain('cid:picture-1.')
    const service = outboxService(services())
    expect((await callHandler(service, as(), 'outbox.get', { id })).bodyHtml).toContain(PIXEL)
    const { draftId } = await callHandler(service, as(), 'outbox.cancel', { id, keepAsDraft: true })
    expect((await test.store.read.drafts.get(draftId ?? ''))?.bodyHtml).toBe(
      `<p>See <img src="${PIXEL}"></p>`,
    )
  })

  it('gives its files back when it is taken back', async () => {
    const content = Buffer.from('the offer')
    const id = await send({
      attachments: [attachment('offer.pdf', content)],
      bodyHtml: `<p>See <img src="${PIXEL}"></p>`,
      sendAt: '2030-01-01T00:00:00Z',
    })
    const service = outboxService(services())
    const { files: given } = await callHandler(service, as(), 'outbox.cancel', {
      id,
      keepAsDraft: true,
    })
    expect(given).toEqual([
      { fileId: '0', filename: 'offer.pdf', contentType: 'application/pdf', size: 9 },
    ])
    clock.advance(20 * 24 * HOUR_MS)
    await deleteUnreferencedFiles({ store: test.store, files, clock })
    const file = await callHandler(service, as(), 'outbox.file', { id, fileId: '0' })
    expect(file).toEqual({
      filename: 'offer.pdf',
      contentType: 'application/pdf',
      bytes: new Uint8Array(content),
    })
    await expect(
      callHandler(service, as(), 'outbox.file', { id, fileId: '9' }),
    ).rejects.toMatchObject({ code: 'attachment_not_found' })
  })

  it('refuses at the click what could not be sent', async () => {
    await expect(send({ to: [{ name: '', email: 'a@b.c\r\nBcc: x@y.z' }] })).rejects.toMatchObject({
      code: 'invalid_input',
    })
    expect(await test.store.read.outbox.list(seeded.userId, { limit: 5 })).toEqual([])
  })
})
