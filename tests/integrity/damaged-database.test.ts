import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { checkSqliteFile } from '#core/database/sqlite/integrity/check-file.ts'
import type { AccountRow } from '#core/ports/accounts.ts'
import type { DraftRow, OutboxRow } from '#core/ports/store.ts'
import { openStore } from '#core/database/open-store.ts'
import { LOCAL_USER_ID } from '#core/bootstrap/local-profile.ts'
import { mail, NOW, outboxRow, seedAccount } from '../database/fixtures.ts'
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
  let account: AccountRow
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
    ;({ account } = await seedAccount(store, {
      userId: LOCAL_USER_ID,
      mailboxId,
      status: 'disconnected',
    }))
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
      await store.transaction((tx) => tx.drafts.insert(draft(n)))
    }
    await store.close()
  }

  const draft = (n: number): DraftRow => ({
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
  })

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
    destroyPages(file, leafPages(file, 'recent_search_data'))
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

  /** The core is well again, and every page of its file can be read. */
  async function expectSound(app: CoreInProcess) {
    expect(await app.call('health.get', {})).toMatchObject({ status: 'ok' })
    expect(app.events).toContainEqual({ type: 'core.restarted' })
    await app.core.close()
    opened = null
    expect(checkSqliteFile(file, true)).toMatchObject({ tables: [], indexes: [] })
  }

  async function backUp(): Promise<void> {
    const options = { ...storeOptions({ file }), backupsFolder: join(folder, 'backups') }
    const store = await openStore(options)
    await store.maintenance?.backUp('daily')
    await store.close()
  }

  const outgoing = (id: string, state: OutboxRow['state']): OutboxRow =>
    outboxRow({ userId: LOCAL_USER_ID, mailboxId, account }, { id, state })

  it('in the mail table, synced again: drafts and accounts stay, mail is fetched again', async () => {
    destroyPages(file, leafPages(file, 'messages').slice(2, 6))
    const app = await start()
    await app.codeOf('emails.list', { mailboxId, box: 'INBOX', limit: 500 })
    await untilState(app, 'damaged')
    const { salvaged, fromBackup } = await app.call('recovery.syncAgain', {})
    expect(salvaged).toBeGreaterThan(DRAFTS)
    expect(fromBackup).toBe(0)
    expect(await app.call('drafts.list', { mailboxId })).toHaveLength(DRAFTS)
    expect(await app.call('accounts.list', { mailboxId })).toHaveLength(1)
    expect((await list(app)).items).toEqual([])
    expect(readdirSync(join(folder, 'damaged'))).toHaveLength(1)
    await expectSound(app)
  })

  it.each(['recovery.restoreBackup', 'recovery.syncAgain'] as const)(
    'in the drafts table, %s: what cannot be read comes from the backup, later drafts are kept',
    async (way) => {
      await backUp()
      const store = await openStore(storeOptions({ file }))
      await store.transaction((tx) => tx.drafts.insert({ ...draft(DRAFTS), id: 'later' }))
      await store.close()
      destroyPages(file, leafPages(file, 'drafts').slice(1, 3))
      const app = await start()
      await app.codeOf('drafts.list', { mailboxId })
      await untilState(app, 'damaged')
      const { backups } = await app.call('recovery.status', {})
      expect(backups).toMatchObject([{ kind: 'daily', counts: { drafts: DRAFTS, accounts: 2 } }])

      expect((await app.call(way, {})).fromBackup).toBeGreaterThan(0)
      const subjects = (await app.call('drafts.list', { mailboxId })).map(({ subject }) => subject)
      expect(subjects.toSorted()).toEqual(
        Array.from({ length: DRAFTS + 1 }, (_, n) => `Letter ${n}`).toSorted(),
      )
      await expectSound(app)
    },
  )

  it('on page one: the backup comes back, and what was to be sent waits for the person', async () => {
    const before = await openStore(storeOptions({ file }))
    await before.transaction(async (tx) => {
      await tx.outbox.insert(outgoing('due', 'scheduled'), [])
      await tx.outbox.insert(outgoing('refused', 'failed'), [])
    })
    await before.close()
    await backUp()
    destroyPages(file, [1])
    const app = await start()
    expect((await app.call('recovery.status', {})).backups).toHaveLength(1)
    await app.call('recovery.restoreBackup', {})
    expect(await app.call('drafts.list', { mailboxId })).toHaveLength(DRAFTS)
    const states = (await app.call('outbox.list', {})).map(({ outboxId, state }) => [
      outboxId,
      state,
    ])
    expect(Object.fromEntries(states)).toEqual({ due: 'unknown', refused: 'failed' })
    await expectSound(app)
  })

  it('what is to be sent is due as before where its table could be read whole', async () => {
    const before = await openStore(storeOptions({ file }))
    const later = { ...outgoing('due', 'scheduled'), notBefore: Date.now() + 3_600_000_000 }
    await before.transaction((tx) => tx.outbox.insert(later, []))
    await before.close()
    destroyPages(file, leafPages(file, 'messages').slice(2, 6))
    const app = await start()
    await app.codeOf('emails.list', { mailboxId, box: 'INBOX', limit: 500 })
    await untilState(app, 'damaged')
    await app.call('recovery.syncAgain', {})
    expect(await app.call('outbox.list', {})).toMatchObject([
      { outboxId: 'due', state: 'scheduled' },
    ])
  })

  it('a copy is kept aside, and the damage is said again at the next start', async () => {
    destroyPages(file, leafPages(file, 'drafts').slice(1, 3))
    const app = await start()
    await app.codeOf('drafts.list', { mailboxId })
    await untilState(app, 'damaged')
    const { folder: kept } = await app.call('recovery.keepCopy', {})
    const page = leafPages(join(kept, 'mail.db'), 'messages')[0] ?? 0
    expect(page).toBeGreaterThan(0)
    expect(await untilState(app, 'damaged')).toMatchObject({ damagedParts: ['drafts'] })
  })

  it('in the accounts table, without a backup: drafts are kept in a mailbox of their own', async () => {
    destroyPages(file, leafPages(file, 'accounts'))
    const app = await start()
    expect(await app.codeOf('accounts.list', { mailboxId })).toBe('database_damaged')
    await app.call('recovery.syncAgain', {})
    const names = (await app.call('mailboxes.list', {})).map(({ displayName }) => displayName)
    expect(names).toContain('Recovered')
    expect(await app.call('drafts.list', { mailboxId: 'recovered' })).toHaveLength(DRAFTS)
    await expectSound(app)
  })

  it('a recovery that was killed after it was decided is completed at the next start', async () => {
    const before = readFileSync(file)
    const store = await openStore(storeOptions({ file }))
    await store.transaction((tx) => tx.drafts.delete('draft-0'))
    writeFileSync(`${file}.recovered`, before)
    await store.close()
    writeFileSync(`${file}-wal`, 'the log of the damaged file')
    const app = await start()
    expect(await app.call('drafts.list', { mailboxId })).toHaveLength(DRAFTS)
    expect(existsSync(`${file}.recovered`)).toBe(false)
  })

  it('nothing is recovered where nothing is damaged', async () => {
    const app = await start()
    expect(await app.codeOf('recovery.syncAgain', {})).toBe('recovery_not_possible')
    expect(await app.codeOf('recovery.restoreBackup', {})).toBe('recovery_not_possible')
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
