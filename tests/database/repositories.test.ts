import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { DraftRow, Store } from '../../src/main/core/ports/store.ts'
import { DIALECTS, openTestStore, type TestStore } from '../support/database/test-store.ts'
import { accountRow, mailboxRow, NOW, outboxRow, seedAccount } from './fixtures.ts'

describe.each(DIALECTS)('people, accounts, drafts and outbox on %s', (dialect) => {
  let opened: TestStore
  let store: Store
  beforeAll(async () => {
    opened = await openTestStore(dialect)
    store = opened.store
  })
  afterAll(async () => await opened.dispose())

  it('keeps people and their sessions', async () => {
    const user = { id: randomUUID(), email: 'ana@example.com', name: 'Ana', createdAt: NOW }
    const session = { tokenHash: 'aa', userId: user.id, expiresAt: NOW + 10, createdAt: NOW }
    await store.transaction(async (tx) => {
      await tx.users.insert(user)
      await tx.sessions.insert(session)
      await tx.sessions.insert({ ...session, tokenHash: 'bb', expiresAt: NOW })
      await tx.sessions.insert({ ...session, tokenHash: 'cc' })
      await tx.sessions.delete('cc')
      await tx.sessions.deleteExpired(NOW)
    })
    expect(await store.read.users.get(user.id)).toEqual(user)
    expect(await store.read.users.get('nobody')).toBeNull()
    expect(await store.read.sessions.get('aa')).toEqual(session)
    expect(await store.read.sessions.get('bb')).toBeNull()
    expect(await store.read.sessions.get('cc')).toBeNull()
  })

  it('keeps mailboxes in the person’s order and changes only what is given', async () => {
    const { userId, mailboxId } = await seedAccount(store)
    const second = { ...mailboxRow(randomUUID(), userId), position: -1 }
    await store.transaction(async (tx) => {
      await tx.mailboxes.insert(second)
      await tx.mailboxes.update(mailboxId, { displayName: 'Home', colour: 'red' })
      await tx.mailboxes.update(mailboxId, {})
    })
    const list = await store.read.mailboxes.list(userId)
    expect(list).toEqual([
      second,
      { ...mailboxRow(mailboxId, userId), displayName: 'Home', colour: 'red' },
    ])
    expect(await store.read.mailboxes.get(second.id)).toEqual(second)
  })

  it('keeps accounts, whose owner is the mailbox’s owner', async () => {
    const { userId, mailboxId, account } = await seedAccount(store)
    const other = accountRow({ userId, mailboxId, createdAt: NOW + 1 })
    const lastError = { code: 'offline', message: 'No network', at: NOW }
    await store.transaction(async (tx) => {
      await tx.accounts.insert(other)
      await tx.accounts.update(account.id, { status: 'reauth_required', lastError })
      await tx.mailboxes.update(mailboxId, { defaultAccountId: other.id })
    })
    const changed = { ...account, status: 'reauth_required', lastError }
    expect(await store.read.accounts.get(account.id)).toEqual(changed)
    expect(await store.read.accounts.listByMailbox(mailboxId)).toEqual([changed, other])
    expect(await store.read.accounts.listByUser(userId)).toEqual([changed, other])
    expect(await store.read.accounts.listAll()).toEqual(expect.arrayContaining([changed, other]))

    await store.transaction(async (tx) => {
      await tx.accounts.update(account.id, { lastError: null })
      await tx.accounts.delete(other.id)
    })
    expect((await store.read.accounts.get(account.id))?.lastError).toBeNull()
    expect(await store.read.accounts.get(other.id)).toBeNull()
    expect((await store.read.mailboxes.get(mailboxId))?.defaultAccountId).toBeNull()
  })

  it('keeps drafts, last touched first, and when they were begun', async () => {
    const { mailboxId, account } = await seedAccount(store)
    const draft: DraftRow = {
      id: randomUUID(),
      accountId: account.id,
      mailboxId,
      to: [{ name: 'Bo', email: 'bo@example.net' }],
      cc: [],
      bcc: [],
      subject: '',
      bodyHtml: '',
      inReplyTo: null,
      from: null,
      syncState: 'local',
      version: 1,
      providerDraftId: null,
      providerMessageId: null,
      createdAt: NOW,
      updatedAt: NOW,
    }
    const later = { ...draft, id: randomUUID(), updatedAt: NOW + 1 }
    await store.transaction(async (tx) => {
      await tx.drafts.insert(draft)
      await tx.drafts.insert(later)
      await tx.drafts.update(draft.id, { subject: 'Now', updatedAt: NOW + 2, mailboxId })
    })
    const touched = { ...draft, subject: 'Now', updatedAt: NOW + 2 }
    expect(await store.read.drafts.list([account.id])).toEqual([touched, later])
    expect(await store.read.drafts.list([])).toEqual([])
    await store.transaction(async (tx) => await tx.drafts.delete(draft.id))
    expect(await store.read.drafts.get(draft.id)).toBeNull()
  })

  it('keeps an outgoing message in its parts, with its files in order', async () => {
    const seeded = await seedAccount(store)
    const file = { hash: 'ab'.repeat(32), sizeBytes: 3 }
    const files = [
      {
        hash: file.hash,
        name: 'b.txt',
        contentType: 'text/plain',
        isInline: false,
        contentId: null,
      },
      {
        hash: file.hash,
        name: 'a.png',
        contentType: 'image/png',
        isInline: true,
        contentId: 'a@b',
      },
    ]
    const row = outboxRow(seeded, {
      idempotencyKey: 'key',
      rfcInReplyTo: 'parent@example.com',
      references: ['root@example.com', 'parent@example.com'],
      isPlainText: true,
      date: NOW,
      mimeHash: 'cd'.repeat(32),
    })
    await store.transaction(async (tx) => {
      await tx.files.save(file, NOW)
      await tx.outbox.insert(row, files)
    })
    expect(await store.read.outbox.get(row.id)).toEqual(row)
    expect(await store.read.outbox.listFiles(row.id)).toEqual(
      files.map((one) => ({ ...one, sizeBytes: file.sizeBytes })),
    )
    const byKey = await store.read.outbox.getByIdempotencyKey(seeded.userId, 'key')
    expect(byKey?.id).toBe(row.id)
    expect(await store.read.outbox.getByIdempotencyKey('somebody else', 'key')).toBeNull()
  })

  it('refuses a second message under the same idempotency key of a person', async () => {
    const seeded = await seedAccount(store)
    const insert = async () =>
      await store.transaction(
        async (tx) => await tx.outbox.insert(outboxRow(seeded, { idempotencyKey: 'once' })),
      )
    await insert()
    await expect(insert()).rejects.toMatchObject({ code: 'database_query_error' })
    expect(await store.read.outbox.list(seeded.userId, { limit: 10 })).toHaveLength(1)
  })

  it('changes an outbox row only under the fencing token it is at', async () => {
    const seeded = await seedAccount(store)
    const row = outboxRow(seeded)
    const update = async (token: number, change: object) =>
      await store.transaction(async (tx) => await tx.outbox.update(row.id, token, change))
    await store.transaction(async (tx) => await tx.outbox.insert(row))
    const claims = await Promise.all([
      update(0, { state: 'sending', fencingToken: 1 }),
      update(0, { state: 'cancelled', fencingToken: 1 }),
    ])
    expect(claims.toSorted()).toEqual([false, true])
    expect(await update(0, { state: 'sent' })).toBe(false)
    expect(await update(1, {})).toBe(true)
    expect(await update(1, { state: 'sent', sentAt: NOW })).toBe(true)
    expect(await store.read.outbox.get(row.id)).toMatchObject({ state: 'sent', fencingToken: 1 })
    expect(
      await store.transaction(async (tx) => await tx.outbox.update('nobody', 0, { attempts: 1 })),
    ).toBe(false)
  })

  it('says what is due: open work whose time has come, or whose lease a crash let run out', async () => {
    const opening = await openTestStore(dialect)
    const seeded = await seedAccount(opening.store)
    const { outbox } = opening.store.read
    expect(await outbox.nextDueAt([])).toBeNull()
    const states = [
      ['sending', NOW - 9],
      ['waiting', NOW - 5],
      ['scheduled', NOW],
      ['scheduled', NOW + 60],
      ['sending', NOW + 30],
      ['sent', NOW - 20],
      ['cancelled', NOW - 20],
      ['failed', NOW - 20],
      ['unknown', NOW - 20],
    ] as const
    await opening.store.transaction(async (tx) => {
      for (const [state, notBefore] of states) {
        await tx.outbox.insert(outboxRow(seeded, { state, notBefore, createdAt: NOW + notBefore }))
      }
    })
    const { account } = seeded
    const [due] = await outbox.dueByAccount(NOW, [])
    expect(await outbox.dueByAccount(NOW, [])).toHaveLength(1)
    expect(await outbox.get(due?.id ?? '')).toMatchObject({ state: 'sending', notBefore: NOW - 9 })
    expect(await outbox.dueByAccount(NOW, [account.id])).toEqual([])
    expect(await outbox.nextDueAt([account.id])).toBeNull()
    expect(await outbox.nextDueAt([])).toBe(NOW - 9)
    const scheduled = await outbox.list(seeded.userId, { state: 'scheduled', limit: 10 })
    expect(scheduled.map((row) => row.notBefore)).toEqual([NOW + 60, NOW])
    const listed = await outbox.list(seeded.userId, { limit: 3 })
    expect(listed).toHaveLength(3)
    expect(listed[0]).not.toHaveProperty('mime')
    const deleted = await opening.store.transaction((tx) => tx.outbox.deleteFinished(NOW))
    expect(deleted).toBe(2)
    const left = await outbox.list(seeded.userId, { limit: 10 })
    expect(left.map((row) => row.state)).not.toContain('sent')
    expect(left.map((row) => row.state)).toContain('failed')
    await opening.dispose()
  })

  it('keeps settings and encrypted secrets', async () => {
    const { userId } = await seedAccount(store)
    expect(await store.read.settings.get(userId)).toEqual({})
    await store.transaction(async (tx) => {
      await tx.settings.save(userId, { theme: 'dark' })
      await tx.settings.save(userId, { theme: 'light', density: 'cosy' })
      await tx.secrets.set('token', 'old')
      await tx.secrets.set('token', 'ciphertext')
    })
    expect(await store.read.settings.get(userId)).toEqual({ theme: 'light', density: 'cosy' })
    expect(await store.read.secrets.get('token')).toBe('ciphertext')
    await store.transaction(async (tx) => await tx.secrets.delete('token'))
    expect(await store.read.secrets.get('token')).toBeNull()
  })
})
