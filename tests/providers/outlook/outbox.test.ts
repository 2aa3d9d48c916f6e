import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { mimeRenderer } from '#core/mime/write/mime-renderer.ts'
import { attemptDelivery } from '#core/outbox/attempt-delivery.ts'
import { createFileStore } from '#core/platform/file-store.ts'
import type { FileStore } from '#core/ports/files.ts'
import type { OutboxRow } from '#core/ports/store.ts'
import type { FaultRule } from '#simulator/start-simulator.ts'
import { outboxRow } from '../../database/fixtures.ts'
import { createManualClock } from '../../support/clocks/manual-clock.ts'
import { DIALECTS, silentLogger } from '../../support/database/test-store.ts'
import { createOutlookWorld, EMAIL, type OutlookWorld } from './outlook-world.ts'

const LARGE = Buffer.alloc(4_000_000, 'large ')
const PICTURE = Buffer.from('picture')

/** What goes wrong on the way to Outlook; the message must leave exactly once all the same. */
const CASES: [name: string, faults: FaultRule[]][] = [
  ['nothing goes wrong', []],
  ['the answer to creating the draft is lost', [lost('/me/messages$')]],
  ['the answer to the upload of a piece is lost', [lost('graph-uploads')]],
  ['the answer to sending is lost', [lost('/send$')]],
]

function lost(path: string): FaultRule {
  return { match: { path }, times: 1, action: { dropConnection: 'after' } }
}

describe.each(DIALECTS)('a message of several MB leaves through Outlook once (%s)', (dialect) => {
  let world: OutlookWorld
  let folder: string
  let files: FileStore
  const clock = createManualClock(Date.now())
  beforeEach(async () => {
    world = await createOutlookWorld({ start: false, dialect })
    folder = mkdtempSync(join(tmpdir(), 'mailmanager-files-'))
    files = createFileStore(folder, clock)
  })
  afterEach(async () => {
    await world.dispose()
    rmSync(folder, { recursive: true, force: true })
  })

  async function queue(): Promise<string> {
    const account = await world.store.read.accounts.get(world.account.id)
    if (account === null) throw new Error('no account')
    const { userId, mailboxId } = account
    const row = outboxRow(
      { userId, mailboxId, account },
      {
        from: { name: 'Ana', email: EMAIL },
        bodyHtml: '<p>See <img src="cid:picture-1@mailmanager"></p>',
        rfcInReplyTo: 'question@contoso.example',
        references: ['question@contoso.example'],
        notBefore: 0,
      },
    )
    const large = await files.write([LARGE])
    const picture = await files.write([PICTURE])
    await world.store.transaction(async (tx) => {
      for (const file of [large, picture]) await tx.files.save(file, clock.now())
      await tx.outbox.insert(row, [
        {
          hash: large.hash,
          name: 'large.bin',
          contentType: 'application/x-large',
          isInline: false,
          contentId: null,
        },
        {
          hash: picture.hash,
          name: 'picture-1.png',
          contentType: 'image/png',
          isInline: true,
          contentId: 'picture-1@mailmanager',
        },
      ])
    })
    return row.id
  }

  /** Attempts and probes, each at its time, until the message has an end. */
  async function settle(id: string): Promise<OutboxRow | null> {
    const provider = await world.open()
    for (let turns = 0; turns < 15; turns += 1) {
      const row = await world.store.read.outbox.get(id)
      if (row === null || !['waiting', 'sending'].includes(row.state)) return row
      clock.advance(Math.max(0, row.notBefore - clock.now()))
      await attemptDelivery(
        {
          store: world.store,
          files,
          mime: mimeRenderer,
          providers: { open: async () => Promise.resolve(provider), close: () => undefined },
          events: { publish: () => undefined, subscribe: () => () => undefined },
          clock,
          logger: silentLogger,
          random: () => 0.5,
          onSent: () => undefined,
        },
        id,
      )
    }
    return null
  }

  it.each(CASES)('%s', async (_name, faults) => {
    for (const fault of faults) world.simulator.faults.add(fault)
    const id = await queue()
    const row = await settle(id)
    expect(row).toMatchObject({ state: 'sent' })
    expect(world.simulator.faults.list().every(({ struck }) => struck === 1)).toBe(true)
    const sent = [...world.truth.messages('sentitems')]
    expect(sent.map((message) => message.id)).toEqual([row?.providerMessageId])
    const provider = await world.open()
    const stored = await provider.fetchMessage({
      providerMessageId: row?.providerMessageId ?? '',
      providerThreadId: '',
    })
    expect(stored).toMatchObject({
      from: { email: EMAIL },
      subject: 'Hello',
      inReplyTo: 'question@contoso.example',
    })
    expect(stored.body.html).toContain('cid:picture-1@mailmanager')
    const contents = await Promise.all(
      stored.attachments.map(async ({ filename, partId, isInline }) => ({
        filename,
        isInline,
        content: Buffer.from(await provider.fetchAttachment(stored.providerMessageId, partId)),
      })),
    )
    expect(contents.toSorted((one, other) => one.filename.localeCompare(other.filename))).toEqual([
      { filename: 'large.bin', isInline: false, content: LARGE },
      { filename: 'picture-1.png', isInline: true, content: PICTURE },
    ])
  })
})
