import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { MessageChannel } from 'node:worker_threads'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createDispatcher } from '#core/dispatcher/dispatcher.ts'
import { deleteUnreferencedFiles } from '#core/files/file-cleanup.ts'
import { createFileStore } from '#core/platform/file-store.ts'
import type { Core } from '#core/ports/core.ts'
import type { Handlers } from '#core/ports/handlers.ts'
import type { ServiceDependencies } from '#core/services/dependencies.ts'
import { draftService } from '#core/services/drafts.ts'
import { sendHandler } from '#core/services/emails/send.ts'
import { outboxService } from '#core/services/outbox.ts'
import { createIpcServer } from '#hosts/ipc/ipc-server.ts'
import type { FromCore, ToCore } from '#hosts/ipc/protocol.ts'
import type { Draft } from '#shared/contract/drafts.ts'
import { toCamelKeys } from '#shared/contract/key-case.ts'
import type { UploadPart } from '#shared/upload.ts'
import { seedAccount, type Seeded } from '../database/fixtures.ts'
import { startTestServer, TOKEN, type TestServer } from '../hosts/test-server.ts'
import { createFakeCore } from '../support/app/fake-core.ts'
import { createManualClock, type ManualClock } from '../support/clocks/manual-clock.ts'
import {
  DIALECTS,
  openTestStore,
  silentLogger,
  type TestStore,
} from '../support/database/test-store.ts'
import { eventually } from '../support/eventually.ts'

const MB = 1024 * 1024
const HOUR_MS = 3_600_000

