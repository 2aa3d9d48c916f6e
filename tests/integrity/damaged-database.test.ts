import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openStore } from '#core/database/open-store.ts'
import { LOCAL_USER_ID } from '#core/bootstrap/local-profile.ts'
import { mail, NOW, seedAccount } from '../database/fixtures.ts'
import { openCoreInProcess, type CoreInProcess } from '../support/app/core-in-process.ts'
import { destroyPages, leafPages } from '../support/database/damage.ts'
import { storeOptions } from '../support/database/test-store.ts'
import { eventually } from '../support/eventually.ts'

const MESSAGES = 400
const DRAFTS = 60

describe('a database with damaged pages', () => {
  let folder: string
  let file: string
  let mailboxId: string
  let accountId: string
  let opened: CoreInProcess | null
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'mailmanager-damage-'))
    file = join(folder, 'mail.db')
    opened = null
    await fill()
  })
  afterEach(async () => {
    await opened?.core.close()
    rmSync(folder, { recursive: true, force: true })
  })

  /** A mailbox with mail and drafts, closed in good order. */
  async function fill(): Promise<void> {
    const store = await openStore(storeOptions({ file }))
    await store.transaction((tx) =>
      tx.users.insert({ id: LOCAL_USER_ID, email: null, name: 'Me', createdAt: NOW }),
    )
    const base = await seedAccount(store, { status: 'disconnected' })
    await store.transaction((tx) => tx.mailboxes.update(base.mailboxId, { displayName: 'Other' }))
    const mailbox = { ...(await store.read.mailboxes.list(base.userId))[0] }
    mailboxId = 'work'
    await store.transaction((tx) =>
      tx.mailboxes.insert({
        id: mailboxId,
        userId: LOCAL_USER_ID,
        displayName: 'Work',
        colour: null,
        signatureHtml: mailbox.signatureHtml ?? '',
        defaultAccountId: null,
        position: 0,
        createdAt: NOW,
      }),
    )
    const { account } = await seedAccount(store, {
      userId: LOCAL_USER_ID,
      mailboxId,
      status: 'disconnected',
    })
    accountId = account.id
    const messages = Array.from({ length: MESSAGES }, (_, n) =>
      mail(`m${n}`, {
        receivedAt: NOW - n * 60_000,
        subject: `Quarterly plan ${n}`,
        body: { html: null, text: `needle number${n} `.repeat(20) },
      }),
    )
    await store.transaction(async (tx) => await tx.messages.upsert(accountId, messages))
    for (let n = 0; n < DRAFTS; n++) {
      await store.transaction((tx) =>
        tx.drafts.insert({
          id: `draft-${n}`,
          accountId,
          mailboxId,
          from: null,
          to: [{ name: '', email: `to${n}@example.com` }],
          cc: [],
          bcc: [],
          subject: `Letter ${n}`,
          bodyHtml: `<p>${`written by hand ${n} `.repeat(30)}</p>`,
          inReplyTo: null,
          syncState: 'local',
          version: 1,
          providerDraftId: null,
          providerMessageId: null,
          createdAt: NOW,
          updatedAt: NOW + n,
        }),
      )
    }
    await store.close()
  }

  async function start(): Promise<CoreInProcess> {
    opened = await openCoreInProcess(folder)
    await opened.core.start()
    return opened
  }

  const list = async (app: CoreInProcess) =>
    await app.call('emails.list', { mailboxId, box: 'INBOX', limit: 500 })

  /** Waits until the database is known to be as given. */
  async function untilState(app: CoreInProcess, state: string) {
    await eventually(
      async () => (await app.call('status.get', {})).database.state === state,
      `the database to be ${state}`,
    )
    return (await app.call('status.get', {})).database
  }

  it('in the mail table: the operation says so at once, health too, and what else there is goes on', async () => {
    const pages = leafPages(file, 'messages')
    destroyPages(file, pages.slice(2, 6))
    const app = await start()
    expect(await app.codeOf('emails.list', { mailboxId, box: 'INBOX', limit: 500 })).toBe(
      'database_damaged',
    )
    expect(await app.call('health.get', {})).toMatchObject({ status: 'damaged' })
    expect(await untilState(app, 'damaged')).toMatchObject({ damagedParts: ['mail'] })
    expect(app.events).toContainEqual({ type: 'database.state', state: 'damaged' })
    expect(await app.call('drafts.list', { mailboxId })).toHaveLength(DRAFTS)
  })

  it('in an index: it is made again by itself, and nothing is missing', async () => {
    destroyPages(file, leafPages(file, 'messages_inbox').slice(0, 1))
    const app = await start()
    expect(await app.codeOf('emails.list', { mailboxId, box: 'INBOX', limit: 500 })).toBe(
      'database_damaged',
    )
    expect(await untilState(app, 'ok')).toMatchObject({ lastRepair: { what: 'indexes' } })
    expect((await list(app)).items).toHaveLength(MESSAGES)
    expect(await app.call('health.get', {})).toMatchObject({ status: 'ok' })
  })

  it('in the index of a primary key: it is made again by itself', async () => {
    destroyPages(file, leafPages(file, 'sqlite_autoindex_drafts_1').slice(0, 1))
    const app = await start()
    const change = {
      mailboxId,
      accountId,
      providerDraftId: 'draft-7',
      to: [{ email: 'new@example.com' }],
      subject: 'Letter seven',
      body: '<p>Again</p>',
    }
    expect(await app.codeOf('drafts.update', change)).toBe('database_damaged')
    await untilState(app, 'ok')
    await app.call('drafts.update', change)
    expect(await app.call('drafts.list', { mailboxId })).toHaveLength(DRAFTS)
  })

  it('in the search index: it is made again by itself from the stored mail', async () => {
    destroyPages(file, leafPages(file, 'message_search_data'))
    const app = await start()
    const search = { mailboxId, box: 'INBOX' as const, limit: 500, q: 'needle' }
    expect(await app.codeOf('emails.list', search)).toBe('database_damaged')
    await eventually(async () => {
      const found = await app.core.dispatch('emails.list', search, {
        userId: LOCAL_USER_ID,
        sessionToken: null,
      })
      return found.ok && (found.value as { items: unknown[] }).items.length === MESSAGES
    }, 'all mail to be found again')
    expect(await untilState(app, 'ok')).toMatchObject({ lastRepair: { what: 'search_index' } })
  })

  it('in the drafts table: it is said, and the mail goes on', async () => {
    destroyPages(file, leafPages(file, 'drafts').slice(1, 3))
    const app = await start()
    expect(await app.codeOf('drafts.list', { mailboxId })).toBe('database_damaged')
    expect(await untilState(app, 'damaged')).toMatchObject({ damagedParts: ['drafts'] })
    expect((await list(app)).items).toHaveLength(MESSAGES)
  })

  it('on the first page: the core starts and only says what is wrong', async () => {
    destroyPages(file, [1])
    const app = await start()
    expect(await app.call('health.get', {})).toMatchObject({
      status: 'damaged',
      schemaVersion: null,
    })
    expect(await app.call('status.get', {})).toMatchObject({
      accounts: [],
      database: { state: 'damaged', damagedParts: ['file'] },
    })
    expect(await app.codeOf('mailboxes.list', {})).toBe('database_damaged')
    const session = await app.core.sessions.open()
    expect(await app.core.sessions.userOf(session.token)).toBe(LOCAL_USER_ID)
  })
})