describe.each(DIALECTS)('the files of a draft (%s)', (dialect) => {
  let test: TestStore
  let folder: string
  let clock: ManualClock
  let seeded: Seeded
  let deps: ServiceDependencies
  let core: Core
  let server: TestServer

  beforeEach(async () => {
    test = await openTestStore(dialect)
    folder = mkdtempSync(join(tmpdir(), 'mailmanager-files-'))
    clock = createManualClock(Date.now())
    seeded = await seedAccount(test.store)
    deps = {
      store: test.store,
      files: createFileStore(folder, clock),
      clock,
      ids: () => crypto.randomUUID(),
      events: { publish: () => undefined, subscribe: () => () => undefined },
      outbox: { wake: () => undefined },
    } satisfies Partial<ServiceDependencies> as Partial<ServiceDependencies> as ServiceDependencies
    const handlers = { ...draftService(deps), ...sendHandler(deps), ...outboxService(deps) }
    core = {
      ...createFakeCore(),
      localUserId: seeded.userId,
      dispatch: createDispatcher(handlers as Partial<Handlers> as Handlers, {
        read: test.store.read,
        logger: silentLogger,
        adminUserId: seeded.userId,
        checkOutput: true,
      }),
    }
    server = await startTestServer({ core })
  })
  afterEach(async () => {
    await server.close()
    await test.dispose()
    rmSync(folder, { recursive: true, force: true })
  })

  const drafts = () => `/api/mailboxes/${seeded.mailboxId}/accounts/${seeded.account.id}/drafts`
  const filesPath = (draftId: string, name: string) =>
    `${drafts()}/${draftId}/files?filename=${encodeURIComponent(name)}&content_type=text%2Fplain`

  async function api<T>(method: string, path: string, body?: object): Promise<T> {
    const answer = await server.request({
      method,
      path,
      ...(body === undefined
        ? {}
        : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    })
    if (answer.status !== 200) throw new Error(`${answer.status} ${answer.text}`)
    return toCamelKeys(answer.json()) as T
  }
  const createDraft = (body: object = {}) =>
    api<Draft>('POST', drafts(), { subject: 'Offer', ...body })
  const upload = (draftId: string, name: string, body: string | Buffer) =>
    server.request({
      method: 'POST',
      path: filesPath(draftId, name),
      body,
      headers: { 'content-type': 'text/plain' },
    })
  const filesOf = async (draftId: string) => {
    const all = await api<Draft[]>('GET', `/api/mailboxes/${seeded.mailboxId}/drafts`)
    return all.find((draft) => draft.draftId === draftId)?.files ?? []
  }
  const send = (draftId: string, body: object = {}) =>
    api<{ outboxId: string }>('POST', `/api/mailboxes/${seeded.mailboxId}/emails/send`, {
      account_id: seeded.account.id,
      to: ['bo@example.net'],
      subject: 'Offer',
      body_html: '<p>Hello</p>',
      draft_id: draftId,
      ...body,
    })
  /** What is sent: each file's name with its content. */
  async function outgoing(outboxId: string): Promise<[string, string][]> {
    const files = await test.store.read.outbox.listFiles(outboxId)
    return Promise.all(
      files.map(async ({ name, hash }): Promise<[string, string]> => [
        name,
        Buffer.from((await deps.files.read(hash)) ?? []).toString(),
      ]),
    )
  }
  const onDisk = (): string[] =>
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ name }) => name)

  it('are kept as they are uploaded, whatever their type, and go with the message', async () => {
    const { draftId, version } = await createDraft()
    expect((await upload(draftId, 'años.txt', 'one')).status).toBe(200)
    expect((await upload(draftId, 'empty.txt', '')).status).toBe(200)
    const [first, second] = await filesOf(draftId)
    expect(first).toMatchObject({ filename: 'años.txt', contentType: 'text/plain', size: 3 })
    expect(second).toMatchObject({ filename: 'empty.txt', size: 0 })
    const changed = await api<Draft>('PATCH', `${drafts()}/${draftId}`, { subject: 'New' })
    expect(changed.files).toHaveLength(2)
    expect(changed.version).toBe(version + 3)

    const attachments = [
      { filename: 'old.txt', content_base64: Buffer.from('3').toString('base64') },
    ]
    const { outboxId } = await send(draftId, { attachments })
    expect(await outgoing(outboxId)).toEqual([
      ['años.txt', 'one'],
      ['empty.txt', ''],
      ['old.txt', '3'],
    ])
    expect(await api('GET', `/api/mailboxes/${seeded.mailboxId}/drafts`)).toEqual([])
  })

  it('come back with the draft when a send is undone, and survive the cleaning of files', async () => {
    const { draftId } = await createDraft()
    await upload(draftId, 'a.txt', 'one')
    const { outboxId } = await send(draftId, { send_at: new Date(clock.now() + 1e6).toISOString() })
    const undone = await api<{ draftId: string }>(
      'DELETE',
      `/api/outbox/${outboxId}?keep_as_draft=true`,
    )
    clock.advance(2 * HOUR_MS)
    await deleteUnreferencedFiles(deps)
    expect(await filesOf(undone.draftId)).toMatchObject([{ filename: 'a.txt', size: 3 }])
    const again = await send(undone.draftId)
    expect(await outgoing(again.outboxId)).toEqual([['a.txt', 'one']])
  })

  it('go along when a draft is made anew in another place, and are gone once removed', async () => {
    const { draftId } = await createDraft()
    await upload(draftId, 'a.txt', 'one')
    const moved = await createDraft({ files_of_draft_id: draftId })
    await api('DELETE', `${drafts()}/${draftId}`)
    const [file] = await filesOf(moved.draftId)
    expect(file).toMatchObject({ filename: 'a.txt' })
    await api('DELETE', `${drafts()}/${moved.draftId}/files/${file?.fileId ?? ''}`)
    expect(await filesOf(moved.draftId)).toEqual([])
    clock.advance(2 * HOUR_MS)
    await deleteUnreferencedFiles(deps)
    expect(onDisk()).toEqual([])
  })

  it('are refused beyond 25 MB in all, and what was refused leaves nothing', async () => {
    const { draftId } = await createDraft()
    expect((await upload(draftId, 'a.bin', Buffer.alloc(20 * MB, 1))).status).toBe(200)
    const refused = await upload(draftId, 'b.bin', Buffer.alloc(5 * MB + 1, 2))
    expect(refused.status).toBe(413)
    expect(refused.json()).toMatchObject({ error: { code: 'file_too_large' } })
    expect(onDisk()).toHaveLength(1)
    expect((await upload(draftId, 'c.bin', Buffer.alloc(5 * MB, 3))).status).toBe(200)
    expect(await filesOf(draftId)).toHaveLength(2)
  })

  it('that break off on the way leave nothing', async () => {
    const { draftId } = await createDraft()
    const sending = request(`${server.url}${filesPath(draftId, 'a.bin')}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${TOKEN}`, 'content-length': 1000 },
    })
    sending.on('error', () => undefined)
    sending.write(Buffer.alloc(400, 1))
    await eventually(() => Promise.resolve(onDisk().length === 1), 'the upload to begin')
    sending.destroy()
    await eventually(() => Promise.resolve(onDisk().length === 0), 'the rest to be deleted')
    expect(await filesOf(draftId)).toEqual([])
  })

  it('are not taken for a draft that does not exist', async () => {
    const refused = await upload('nothing', 'a.txt', 'one')
    expect(refused.json()).toMatchObject({ error: { code: 'draft_not_found' } })
    expect(onDisk()).toEqual([])
  })

  describe('over the desktop’s channel', () => {
    let channel: MessageChannel
    let lastId = 0
    const waiting = new Map<number, (result: unknown) => void>()
    beforeEach(() => {
      channel = new MessageChannel()
      const end = createIpcServer({
        endpoint: {
          send: (message: FromCore) => channel.port2.postMessage(message),
          onMessage: (listener: (message: ToCore) => void) =>
            void channel.port2.on('message', listener),
        },
        logger: silentLogger,
        onStop: () => undefined,
      })
      channel.port1.on('message', (message: FromCore) => {
        if (message.kind === 'answer') waiting.get(message.id)?.(message.result)
      })
      end.serve(core)
    })
    afterEach(() => channel.port1.close())

    const part = (sent: UploadPart): Promise<unknown> =>
      new Promise((resolve) => {
        lastId += 1
        waiting.set(lastId, resolve)
        channel.port1.postMessage({ kind: 'upload', id: lastId, part: sent } satisfies ToCore)
      })
    const begin = (draftId: string): Promise<unknown> =>
      part({
        kind: 'begin',
        uploadId: 'u',
        name: 'drafts.addFile',
        input: {
          mailboxId: seeded.mailboxId,
          accountId: seeded.account.id,
          providerDraftId: draftId,
          filename: 'a.bin',
        },
      })
    const chunk = (bytes: Uint8Array<ArrayBuffer>) => part({ kind: 'chunk', uploadId: 'u', bytes })

    it('files arrive in chunks', async () => {
      const { draftId } = await createDraft()
      await begin(draftId)
      for (let index = 0; index < 5; index += 1) {
        expect(await chunk(Buffer.alloc(MB, index))).toEqual({
          ok: true,
          value: { wantsMore: true },
        })
      }
      expect(await part({ kind: 'end', uploadId: 'u' })).toMatchObject({
        ok: true,
        value: { filename: 'a.bin', size: 5 * MB },
      })
      expect(await filesOf(draftId)).toHaveLength(1)
    })

    it('one that is cancelled leaves nothing, and its end is refused', async () => {
      const { draftId } = await createDraft()
      await begin(draftId)
      await chunk(Buffer.alloc(MB, 1))
      await part({ kind: 'cancel', uploadId: 'u' })
      await eventually(() => Promise.resolve(onDisk().length === 0), 'the rest to be deleted')
      expect(await part({ kind: 'end', uploadId: 'u' })).toMatchObject({
        error: { code: 'upload_interrupted' },
      })
      expect(await filesOf(draftId)).toEqual([])
    })

    it('one that is too large is stopped on the way', async () => {
      const { draftId } = await createDraft()
      await begin(draftId)
      let wantsMore = true
      let sent = 0
      while (wantsMore && sent < 60) {
        const answer = (await chunk(Buffer.alloc(MB, 1))) as { value: { wantsMore: boolean } }
        wantsMore = answer.value.wantsMore
        sent += 1
      }
      expect(sent).toBeLessThan(30)
      expect(await part({ kind: 'end', uploadId: 'u' })).toMatchObject({
        error: { code: 'file_too_large' },
      })
      expect(onDisk()).toEqual([])
    })
  })
})
